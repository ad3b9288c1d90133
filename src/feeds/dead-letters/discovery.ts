/** The single reads by which dead-letter targets are found; who calls decides what is read when. */
import { type AppError, toAppError } from '../../domain/app-error.ts';
import type { Clock } from '../../domain/clock.ts';
import { findTargets, functionsBehind, queueArnFrom } from '../../domain/dead-letters/discovery.ts';
import type { LambdaFunction } from '../../domain/lambda-function.ts';
import type { QueueAttributes } from '../../domain/queue-attributes.ts';
import type { AwsAccount } from '../../gateways/gateways.ts';
import type { DeadLettersState, DeadLettersStore } from '../../stores/dead-letters-store.ts';

/** What is read from, and where it goes. */
export interface DiscoveryOptions {
  readonly aws: Pick<AwsAccount, 'deadLetterSources' | 'queues'>;
  readonly store: DeadLettersStore;
  readonly clock: Clock;
  /** The account's functions as they are listed now. */
  readonly functions: () => readonly Pick<LambdaFunction, 'name' | 'arn' | 'deadLetterArn'>[];
}

/** Each fills the store as it goes. They reject only with what concerns all further calls too. */
export interface Discovery {
  /** The URLs of all queues. Where listing them is denied, queues are looked up one by one instead. */
  listQueues(signal: AbortSignal): Promise<void>;
  /** Attributes of these queues. One that is gone or denied is noted as such. */
  readQueues(queueArns: readonly string[], signal: AbortSignal): Promise<void>;
  /** Attributes of queues of which only the URL is known. */
  readQueuesAt(urls: readonly string[], signal: AbortSignal): Promise<void>;
  /** Which queues name these as where their dead letters go. */
  readSourceQueues(queueArns: readonly string[], signal: AbortSignal): Promise<void>;
  /** The failure destinations of these functions. */
  readFailurePaths(names: readonly string[], signal: AbortSignal): Promise<void>;
  /** Works out anew what follows from all that is known. */
  settle(): void;
}

/** Reads on their way at once; the gateway's rate budget paces them. */
const PARALLEL = 4;

/** See `Discovery`. */
export function createDiscovery({ aws, store, clock, functions }: DiscoveryOptions): Discovery {
  const { deadLetterSources, queues } = aws;

  const noteQueue = async (arn: string | null, read: Promise<QueueAttributes>): Promise<void> => {
    const noted = await read.then(
      (queue) => ({ arn: queue.arn, reading: { at: clock.now(), queue, error: null } }),
      (thrown) => ({ arn, reading: { at: clock.now(), queue: null, error: ofThisQueue(thrown) } }),
    );
    const key = noted.arn;
    if (key === null) return;
    store.setState((state) => ({ queues: new Map(state.queues).set(key, noted.reading) }));
  };

  const read = (arn: string, signal: AbortSignal): Promise<QueueAttributes> => {
    const url = store.getState().urls?.get(keyOf(arn));
    return url === undefined ? queues.queueAttributes(arn, signal) : deadLetterSources.queue(url, signal);
  };

  /** What the present targets were worked out from. */
  let settled: readonly unknown[] = [];

  return {
    async listQueues(signal) {
      const urls = new Map<string, string>();
      try {
        for await (const page of deadLetterSources.queueUrls(signal)) {
          for (const url of page) urls.set(url.split('/').slice(-2).join('/'), url);
        }
        store.setState({ urls, queueListError: null });
      } catch (thrown) {
        const queueListError = ofThisQueue(thrown);
        store.setState({ urls: new Map(), queueListError });
      }
    },

    readQueues: (arns, signal) => inParallel(arns, signal, (arn) => noteQueue(arn, read(arn, signal))),

    readQueuesAt: (urls, signal) =>
      inParallel(urls, signal, (url) => {
        const sibling = functions()[0]?.arn.replace(':lambda:', ':sqs:') ?? null;
        const arn = sibling === null ? null : queueArnFrom(url, sibling);
        return noteQueue(arn, deadLetterSources.queue(url, signal));
      }),

    readSourceQueues: (arns, signal) =>
      inParallel(arns, signal, async (arn) => {
        const url = store.getState().urls?.get(keyOf(arn));
        if (url === undefined) return;
        const found = await deadLetterSources.sourceQueueUrls(url, signal).catch((thrown) => {
          ofThisQueue(thrown);
          return [];
        });
        const sources = found.flatMap((one) => queueArnFrom(one, arn) ?? []);
        store.setState((state) => ({ sourceQueues: new Map(state.sourceQueues).set(arn, sources) }));
      }),

    readFailurePaths: (names, signal) =>
      inParallel(names, signal, async (name) => {
        const paths = await deadLetterSources.failurePaths(name, signal).catch((thrown) => {
          // Deleted since the functions were listed.
          if (toAppError(thrown).code === 'not-found') return [];
          throw thrown;
        });
        const reading = { at: clock.now(), paths };
        store.setState((state) => ({ failurePaths: new Map(state.failurePaths).set(name, reading) }));
      }),

    settle() {
      const { mappings, failurePaths, queues: readings, sourceQueues } = store.getState();
      const inputs = [functions(), mappings, failurePaths, readings, sourceQueues];
      if (inputs.every((input, index) => input === settled[index])) return;
      settled = inputs;
      const targets = findTargets({
        functions: functions(),
        mappings: store.getState().mappings ?? [],
        failurePaths: store.getState().failurePaths,
        redrives: redrivesIn(store.getState()),
      });
      store.setState(({ queues: read }) => ({ targets, depthByFunction: depths(targets, read) }));
    },
  };
}

/** `ACCOUNT/NAME`, as a queue's URL ends. */
function keyOf(queueArn: string): string {
  return queueArn.split(':').slice(4, 6).join('/');
}

/** What may be wrong with one queue only. */
const OF_ONE_QUEUE: ReadonlySet<string> = new Set(['not-found', 'access-denied', 'unsupported', 'invalid']);

/** Gives such an error back, and throws what concerns the next queue too. */
function ofThisQueue(thrown: unknown): AppError {
  const error = toAppError(thrown);
  if (!OF_ONE_QUEUE.has(error.code)) throw error;
  return error;
}

function redrivesIn({ queues, sourceQueues }: DeadLettersState): Map<string, string> {
  const redrives = new Map<string, string>();
  for (const [target, sources] of sourceQueues) for (const source of sources) redrives.set(source, target);
  // A queue's own words are the younger ones.
  for (const { queue } of queues.values()) {
    if (queue?.deadLetters) redrives.set(queue.arn, queue.deadLetters.queueArn);
    else if (queue) redrives.delete(queue.arn);
  }
  return redrives;
}

function depths(
  targets: DeadLettersState['targets'],
  queues: DeadLettersState['queues'],
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const target of targets) {
    const { depth = null, inFlight = null } = queues.get(target.arn)?.queue ?? {};
    const lying = (depth ?? 0) + (inFlight ?? 0);
    if (lying === 0) continue;
    for (const name of functionsBehind(target)) sums.set(name, (sums.get(name) ?? 0) + lying);
  }
  return sums;
}

/** Runs all, a few at a time. The first failure ends it. */
async function inParallel<Item>(
  items: readonly Item[],
  signal: AbortSignal,
  run: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      signal.throwIfAborted();
      try {
        await run(next);
      } catch (thrown) {
        waiting.length = 0;
        throw thrown;
      }
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}
