/** What can be asked for: plain data, as a command line or a dialog fills it in. */
import type { OperationName } from '../domain/changes/plan.ts';
import type { KillOptions } from './plans/kill.ts';
import type { RestoreOptions } from './plans/restore.ts';
import type { TriggerOptions } from './plans/triggers.ts';

export type { KillOptions, Triggers } from './plans/kill.ts';
export type { RestoreOptions } from './plans/restore.ts';
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
      readonly operation: 'undo';
      /** Id of a journal entry, or its beginning. */
      readonly entry: string;
    }
);
