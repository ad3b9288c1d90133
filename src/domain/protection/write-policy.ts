/** Whether AWS may be changed now. Pure: who knows the time and the account asks it at every call. */

import { type ProtectionRule, ruleApplies, type Whereabouts } from './rules.ts';

/** How long `:write` lifts read-only, ms. */
export const LIFT_MS = 30 * 60_000;

/** What decides. */
export interface WriteFacts extends Whereabouts {
  /** `--read-only`: nothing lifts it. */
  readonly readOnlyFlag: boolean;
  /** `--write`: the config file's read-only does not count in this run. */
  readonly writeFlag: boolean;
  readonly rules: readonly ProtectionRule[];
  /** Until when `:write` has lifted the config file's read-only, ms since the epoch; null = it has not. */
  readonly liftedUntil: number | null;
}

/** Why nothing may be changed. */
export type ReadOnlyReason = 'flag' | 'config' | 'account-unknown';

/** Why nothing may be changed at `now` (ms since the epoch); null when changes may go out. */
export function readOnlyReason(facts: WriteFacts, now: number): ReadOnlyReason | null {
  if (facts.readOnlyFlag) return 'flag';
  if (facts.writeFlag || isLifted(facts, now)) return null;
  const applies = facts.rules.filter((rule) => rule.readOnly).map((rule) => ruleApplies(rule, facts));
  if (applies.includes(true)) return 'config';
  return applies.includes('unknown') ? 'account-unknown' : null;
}

/** Whether `:write` counts at `now`. */
export function isLifted({ liftedUntil }: WriteFacts, now: number): boolean {
  return liftedUntil !== null && now < liftedUntil;
}

/** A refusal in words. */
export interface WriteRefusal {
  readonly message: string;
  readonly next: readonly string[];
}

/** What is said, and what can be done about it. */
export const REFUSALS: Readonly<Record<ReadOnlyReason, WriteRefusal>> = {
  flag: {
    message: 'lambdatop is read-only: it was started with --read-only',
    next: ['start it without --read-only'],
  },
  config: {
    message: 'lambdatop is read-only here: its config file says so',
    next: ['--write lifts that for one run', ':write lifts it in the console, for 30 minutes'],
  },
  'account-unknown': {
    message:
      'lambdatop is read-only until AWS has said whose account this is: its config file has rules for accounts',
    next: ['see what keeps it from knowing: lambdatop doctor'],
  },
};
