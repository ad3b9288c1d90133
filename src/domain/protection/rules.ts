/** Rules of the config file: where lambdatop is read-only by default, what is production, which names are protected. */

import { globMatcher } from '../glob.ts';

/** One `[[rules]]` of the config file. */
export interface ProtectionRule {
  /** Profile names or patterns. Either these or `accounts` have to match; a rule with neither is for everywhere. */
  readonly profiles: readonly string[];
  /** Twelve digits, or patterns of them. */
  readonly accounts: readonly string[];
  /** Changes need --write or `:write`. */
  readonly readOnly: boolean;
  /** The header says so, in red. */
  readonly production: boolean;
  /** Patterns of names whose change also needs the account's last four digits. */
  readonly protectedNames: readonly string[];
}

/** Where we are, as far as it is known. */
export interface Whereabouts {
  /** null = none was named: the rules know it as `default`, as AWS does. */
  readonly profile: string | null;
  /** Twelve digits; null before AWS has said whose account it is. */
  readonly account: string | null;
}

/** Whether a rule is for this place; `unknown` when that depends on an account not known yet. */
export function ruleApplies(rule: ProtectionRule, { profile, account }: Whereabouts): boolean | 'unknown' {
  if (rule.profiles.length === 0 && rule.accounts.length === 0) return true;
  if (matchesAny(rule.profiles, profile ?? 'default')) return true;
  if (rule.accounts.length === 0) return false;
  return account === null ? 'unknown' : matchesAny(rule.accounts, account);
}

/** Whether a rule calls this production. While the account is not known, only rules for profiles do. */
export function isProduction(rules: readonly ProtectionRule[], where: Whereabouts): boolean {
  return rules.some((rule) => rule.production && ruleApplies(rule, where) === true);
}

/** The first pattern that protects a name here, or may; null when none does. */
export function protectingPattern(
  rules: readonly ProtectionRule[],
  where: Whereabouts,
  name: string,
): string | null {
  const patterns = rules
    .filter((rule) => ruleApplies(rule, where) !== false)
    .flatMap((rule) => rule.protectedNames);
  return patterns.find((pattern) => globMatcher(pattern)(name)) ?? null;
}

/** What has to be typed beside the name to change something protected: the account's last four digits. */
export function accountDigits(account: string): string {
  return account.slice(-4);
}

function matchesAny(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => globMatcher(pattern)(name));
}
