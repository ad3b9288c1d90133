/**
 * Finds out where failed work goes and how much of it lies there: for the functions in sight always, for the whole
 * account while somebody looks at dead letters. A little at a time, since the calls are shared with everybody else.
 */
import { toAppError } from '../../domain/app-error.ts';
import type { Clock } from '../../domain/clock.ts';
import { functionsBehind } from '../../domain/dead-letters/discovery.ts';
import type { AwsAccount } from '../../gateways/gateways.ts';
import type { DeadLettersStore } from '../../stores/dead-letters-store.ts';
import type { InventoryStore } from '../../stores/inventory-store.ts';
import { createPoller, type Poller } from '../poller.ts';
import { createDiscovery } from './discovery.ts';
import { readFigures, readLosses } from './queue-metrics.ts';

/** How old what rarely changes may grow (policies, destinations, which queues there are), ms. */
const CONFIGURATION_MS = 10 * 60_000;
/** The same for failure destinations of functions out of sight, each a call: many were kept by an earlier session. */
const PATHS_UNSEEN_MS = 60 * 60_000;
/** How old the depth of a dead-letter queue may grow while somebody looks at it, and else, ms. */
const LOOKED_AT_MS = 20_000;
const UNSEEN_MS = 60_000;
/** How often CloudWatch is asked: it has a new value each minute, and each costs; ms. */
const FIGURES_MS = 2 * 60_000;
const LOSSES_MS = 5 * 60_000;

/** Queues, and functions, that are read between two looks at what is wanted most. */
const QUEUES_AT_A_TIME = 20;
const FUNCTIONS_AT_A_TIME = 5;

/** ms between two looks: while there is much to read, while only depths have to be kept fresh, while nobody looks. */
const BUSY_MS = 200;
const QUIET_MS = 5_000;
const IDLE_MS = 10_000;

/** What somebody looks at. */
export interface DeadLettersWish {
  /** The screen is open: all queues are wanted. */
  readonly all: boolean;
  /** Functions in sight, the most wanted first. */
  readonly names: readonly string[];
}

/** What the feed needs. */
export interface DeadLettersFeedOptions {
  readonly aws: Pick<AwsAccount, 'deadLetterSources' | 'queues' | 'metrics'>;
  readonly store: DeadLettersStore;
  readonly inventory: InventoryStore;
  readonly clock: Clock;
  readonly wish: () => DeadLettersWish;
}

