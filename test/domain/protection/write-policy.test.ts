import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isProduction,
  type ProtectionRule,
  protectingPattern,
  ruleApplies,
} from '../../../src/domain/protection/rules.ts';
import { LIFT_MS, readOnlyReason, type WriteFacts } from '../../../src/domain/protection/write-policy.ts';

const rule = (changes: Partial<ProtectionRule>): ProtectionRule => ({
  profiles: [],
  accounts: [],
  readOnly: false,
  production: false,
  protectedNames: [],
  ...changes,
});
const HERE = { profile: 'prod-eu', account: '123456789012' };

describe('a rule', () => {
  it.each([
    ['everywhere', {}, HERE, true],
    ['for a profile', { profiles: ['prod*'] }, HERE, true],
    ['for another profile', { profiles: ['dev'] }, HERE, false],
    ['for AWS’s default profile', { profiles: ['default'] }, { ...HERE, profile: null }, true],
    ['for an account', { accounts: ['123456789012'] }, HERE, true],
    ['for another account', { accounts: ['9*'] }, HERE, false],
    ['for an account not known yet', { accounts: ['9*'] }, { ...HERE, account: null }, 'unknown'],
    ['for a profile or an account', { profiles: ['prod*'], accounts: ['9*'] }, HERE, true],
    [
      'for a profile or an account not known yet',
      { profiles: ['dev'], accounts: ['9*'] },
      { ...HERE, account: null },
      'unknown',
    ],
  ] as const)('%s', (_, changes, where, expected) => {
    expect(ruleApplies(rule(changes), where)).toBe(expected);
  });

  it('makes production only of what is known to match', () => {
    const rules = [rule({ accounts: ['123456789012'], production: true })];
    expect(isProduction(rules, HERE)).toBe(true);
    expect(isProduction(rules, { ...HERE, account: null })).toBe(false);
    expect(isProduction(rules, { ...HERE, account: '999999999999' })).toBe(false);
  });

  it('protects names, and rather one too many while the account is not known', () => {
    const rules = [
      rule({ accounts: ['9*'], protectedNames: ['payments-*'] }),
      rule({ protectedNames: ['*-prod'] }),
    ];
    expect(protectingPattern(rules, HERE, 'payments-capture')).toBeNull();
    expect(protectingPattern(rules, { ...HERE, account: null }, 'payments-capture')).toBe('payments-*');
    expect(protectingPattern(rules, HERE, 'orders-prod')).toBe('*-prod');
    expect(protectingPattern(rules, HERE, 'orders-prod-2')).toBeNull();
  });
});

describe('changes', () => {
  const facts = (changes: Partial<WriteFacts>): WriteFacts => ({
    ...HERE,
    readOnlyFlag: false,
    writeFlag: false,
    rules: [rule({ profiles: ['prod*'], readOnly: true })],
    liftedUntil: null,
    ...changes,
  });

  it.each([
    ['go out without a rule', { rules: [] }, null],
    ['are refused by a rule', {}, 'config'],
    ['go out with --write', { writeFlag: true }, null],
    ['go out while lifted', { liftedUntil: 1_001 }, null],
    ['are refused again after that', { liftedUntil: 1_000 }, 'config'],
    [
      'are refused by --read-only, whatever else',
      { readOnlyFlag: true, writeFlag: true, liftedUntil: LIFT_MS, rules: [] },
      'flag',
    ],
    [
      'are refused before it is known whose account it is',
      { account: null, rules: [rule({ accounts: ['9*'], readOnly: true })] },
      'account-unknown',
    ],
    [
      'go out where the account’s rule is for another',
      { rules: [rule({ accounts: ['9*'], readOnly: true })] },
      null,
    ],
  ] as const)('%s', (_, changes, expected) => {
    expect(readOnlyReason(facts(changes), 1_000)).toBe(expected);
  });

  it('under --read-only never go out', () => {
    const any = fc.record({
      profile: fc.option(fc.constantFrom('prod', 'dev')),
      account: fc.option(fc.constantFrom('123456789012', '999999999999')),
      readOnlyFlag: fc.constant(true),
      writeFlag: fc.boolean(),
      rules: fc.array(
        fc.record({
          profiles: fc.subarray(['prod', 'd*']),
          accounts: fc.subarray(['1*', '999999999999']),
          readOnly: fc.boolean(),
          production: fc.boolean(),
          protectedNames: fc.constant([]),
        }),
      ),
      liftedUntil: fc.option(fc.nat()),
    });
    fc.assert(fc.property(any, fc.nat(), (facts, now) => readOnlyReason(facts, now) === 'flag'));
  });
});
