import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Account, startAccount } from '../../src/demo/account.ts';
import { silentLogger } from '../../src/domain/logger.ts';
import type { ProtectionRule } from '../../src/domain/protection/rules.ts';
import { connect } from '../../src/gateways/aws/account.ts';
import type { Scope } from '../../src/gateways/scope.ts';
import { scopeAt, useDummyKeys } from './connect.ts';

const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:orders-api-prod';
const MINUTE = 60_000;

let embedded: Account;
let now = 0;
beforeEach(async () => {
  useDummyKeys();
  embedded = await startAccount({ seed: 1 });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await embedded.close();
});

const rule = (changes: Partial<ProtectionRule>): ProtectionRule => ({
  profiles: [],
  accounts: [],
  readOnly: true,
  production: true,
  protectedNames: ['orders-*'],
  ...changes,
});
const connected = (changes: Partial<Scope>) =>
  connect(scopeAt(embedded.endpoint, changes), { logger: silentLogger, clock: { now: () => now } });
const READ_ONLY = { code: 'read-only' };

it('follows the config file, :write and the time', async () => {
  const aws = connected({ rules: [rule({})] });
  const kill = () => aws.changes.putReservedConcurrency(FUNCTION, 0);
  await expect(kill()).rejects.toMatchObject({
    ...READ_ONLY,
    message:
      'lambda:PutFunctionConcurrency is refused: lambdatop is read-only here: its config file says so.',
  });
  now = 5 * MINUTE;
  expect(aws.access.lift()).toBe(35 * MINUTE);
  await kill();
  now = 35 * MINUTE;
  expect(aws.access.liftedUntil).toBeNull();
  await expect(kill()).rejects.toMatchObject(READ_ONLY);
  expect(await aws.changes.reservedConcurrency(FUNCTION)).toBe(0);
});

it('waits for AWS to say whose account it is, where rules name accounts', async () => {
  const others = connected({ rules: [rule({ accounts: ['999999999999'] })] });
  const remove = () => others.changes.deleteReservedConcurrency(FUNCTION);
  await expect(remove()).rejects.toMatchObject({ message: expect.stringContaining('whose account this is') });
  expect(() => others.access.lift()).toThrow(/whose account/);
  expect([others.access.isProduction, others.access.protectedBy('orders-api')]).toEqual([false, 'orders-*']);
  expect(others.access.protectedBy('orders-api:live')).toBe('orders-*');
  await others.identity.callerIdentity();
  await remove();
  expect(others.access.protectedBy('orders-api')).toBeNull();

  const ours = connected({ rules: [rule({ accounts: ['123456789012'] })] });
  await ours.identity.callerIdentity();
  expect(ours.access.refusal()?.message).toMatch(/its config file says so/);
  expect([ours.access.isProduction, ours.access.protectedBy('orders-api')]).toEqual([true, 'orders-*']);
});

it('gives up what was lifted when the credentials turn out to be another account’s', () => {
  const { access } = connected({ rules: [rule({})] });
  access.identified('123456789012');
  access.lift();
  access.identified('123456789012');
  expect(access.refusal()).toBeNull();
  access.identified('999999999999');
  expect(access.refusal()).not.toBeNull();
});

it('lets --write through, and --read-only never', async () => {
  const writing = connected({ rules: [rule({})], write: true });
  await writing.changes.deleteReservedConcurrency(FUNCTION);
  const reading = connected({ readOnly: true });
  await expect(reading.changes.deleteReservedConcurrency(FUNCTION)).rejects.toMatchObject(READ_ONLY);
  expect(() => reading.access.lift()).toThrow(/--read-only/);
  expect(await reading.changes.reservedConcurrency(FUNCTION)).toBeNull();
});
