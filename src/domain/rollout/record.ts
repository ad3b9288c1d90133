/**
 * A rollout as its process tells it to everybody else: the file that consoles, `lambdatop rollouts` and the next
 * start after a crash read. Plain data, replaced as a whole, on disk before each step.
 */
import type { Owner } from '../changes/entry.ts';
import type { Place } from '../changes/plan.ts';
import { functionNameOf } from '../function-name.ts';
import type { Side } from '../guard/ledger.ts';
import type { GuardSettings } from '../guard/settings.ts';
import type { VerdictName } from '../guard/verdict.ts';
import type { Order, Rollout } from './rollout.ts';

/** What has been seen of one version since the rollout began. Null = unknown, never 0. */
export interface VersionFigures {
  readonly invocations: number | null;
  readonly errors: number | null;
  readonly throttles: number | null;
  /** Of warm invocations, ms. */
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly coldStarts: number | null;
}

/** An error that a version logged. */
export interface SeenError {
  /** ms since the epoch. */
  readonly at: number;
  /** Sanitised, one line. */
  readonly text: string;
  readonly requestId: string | null;
}

/** What to do when the person interrupts or the terminal goes. */
export type OnInterrupt = 'guard' | 'hold' | 'rollback';

/** What a person, or a command, tells the process of a rollout. */
export type RolloutOrder =
  | { readonly id: string; readonly at: number; readonly actor: string; readonly order: Order }
  | {
      readonly id: string;
      readonly at: number;
      readonly actor: string;
      readonly order: 'abort';
      readonly reason: string;
    }
  /** Stop watching; the alias stays as it is. */
  | { readonly id: string; readonly at: number; readonly actor: string; readonly order: 'leave' };

/** Everything the world may know of one rollout. */
export interface RolloutRecord {
  readonly id: string;
  readonly place: Place;
  /** ARN of the caller who began it. */
  readonly actor: string;
  /** ms since the epoch. */
  readonly startedAt: number;
  /** When this was written, ms since the epoch: older than some seconds means that nobody drives it. */
  readonly updatedAt: number;
  /** The process that drives it. */
  readonly owner: Owner;
  readonly rollout: Rollout;
  readonly guard: GuardSettings | null;
  readonly onInterrupt: OnInterrupt;
  /** How long it may be blind before its process gives up (exit 5), ms. */
  readonly maxBlindMs: number;
  /** A person is attached. */
  readonly attached: boolean;
  /** The alias as AWS said last; null before the first read. */
  readonly routing: {
    readonly version: string;
    readonly weights: Readonly<Record<string, number>>;
    /** Null right after a step of the rollout's own, until the next look. */
    readonly revisionId: string | null;
    readonly at: number;
  } | null;
  /** The canary's share of the invocations seen in the last minute, 0–1: what really happens. Null = too few. */
  readonly seenShare: number | null;
  /** The guard's latest word; null without a guard. */
  readonly verdict: { readonly name: VerdictName; readonly sentence: string } | null;
  readonly figures: Readonly<Record<Side, VersionFigures>>;
  /** The latest few, newest first. */
  readonly errors: Readonly<Record<Side, readonly SeenError[]>>;
  /** Where the evidence comes from now. */
  readonly evidence: 'logs' | 'metrics' | 'logs and metrics' | 'none';
  /** The last order and what became of it: null = carried out, else the sentence that refused it. */
  readonly answered: { readonly orderId: string; readonly refusal: string | null } | null;
  /** What stands in the way now (AWS refuses the step, the login has expired, …) and what to do; null = nothing. */
  readonly trouble: { readonly message: string; readonly next: readonly string[] } | null;
  /** Why its process gave up before its end; null while it runs, and when it came to its end. */
  readonly stopped: { readonly why: StopReason; readonly sentence: string } | null;
}

/** Why nobody drives a rollout that has not ended: blind for too long, left by order, its first step refused. */
export type StopReason = 'blind' | 'left' | 'refused';

/** Name of the function that is rolled out. */
export function functionOf({ rollout }: Pick<RolloutRecord, 'rollout'>): string {
  return functionNameOf(rollout.plan.functionArn);
}

/** `orders:live`. */
export function targetOf(record: Pick<RolloutRecord, 'rollout'>): string {
  return `${functionOf(record)}:${record.rollout.plan.alias}`;
}
