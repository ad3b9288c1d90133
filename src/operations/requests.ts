/** What can be asked for: plain data, as a command line or a dialog fills it in. */
import type { OperationName } from '../domain/changes/plan.ts';
import type { KillOptions } from './plans/kill.ts';
import type { PromoteOptions } from './plans/promote.ts';
import type { RestoreOptions } from './plans/restore.ts';
import type { RollBackOptions } from './plans/roll-back.ts';
import type { ShiftOptions } from './plans/shift.ts';
import type { TriggerOptions } from './plans/triggers.ts';

export type { KillOptions, Triggers } from './plans/kill.ts';
export type { PromoteOptions } from './plans/promote.ts';
export type { RestoreOptions } from './plans/restore.ts';
export type { RollBackOptions } from './plans/roll-back.ts';
export type { ShiftOptions } from './plans/shift.ts';
export type { TriggerOptions } from './plans/triggers.ts';

/** One change of one target. */
export type ChangeRequest = { readonly operation: OperationName } & (
  | {
      readonly operation: 'kill';
      /** Name or unqualified ARN, here and below. */
      readonly function: string;
      readonly options: KillOptions;
    }
  | { readonly operation: 'restore'; readonly function: string; readonly options: RestoreOptions }
  | {
      readonly operation: 'reserve';
      readonly function: string;
      /** null = unset. */
      readonly to: number | null;
    }
  | { readonly operation: 'pause' | 'resume'; readonly function: string; readonly options: TriggerOptions }
  | {
      readonly operation: 'shift';
      readonly function: string;
      readonly alias: string;
      readonly options: ShiftOptions;
    }
  | {
      readonly operation: 'promote';
      readonly function: string;
      readonly alias: string;
      readonly options: PromoteOptions;
    }
  | {
      readonly operation: 'rollback';
      readonly function: string;
      readonly alias: string;
      readonly options: RollBackOptions;
    }
  /** A version of $LATEST. */
  | { readonly operation: 'publish'; readonly function: string }
  | {
      readonly operation: 'retain';
      /** Name, URL or ARN of a queue. */
      readonly queue: string;
      /** How long it is to keep messages, seconds, 60 to 1,209,600. */
      readonly forS: number;
    }
  | {
      readonly operation: 'undo';
      /** Id of a journal entry, or its beginning. */
      readonly entry: string;
    }
);
