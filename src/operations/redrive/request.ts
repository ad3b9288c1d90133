/** What a redrive is asked for, and what is planned of it: plain data that is shown before anything moves. */
import type { AppError } from '../../domain/app-error.ts';
import type { Place, PlanRefusal, Warning } from '../../domain/changes/plan.ts';
import type { Look } from '../../domain/dead-letters/coverage.ts';
import type { Destination } from '../../domain/dead-letters/destination.ts';
import type { LetterEdit } from '../../domain/dead-letters/edit.ts';
import type { LoggedError } from '../../domain/dead-letters/evidence.ts';
import type { TriagedLetter } from '../../domain/dead-letters/groups.ts';
import type { Mechanism, NamedFunction } from '../../domain/dead-letters/mechanism.ts';
import type { DeadLetter } from '../../domain/dead-letters/message.ts';
import type { TargetState } from '../../domain/dead-letters/target-state.ts';
import type { LetterMatcher } from '../../domain/dead-letters/where.ts';
import type { QueueAttributes } from '../../domain/queue-attributes.ts';

/** Which messages are meant, and what a person says about them. */
export interface LetterRequest {
  /** At most so many; null = all. */
  readonly limit: number | null;
  /** Null = every one. */
  readonly where: LetterMatcher | null;
  /** Who gets events that do not say for whom they are; null = nobody was named. */
  readonly named: NamedFunction | null;
  /** Also what an earlier run may have sent already. */
  readonly again: boolean;
  /** Messages a second. */
  readonly ratePerS: number;
  /** Sent instead of what that message holds; it is the only one meant then. */
  readonly edit?: LetterEdit | undefined;
}

/** Dead letters to send again, one by one. */
export interface SelectionRequest extends LetterRequest {
  readonly queue: QueueAttributes;
  /** What is known of a message, also by its function's log if that was asked; `triage` unless told. */
  readonly triage?: (letter: DeadLetter, logged: LoggedError | null) => TriagedLetter;
  /** Asks others about all messages at once, errors by message id; before any is chosen. */
  readonly evidence?: (letters: readonly DeadLetter[]) => Promise<ReadonlyMap<string, LoggedError>>;
  /** Hears how many messages were seen so far. */
  readonly onSeen?: (count: number) => void;
  /** Somebody agreed already: what only helps to decide is not read. */
  readonly isAgreed?: true;
  /** Options of the same by command line: `--where …`. */
  readonly words: readonly string[];
}

/** A message with its way. */
export interface PlannedLetter {
  readonly triaged: TriagedLetter;
  readonly mechanism: Exclude<Mechanism, { by: 'none' }>;
  readonly destination: Destination;
}

/** Messages that stay where they are, and why. */
export interface LeftLetters {
  /** What stands behind "stay:", without a full stop. */
  readonly reason: string;
  /** What to do instead. */
  readonly next: readonly string[];
  /** `--function` would make it possible. */
  readonly needsFunction: boolean;
  readonly messageIds: readonly string[];
}

/** What will be done. */
export interface SelectionPlan {
  readonly operation: 'redrive' | 'import';
  readonly queue: { readonly arn: string; readonly name: string };
  readonly place: Place;
  /** What is sent, as far as it was seen. Bodies are in it, hostile until sanitised. */
  readonly letters: readonly PlannedLetter[];
  readonly left: readonly LeftLetters[];
  /** Sent by an earlier run that died before it could delete them: they are only deleted. Ids. */
  readonly toFinish: readonly string[];
  /** An earlier run may have sent them: they are left alone unless `again`. Ids. */
  readonly doubtful: readonly string[];
  /** What a person changed of the one message that is sent; null when nothing. */
  readonly edited: LetterEdit | null;
  /** How much of the queue was seen; null of a file. */
  readonly look: Look | null;
  readonly ratePerS: number;
  /** How the functions stand that get the messages. Their texts come from logs, hostile until sanitised. */
  readonly targets: readonly TargetState[];
  /** How long the one message sent first may take to show that it is gone, ms; null = not known. */
  readonly probeMs: number | null;
  /** Losses first. */
  readonly warnings: readonly Warning[];
  readonly refusal: PlanRefusal | null;
  readonly commandLine: string;
  /** The calls, as the `aws` CLI would make them for one message. */
  readonly calls: readonly string[];
}

/** How a redrive ended. */
export interface RedriveResult {
  /**
   * `done`: all that was planned; `stopped`: dead letters came back, or the first message failed again;
   * `partly`: AWS refused some; `unconfirmed`: of some nobody knows whether they were sent.
   */
  readonly outcome:
    | 'done'
    | 'already'
    | 'stopped'
    | 'partly'
    | 'failed'
    | 'unconfirmed'
    | 'interrupted'
    | 'refused';
  readonly counts: RedriveCounts;
  /** Ids of messages that may now be twice: in the dead-letter queue and where they were sent. */
  readonly doubled: readonly string[];
  /** What AWS refused, with its words. */
  readonly refused: readonly { readonly messageId: string; readonly why: string }[];
  /** Id of the journal entry; null when nothing was written there. */
  readonly entry: string | null;
  /** What went wrong first; null when nothing did. */
  readonly error: AppError | null;
  /** Words about the message that was sent first; null without one. */
  readonly probe: string | null;
}

/** Messages by what became of them. */
export interface RedriveCounts {
  /** Sent and gone from the dead-letter queue. */
  readonly redriven: number;
  /** Sent by an earlier run, and deleted now. */
  readonly finished: number;
  /** Sent, and still in the dead-letter queue; or perhaps sent. */
  readonly doubled: number;
  readonly refused: number;
  /** Not begun. */
  readonly left: number;
}

/** What a redrive tells while it runs. */
export type RedriveProgress =
  | { readonly kind: 'journalled'; readonly entry: string }
  | {
      readonly kind: 'probe';
      /** ms until the answer at the latest. */
      readonly leftMs: number;
      readonly longestMs: number;
      readonly words: string;
    }
  | {
      readonly kind: 'moving';
      readonly done: number;
      /** Null = not known. */
      readonly total: number | null;
      /** Messages a second lately; null before anything can be said. */
      readonly ratePerS: number | null;
      /** ms; null = not known. */
      readonly etaMs: number | null;
    }
  | { readonly kind: 'waiting'; readonly because: string };

/** Hears progress. Must not throw. */
export type OnRedriveProgress = (progress: RedriveProgress) => void;
