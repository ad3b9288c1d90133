/** Where the account's failed work goes and how much of it lies there, as far as it has been read. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../domain/app-error.ts';
import type { DeadLetterTarget, SourceMapping } from '../domain/dead-letters/discovery.ts';
import type { QueueFigures } from '../domain/dead-letters/queue-figures.ts';
import type { FailurePath } from '../domain/invokers.ts';
import type { QueueAttributes } from '../domain/queue-attributes.ts';

/** A queue as it was last read, or why it could not be. */
export interface QueueReading {
  /** ms since the epoch. */
  readonly at: number;
  /** null when it could not be read. */
  readonly queue: QueueAttributes | null;
  readonly error: AppError | null;
}

/** Where the failed events of one function go. */
export interface FailurePathsReading {
  /** When it was asked, ms since the epoch. */
  readonly at: number;
  readonly paths: readonly FailurePath[];
  /** It was asked by an earlier session. */
  readonly isKept?: true;
}

/** Failed events that could be put nowhere, in the last three hours. */
export interface Losses {
  /** DeadLetterErrors and DestinationDeliveryFailures together, by function name; none is not in the map. */
  readonly byFunction: ReadonlyMap<string, number>;
  /** ms since the epoch. */
  readonly at: number;
}

/** What is known. Nothing of it was received from a queue. */
export interface DeadLettersState {
  /** Event source mappings of the region; null before they were read. */
  readonly mappings: readonly SourceMapping[] | null;
  /** Failure destinations by function name. Functions that are not in it have not been asked about. */
  readonly failurePaths: ReadonlyMap<string, FailurePathsReading>;
  /** URLs of all queues by `ACCOUNT/NAME`; null before they were listed. */
  readonly urls: ReadonlyMap<string, string> | null;
  /** By ARN: sources as well as targets. */
  readonly queues: ReadonlyMap<string, QueueReading>;
  /** ARN of a dead-letter queue → ARNs of the queues that SQS says name it. */
  readonly sourceQueues: ReadonlyMap<string, readonly string[]>;
  /** What follows from all of it. */
  readonly targets: readonly DeadLetterTarget[];
  /** Messages in the dead-letter queues of a function, by its name; none is not in the map. */
  readonly depthByFunction: ReadonlyMap<string, number>;
  /** By ARN of the queue. */
  readonly figures: ReadonlyMap<string, QueueFigures>;
  readonly losses: Losses | null;
  /** What stopped the last reading of each part; null when it went well. */
  readonly error: AppError | null;
  readonly queueListError: AppError | null;
  readonly failurePathsError: AppError | null;
  readonly figuresError: AppError | null;
}

/** The store behind the dead-letters screen and the badges of the function list. */
export type DeadLettersStore = StoreApi<DeadLettersState>;

/** Nothing is known yet. */
export function createDeadLettersStore(): DeadLettersStore {
  return createStore<DeadLettersState>(() => ({
    mappings: null,
    failurePaths: new Map(),
    urls: null,
    queues: new Map(),
    sourceQueues: new Map(),
    targets: [],
    depthByFunction: new Map(),
    figures: new Map(),
    losses: null,
    error: null,
    queueListError: null,
    failurePathsError: null,
    figuresError: null,
  }));
}
