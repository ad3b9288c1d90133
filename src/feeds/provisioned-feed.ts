/** Reads the provisioned concurrency of the rows in sight, which costs a call per function, and how much of it is used. */
import type { Clock } from '../domain/clock.ts';
import type { ProvisionedConcurrency } from '../domain/concurrency/provisioned.ts';
import { MINUTE_MS } from '../domain/health-query.ts';
import type { ConcurrencyGateway } from '../gateways/concurrency.ts';
import type { MetricsGateway } from '../gateways/gateways.ts';
import type { ConcurrencyStore } from '../stores/concurrency-store.ts';
import { createPoller } from './poller.ts';
import { followRows, type RowsFeed } from './rows-feed.ts';

/** How old a row's provisioned concurrency may grow, ms; while AWS allocates, it moves within seconds. */
const FRESH_MS = 2 * 60_000;
const MOVING_MS = 15_000;

/** How often the rows on the screen are looked over, ms. */
const TICK_MS = 10_000;

/** Minutes back that the newest datapoint is looked for. */
const WINDOW_MINUTES = 5;

/** What the feed needs. */
export interface ProvisionedFeedOptions {
  readonly concurrency: ConcurrencyGateway;
  readonly metrics: MetricsGateway;
  readonly store: ConcurrencyStore;
  readonly clock: Clock;
}

/** A feed that can be told which functions were just changed. */
export interface ProvisionedFeed extends RowsFeed {
  /** What was read of these functions counts no more. */
  forget(names: readonly string[]): void;
}

/** Fills `provisioned` for the rows it is shown, one after the other: the budget of calls is everybody's. */
export function createProvisionedFeed(options: ProvisionedFeedOptions): ProvisionedFeed {
  const { concurrency, metrics, store, clock } = options;
  let visible: readonly string[] = [];
  const readAt = new Map<string, number>();

  const freshMs = (name: string): number => {
    const { configs = [] } = store.getState().provisioned.get(name) ?? {};
    return configs.some(({ status }) => status === 'IN_PROGRESS') ? MOVING_MS : FRESH_MS;
  };
  const isDue = (name: string): boolean => clock.now() - (readAt.get(name) ?? 0) >= freshMs(name);

  const utilisation = async (
    name: string,
    configs: readonly ProvisionedConcurrency[],
    signal: AbortSignal,
  ): Promise<number | null> => {
    if (configs.length === 0) return null;
    const end = Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS;
    const queries = configs.map(({ qualifier }) => ({
      key: qualifier,
      metric: 'ProvisionedConcurrencyUtilization',
      statistic: 'Maximum',
      dimensions: { FunctionName: name, Resource: `${name}:${qualifier}` },
    }));
    const series = await metrics.series(queries, { start: end - WINDOW_MINUTES * MINUTE_MS, end }, signal);
    const newest = series.flatMap(({ points }) => {
      const minutes = [...points.keys()];
      const value = minutes.length > 0 ? points.get(Math.max(...minutes)) : undefined;
      return value === undefined ? [] : [value];
    });
    return newest.length > 0 ? Math.max(...newest) : null;
  };

  const readOne = async (name: string, signal: AbortSignal): Promise<void> => {
    const configs = await concurrency.provisioned(name, signal);
    readAt.set(name, clock.now());
    const known = store.getState().provisioned.get(name)?.utilisation ?? null;
    const put = (share: number | null): void =>
      store.setState(({ provisioned }) => ({
        provisioned: new Map([...provisioned, [name, { configs, utilisation: share }]]),
      }));
    put(configs.length > 0 ? known : null);
    // The amounts are worth having without the metric.
    if (configs.length > 0) put(await utilisation(name, configs, signal).catch(() => null));
  };

  const read = async (signal: AbortSignal): Promise<number> => {
    for (const name of visible.filter(isDue)) {
      // Rows that scrolled away while they waited are not worth a call any more.
      if (visible.includes(name)) await readOne(name, signal);
    }
    store.setState({ provisionedError: null });
    return TICK_MS;
  };

  const poller = createPoller({ read, onError: (provisionedError) => store.setState({ provisionedError }) });
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
    forget(names) {
      for (const name of names) readAt.delete(name);
      if (visible.some((name) => names.includes(name))) feed.nudge();
    },
  };
}
