/** Having SQS move a whole dead-letter queue: what is asked, planned, told, and what came of it. */
import type { AppError } from '../../domain/app-error.ts';
import type { Place, PlanRefusal, Warning } from '../../domain/changes/plan.ts';
import type { MoveTask } from '../../domain/dead-letters/move-task.ts';
import type { TargetState } from '../../domain/dead-letters/target-state.ts';
import type { QueueAttributes } from '../../domain/queue-attributes.ts';
import type { RedriveResult, SelectionRequest } from './request.ts';

/** A whole queue, to where its messages came from. */
export interface MoveRequest {
  readonly queue: QueueAttributes;
  /** 1 to 500 messages a second; null = as fast as SQS likes. */
  readonly ratePerS: number | null;
  /** What is known of a message beyond itself; `triage` alone unless told. */
  readonly triage?: SelectionRequest['triage'];
}

/** What will be done. */
export interface MovePlan {
  readonly operation: 'redrive';
  readonly queue: QueueAttributes & { readonly name: string };
  readonly place: Place;
  readonly ratePerS: number | null;
  /** Names of the queues that the messages go back to, as far as is known. */
  readonly sources: readonly string[];
  /** Messages looked at to learn what kind they are. */
  readonly sampled: number;
  /** See `SelectionPlan`. */
  readonly targets: readonly TargetState[];
  /** How long the one message sent first may take to show that it is gone, ms; null = not known. */
  readonly probeMs: number | null;
  readonly warnings: readonly Warning[];
  readonly refusal: PlanRefusal | null;
  readonly commandLine: string;
  readonly calls: readonly string[];
}

/** How a move ended, or how it stands when nobody waits any more. */
export interface MoveResult {
  readonly outcome: RedriveResult['outcome'] | 'accepted';
  /** As AWS told it last; null when none was started. */
  readonly task: MoveTask | null;
  /** Messages that left the queue, by our own count; null when it could not be read. */
  readonly moved: number | null;
  readonly entry: string | null;
  readonly error: AppError | null;
  /** Words about the message that was sent first; null without one. */
  readonly probe: string | null;
}
