/** How a change ended, and what is told on the way. */
import type { AppError } from '../app-error.ts';
import type { Entry } from './entry.ts';
import type { Plan } from './plan.ts';
import type { SettingChange, SettingValue } from './setting.ts';

/**
 * How one change of one setting ended:
 * - `done`: AWS shows the new value;
 * - `already`: AWS showed the new value before we called: someone else was there first;
 * - `accepted`: AWS took the call, and the value was not read back (yet);
 * - `unknown`: no answer came and AWS could not be read since;
 * - `not-applied`: AWS still shows the former value;
 * - `refused`: AWS said no;
 * - `not-sent`: no call was made;
 * - `overtaken`: AWS shows a third value: someone else changed it meanwhile.
 */
export type ChangeOutcome =
  | 'done'
  | 'already'
  | 'accepted'
  | 'unknown'
  | 'not-applied'
  | 'not-sent'
  | 'refused'
  | 'overtaken';

/**
 * How a plan ended. `already`: nothing was to do; `refused`: by us, before any call; `conflict`: AWS is no longer
 * as it was planned; `failed`: AWS said no; `partly`: some of it, or all of a plan that falls short of what was
 * asked for; `unconfirmed`: accepted or unknown, and not seen in AWS in time; `accepted`: AWS took it and nobody was to wait (--wait none); `interrupted`: called off on
 * the way; `stopped`: a look between two stages saw errors or dead letters grow; `planned`: only shown (--dry-run);
 * `not-applied`: a later process found AWS as it was before.
 */
export type Outcome =
  | 'done'
  | 'already'
  | 'accepted'
  | 'planned'
  | 'refused'
  | 'conflict'
  | 'failed'
  | 'not-applied'
  | 'partly'
  | 'unconfirmed'
  | 'stopped'
  | 'interrupted';

/** One change with its end. */
export interface ChangeReport {
  readonly change: SettingChange;
  /** Null: never begun. */
  readonly outcome: ChangeOutcome | null;
  /** What AWS showed last; undefined when it could not be read. */
  readonly seen: SettingValue | undefined;
  /** What AWS is still at although it shows the new value: `allocating 3 of 10`; null when nothing. */
  readonly underway: string | null;
  readonly error: AppError | null;
}

/** How a plan ended. */
export interface PlanResult {
  readonly plan: Plan;
  readonly outcome: Outcome;
  readonly reports: readonly ChangeReport[];
  /** Id of the journal entry; null when nothing was written there. */
  readonly entry: string | null;
  /** The entry of whoever was there first, where all was so already when it was to be made and the journal knows. */
  readonly doneBy: Pick<Entry, 'id' | 'actor' | 'at'> | null;
  /** What went wrong first; null when nothing did. */
  readonly error: AppError | null;
  /** The journal took the intent and then no more: the next start settles the entry. Null when it took all. */
  readonly journalTrouble: AppError | null;
}

/** What an operation tells while it runs. */
export type Progress =
  | { readonly kind: 'journalled'; readonly entry: string }
  | { readonly kind: 'stage'; readonly title: string; readonly index: number; readonly of: number }
  | { readonly kind: 'calling'; readonly change: SettingChange }
  /** AWS said "later" (throttled, busy with another update), or its reply was lost: another look or attempt. */
  | {
      readonly kind: 'waiting';
      readonly change: SettingChange;
      readonly forMs: number;
      readonly because: string;
    }
  | { readonly kind: 'changed'; readonly report: ChangeReport }
  | { readonly kind: 'watching'; readonly leftMs: number; readonly words: string };

/** Hears progress. Must not throw. */
export type OnProgress = (progress: Progress) => void;
