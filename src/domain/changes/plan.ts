/** What an operation is going to do to one target, as plain data: shown, confirmed, and only then applied. */
import type { ErrorCode } from '../app-error.ts';
import type { Setting, SettingChange, SettingValue } from './setting.ts';

/** The operations there are, as commands name them. */
export type OperationName =
  | 'kill'
  | 'restore'
  | 'reserve'
  | 'pause'
  | 'resume'
  | 'shift'
  | 'promote'
  | 'rollback'
  | 'publish'
  | 'retain'
  | 'undo';

/** Whether an operation may move an alias's traffic. */
export function mayMoveAlias(operation: OperationName): boolean {
  return ALIAS_MOVERS.has(operation);
}

const ALIAS_MOVERS: ReadonlySet<OperationName> = new Set(['shift', 'promote', 'rollback', 'undo']);

/** What is changed: a function, one of its aliases, or a queue. */
export interface Target {
  /** ARN, unqualified for a function, with the alias for an alias: plans are armed by it, never by a row. */
  readonly arn: string;
  /** NAME or NAME:ALIAS; of a queue its name. */
  readonly name: string;
}

/** Where it is changed, and how a command line gets there again. */
export interface Place {
  /** Twelve digits: the account the plan was made in. It is applied in no other. */
  readonly account: string;
  readonly region: string;
  readonly profile: string | null;
  /** A custom endpoint of Lambda, or null for AWS itself. */
  readonly endpoint: string | null;
}

/** How much a warning weighs: something is lost for good, something may go wrong, something to know. */
export type WarningLevel = 'loss' | 'risk' | 'note';

/** One sentence to read before confirming. */
export interface Warning {
  readonly level: WarningLevel;
  readonly text: string;
}

/** Why nothing will be done, and what to do instead. */
export interface PlanRefusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly next: readonly string[];
  /** What reserved concurrency it shall have is all that is missing: a person can be asked. */
  readonly needsValue?: boolean;
  /** What has to be named, or typed, to do it all the same: the id of a deployment in progress. */
  readonly override?: string;
  /** Where an alias is to go back to is all that is missing: a person can be asked. */
  readonly needsVersion?: boolean;
}

/**
 * Changes that go out together. The next stage begins when all of them were read back; one that fails ends the
 * plan, and what was not begun is said.
 */
export interface Stage {
  /** For a person: "trigger orders-queue". */
  readonly title: string;
  readonly changes: readonly SettingChange[];
  /** Read back until AWS has come to rest (Disabled), not only until it shows the new value (Disabling). */
  readonly untilSettled: boolean;
  /**
   * How long to watch after this stage before the next, ms; 0 = look once. Null = go on at once. The watch ends
   * the plan when errors or dead letters grow.
   */
  readonly watchMs: number | null;
}

/** What may still run after the plan was applied, and how its end can be told. */
export interface Drain {
  /** Configured timeout of the function, seconds: no execution lasts longer. Null = unknown. */
  readonly timeoutS: number | null;
  /** Queues whose messages in flight are executions under way, by ARN. */
  readonly queues: readonly string[];
}

/** A setting that stays. */
export interface Unchanged {
  readonly setting: Setting;
  readonly value: SettingValue;
}

/** What will happen, whole. */
export interface Plan {
  readonly operation: OperationName;
  readonly target: Target;
  readonly place: Place;
  /** In order; without a single change in them, all is already so. */
  readonly stages: readonly Stage[];
  /**
   * Former values that are owed and that someone else has given back, `from` and `to` the same: no call is made, and
   * the journal is told that they are owed no more.
   */
  readonly paid: readonly SettingChange[];
  /** What the operation is about and leaves as it is, so that what it is now can be told. */
  readonly unchanged: readonly Unchanged[];
  /** Losses first. */
  readonly warnings: readonly Warning[];
  /** Null when it may be done. */
  readonly refusal: PlanRefusal | null;
  /** What was asked for and is not in the plan, since AWS kept it from being planned; null when all of it is. */
  readonly shortfall: PlanRefusal | null;
  /**
   * Dangerous plans need six characters of the name typed, ordinary ones a button that is not the default; slight
   * ones, which take traffic back, only Enter.
   */
  readonly danger: 'slight' | 'ordinary' | 'dangerous';
  /** Null where nothing is stopped. */
  readonly drain: Drain | null;
  /** The same by command line, with --account and --region. */
  readonly commandLine: string;
  /** The command that takes it back; null when there is none. */
  readonly undo: string | null;
  /** Id of the journal entry that this plan takes back; null when it takes back none. */
  readonly undoes: string | null;
}

/** All changes of a plan, in order. */
export function changesOf(plan: Pick<Plan, 'stages'>): readonly SettingChange[] {
  return plan.stages.flatMap((stage) => stage.changes);
}

/** Those of them that a call is made for. */
export function calledChangesOf(plan: Pick<Plan, 'stages'>): readonly SettingChange[] {
  return changesOf(plan).filter(({ follows }) => !follows);
}

/** Nothing is left to do: AWS is as the plan would make it. */
export function isAlreadySo(plan: Plan): boolean {
  return plan.refusal === null && changesOf(plan).length === 0;
}
