/** Reads what costs a call per function (reserved concurrency, state, aliases) for the rows on the screen only. */
import { toAppError } from '../domain/app-error.ts';
import type { Clock } from '../domain/clock.ts';
import type { FunctionsGateway } from '../gateways/gateways.ts';
import type { HealthStore } from '../stores/health-store.ts';
import { createPoller } from './poller.ts';
import { followRows, type RowsFeed } from './rows-feed.ts';

/** How old a row's details may grow, ms. A kill by somebody else is seen after at most this long. */
const FRESH_MS = 2 * 60_000;

/** How often the rows on the screen are looked over for stale details, ms. */
const TICK_MS = 10_000;

/** Details read at a time; the gateway's rate budget paces the calls themselves. */
const PARALLEL = 4;

/** What the feed needs. */
export interface DetailsFeedOptions {
  readonly gateway: FunctionsGateway;
  readonly store: HealthStore;
  readonly clock: Clock;
}

/** A feed of details that can be told which functions were just changed. */
export interface DetailsFeed extends RowsFeed {
  /** Reads these functions again now, in sight or not. Never rejects: what fails is read with the rows again. */
  reread(names: readonly string[], signal?: AbortSignal): Promise<void>;
}

/** Fills `details` for the rows it is shown. */
export function createDetailsFeed({ gateway, store, clock }: DetailsFeedOptions): DetailsFeed {
  let visible: readonly string[] = [];
  const readAt = new Map<string, number>();
  /** Rows that failed wait behind those that did not, lest one that is denied keeps the others from being read. */
  const failedAt = new Map<string, number>();
  const isDue = (name: string): boolean => clock.now() - (readAt.get(name) ?? 0) >= FRESH_MS;

  const readOne = async (name: string, signal: AbortSignal | undefined): Promise<void> => {
    const details = await gateway.functionDetails(name, signal).catch((thrown) => {
      // A function deleted since the list was read is no reason to stop: the next list drops its row.
      if (toAppError(thrown).code === 'not-found') return null;
      failedAt.set(name, clock.now());
      throw thrown;
    });
    readAt.set(name, clock.now());
    failedAt.delete(name);
    if (!details) return;
    store.setState((state) => ({ details: new Map([...state.details, [name, details]]) }));
  };

  const read = async (signal: AbortSignal): Promise<number> => {
    const lastFailure = (name: string): number => failedAt.get(name) ?? 0;
    const queue = visible.filter(isDue).sort((a, b) => lastFailure(a) - lastFailure(b));
    const worker = async (): Promise<void> => {
      for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
        // Rows that scrolled away while they waited are not worth a call any more.
        if (visible.includes(name)) await readOne(name, signal);
      }
    };
    // Each worker ends with its first failure; the reading ends with the last worker, so that none overlap.
    const outcomes = await Promise.allSettled(Array.from({ length: PARALLEL }, worker));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    store.setState({ detailsError: null });
    return TICK_MS;
  };

  const poller = createPoller({ read, onError: (detailsError) => store.setState({ detailsError }) });
  const feed = followRows(poller, {
    isDue,
    onShow: (names) => {
      visible = names;
    },
  });
  return {
    ...feed,
    refresh() {
      readAt.clear();
      feed.refresh();
    },
    async reread(names, signal) {
      for (const name of names) readAt.delete(name);
      await Promise.allSettled(names.map((name) => readOne(name, signal)));
    },
  };
}
