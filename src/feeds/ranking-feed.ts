/**
 * Ranks the whole account by one metric, so that sorting means the account and not the rows already read: one
 * Metrics Insights query at once and then every five minutes, less often in accounts where that would cost more.
 */
import type { Clock } from '../domain/clock.ts';
import type { RankedMetric } from '../domain/health.ts';
import { MINUTE_MS } from '../domain/health-query.ts';
import { rankingIntervalMs } from '../domain/metrics-budget.ts';
import type { MetricsGateway } from '../gateways/gateways.ts';
import type { HealthStore } from '../stores/health-store.ts';
import { createPoller, type Poller } from './poller.ts';

/** What is summed: long enough to rank by, short enough to be about now. */
const WINDOW_MINUTES = 5;

/** How soon a ranking that nobody needs at the moment is looked at again, ms. */
const IDLE_MS = 60_000;

/** What the feed needs. */
export interface RankingFeedOptions {
  readonly gateway: MetricsGateway;
  readonly store: HealthStore;
  readonly clock: Clock;
  /** How many functions the account has, for the price of a query. */
  readonly functionCount: () => number;
}

/** A feed that is told which rankings the screen needs. */
export interface RankingFeed extends Poller {
  /** The metrics the view is sorted or filtered by now; those without a fresh ranking are read at once. */
  want(metrics: readonly RankedMetric[]): void;
}

/** Fills `rankings` for the metrics it is asked for. */
export function createRankingFeed({ gateway, store, clock, functionCount }: RankingFeedOptions): RankingFeed {
  let wanted: readonly RankedMetric[] = [];
  let forced = false;

  /** ms until the metric's ranking is to be read again; a forced one waits only for a new minute of data. */
  const dueIn = (metric: RankedMetric, isForced = false): number => {
    const ranking = store.getState().rankings.get(metric);
    const interval = isForced ? MINUTE_MS : rankingIntervalMs(functionCount(), wanted.length);
    return ranking ? ranking.at + interval - clock.now() : 0;
  };

  const read = async (signal: AbortSignal): Promise<number> => {
    const isForced = forced;
    forced = false;
    const due = wanted.filter((metric) => dueIn(metric, isForced) <= 0);
    for (const metric of due) {
      const end = Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS;
      const window = { start: end - WINDOW_MINUTES * MINUTE_MS, end };
      const { totals, truncated } = await gateway.ranking(metric, window, signal);
      // Of concurrency the total is a peak already.
      const minutes = metric === 'concurrency' ? 1 : WINDOW_MINUTES;
      const perMinute = new Map([...totals].map(([name, total]) => [name, total / minutes]));
      const ranking = { metric, at: clock.now(), windowMinutes: WINDOW_MINUTES, perMinute, truncated };
      store.setState(({ rankings }) => ({
        rankings: new Map([...rankings, [metric, ranking]]),
        rankingError: null,
      }));
    }
    return Math.min(IDLE_MS, ...wanted.map((metric) => dueIn(metric)).filter((ms) => ms > 0));
  };

  const poller = createPoller({ read, onError: (rankingError) => store.setState({ rankingError }) });
  return {
    ...poller,
    refresh() {
      forced = true;
      poller.refresh();
    },
    want(metrics) {
      const added = metrics.some((metric) => !wanted.includes(metric));
      wanted = metrics;
      if (added) poller.nudge();
    },
  };
}