/** Fills the store, beginning with what is wished for. */
export function createDeadLettersFeed(options: DeadLettersFeedOptions): Poller {
  const { aws, store, inventory, clock, wish } = options;
  const functions = () => inventory.getState().functions;
  const discovery = createDiscovery({ aws, store, clock, functions });
  const metrics = { metrics: aws.metrics, store, clock };
  /** When each part was read, ms since the epoch. */
  let readAt = new Map<string, number>();
  /** Everything that was asked before is asked again. */
  let refreshedAt = Number.NEGATIVE_INFINITY;
  const isDue = (part: string, freshMs: number): boolean => clock.now() - (readAt.get(part) ?? 0) >= freshMs;
  const noteRead = (parts: readonly string[]): void => {
    for (const part of parts) readAt.set(part, clock.now());
  };

  const ageOf = (arn: string): number => clock.now() - (store.getState().queues.get(arn)?.at ?? 0);

  /** Queues to read now, the most wanted first: what functions in sight read from, where dead letters lie, the rest. */
  const dueQueues = ({ all, names }: DeadLettersWish): string[] => {
    const { mappings, targets } = store.getState();
    const inSight = new Set(names);
    const isWanted = (name: string): boolean => all || inSight.has(name);
    const sources = (mappings ?? [])
      .filter(({ functionArn }) => isWanted(functionArn.split(':')[6] ?? ''))
      .flatMap(({ sourceArn }) => (sourceArn?.split(':')[2] === 'sqs' ? sourceArn : []))
      .filter((arn) => ageOf(arn) >= CONFIGURATION_MS);
    const freshMs = all ? LOOKED_AT_MS : UNSEEN_MS;
    const deadLetters = targets
      .filter((target) => target.service === 'sqs' && (all || functionsBehind(target).some(isWanted)))
      .filter(({ arn }) => ageOf(arn) >= freshMs)
      .map(({ arn }) => arn);
    return [...new Set([...deadLetters, ...sources])];
  };

  const dueUrls = (): string[] => {
    const { urls, queues } = store.getState();
    const fresh = [...queues.values()].filter(({ at }) => clock.now() - at < CONFIGURATION_MS);
    const read = new Set(fresh.flatMap(({ queue }) => queue?.url ?? []));
    return [...(urls?.values() ?? [])].filter((url) => isDue(url, CONFIGURATION_MS) && !read.has(url));
  };

  /** Functions to ask now, in sight or never asked; where there are none, those of which the answer is the oldest. */
  const duePaths = ({ all, names }: DeadLettersWish): { due: string[]; again: string[] } => {
    const { failurePaths } = store.getState();
    const askedAt = (name: string): number => failurePaths.get(name)?.at ?? Number.NEGATIVE_INFINITY;
    const isOlder = (name: string, freshMs: number): boolean =>
      clock.now() - askedAt(name) >= freshMs || askedAt(name) < refreshedAt;
    const listed = new Set(functions().map(({ name }) => name));
    const inSight = names.filter((name) => listed.has(name) && isOlder(name, CONFIGURATION_MS));
    if (!all) return { due: inSight, again: [] };
    const unasked = [...listed].filter((name) => !failurePaths.has(name) || askedAt(name) < refreshedAt);
    const again = [...listed].filter((name) => isOlder(name, PATHS_UNSEEN_MS));
    return {
      due: [...new Set([...inSight, ...unasked])],
      again: again.sort((one, other) => askedAt(one) - askedAt(other)),
    };
  };

  const readPaths = async (wished: DeadLettersWish, signal: AbortSignal): Promise<number> => {
    const { due, again } = duePaths(wished);
    const now = (due.length > 0 ? due : again).slice(0, FUNCTIONS_AT_A_TIME);
    if (now.length === 0 || !isDue('paths denied', CONFIGURATION_MS)) return 0;
    try {
      await discovery.readFailurePaths(now, signal);
      store.setState({ failurePathsError: null });
    } catch (thrown) {
      const failurePathsError = toAppError(thrown);
      if (failurePathsError.code !== 'access-denied') throw thrown;
      store.setState({ failurePathsError });
      noteRead(['paths denied']);
    }
    return Math.max(0, due.length - now.length);
  };

  const readMetrics = async (signal: AbortSignal): Promise<void> => {
    const { targets, queues } = store.getState();
    const filled = targets
      .map(({ arn }) => arn)
      .filter((arn) => (queues.get(arn)?.queue?.depth ?? 0) > 0 && isDue(`figures ${arn}`, FIGURES_MS));
    try {
      await readFigures(filled, metrics, signal);
      noteRead(filled.map((arn) => `figures ${arn}`));
      if (isDue('losses', LOSSES_MS)) {
        noteRead(['losses']);
        await readLosses(metrics, signal);
      }
    } catch (thrown) {
      signal.throwIfAborted();
      store.setState({ figuresError: toAppError(thrown) });
    }
  };

  const read = async (signal: AbortSignal): Promise<number> => {
    const wished = wish();
    // What an earlier session has read.
    discovery.settle();
    if (functions().length === 0 || store.getState().mappings === null) return 1_000;
    if (!wished.all && wished.names.length === 0) return IDLE_MS;
    if (isDue('list', CONFIGURATION_MS)) {
      await discovery.listQueues(signal);
      noteRead(['list']);
    }
    discovery.settle();
    const due = dueQueues(wished);
    await discovery.readQueues(due.slice(0, QUEUES_AT_A_TIME), signal);
    discovery.settle();
    if (wished.all) {
      const { targets } = store.getState();
      const unasked = targets
        .filter(({ arn, service }) => service === 'sqs' && isDue(`sources ${arn}`, CONFIGURATION_MS))
        .map(({ arn }) => arn)
        .slice(0, QUEUES_AT_A_TIME);
      await discovery.readSourceQueues(unasked, signal);
      noteRead(unasked.map((arn) => `sources ${arn}`));
      await readMetrics(signal);
    }
    const others = wished.all && due.length <= QUEUES_AT_A_TIME ? dueUrls() : [];
    await discovery.readQueuesAt(others.slice(0, QUEUES_AT_A_TIME), signal);
    noteRead(others.slice(0, QUEUES_AT_A_TIME));
    const pathsLeft = await readPaths(wished, signal);
    discovery.settle();
    store.setState({ error: null });
    // What was read may have shown where dead letters lie.
    const isBusy = dueQueues(wished).length > 0 || others.length > QUEUES_AT_A_TIME || pathsLeft > 0;
    if (isBusy) return BUSY_MS;
    return wished.all ? QUIET_MS : IDLE_MS;
  };

  const poller = createPoller({ read, onError: (error) => store.setState({ error }) });
  return {
    ...poller,
    refresh() {
      readAt = new Map();
      refreshedAt = clock.now();
      store.setState({
        queues: new Map([...store.getState().queues].map(([arn, one]) => [arn, { ...one, at: 0 }])),
      });
      poller.refresh();
    },
  };
}
