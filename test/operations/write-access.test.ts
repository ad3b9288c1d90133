/** Read-only from the config file, and `:write`. */
import { expect, test } from 'vitest';
import { stateDirFrom } from '../../src/journal/state-dir.ts';
import { createOperations } from '../../src/operations/operations.ts';
import { connectTo, scopeAt } from '../gateways/connect.ts';
import { quickAccount, stateOf, temporaryState } from './world.ts';

const NAME = 'orders-api-prod';
const RULES = [
  { profiles: [], accounts: ['123456789012'], readOnly: true, production: false, protectedNames: [] },
];
const KILL = {
  operation: 'kill',
  function: NAME,
  options: { triggers: 'sqs', removeProvisioned: false },
} as const;

async function operationsUnder(scopeChanges: Parameters<typeof scopeAt>[1]) {
  const account = await quickAccount();
  const scope = scopeAt(account.endpoint, scopeChanges);
  const aws = connectTo(account.endpoint, scopeChanges);
  const clock = { now: () => Date.now() };
  const operations = createOperations({ scope, aws, stateDir: stateDirFrom(temporaryState(), {}), clock });
  const plan = () => operations.plan(KILL, new AbortController().signal);
  return { account, operations, plan };
}

test('refuses plans, and lets them through once it was lifted and the journal knows', async () => {
  const { account, operations, plan } = await operationsUnder({ rules: RULES });
  const refused = await plan();
  expect(refused.refusal).toEqual({
    code: 'read-only',
    message: 'lambdatop is read-only here: its config file says so.',
    next: [expect.stringContaining('--write'), expect.stringContaining(':write')],
  });
  const until = await operations.liftReadOnly();
  expect(until - Date.now()).toBeGreaterThan(29 * 60_000);
  expect((await (await operations.journal()).read()).entries).toMatchObject([
    { operation: 'write', account: '123456789012', outcome: 'done', changes: [] },
  ]);
  expect(await operations.apply(await plan())).toMatchObject({ outcome: 'done' });
  expect(stateOf(account, NAME).reserved).toBe(0);
});

test('is not lifted where --read-only was given', async () => {
  const { operations } = await operationsUnder({ readOnly: true });
  await expect(operations.liftReadOnly()).rejects.toMatchObject({ code: 'read-only' });
  expect((await (await operations.journal()).read()).entries).toEqual([]);
});

test('counts when a plan is applied, not when it was made', async () => {
  const writing = await operationsUnder({});
  const reading = await operationsUnder({ readOnly: true });
  const made = await writing.plan();
  expect(made.refusal).toBeNull();
  expect(await reading.operations.apply(made)).toMatchObject({
    outcome: 'refused',
    error: { code: 'read-only' },
  });
});
