/**
 * Keeps the figures of the visible rows fresh within the cost budget: every minute for a screenful, less often
 * for more, and at once (after a short rest of the cursor) for rows that scroll into view.
 */
import type { Clock } from '../domain/clock.ts';
import {
  type HealthSubject,
  healthFrom,
  healthQueries,
  healthWindow,
  MINUTE_MS,
  metricsOf,
} from '../domain/health-query.ts';
import { fullAllowance, refilled, rowsIntervalMs } from '../domain/metrics-budget.ts';
import type { MetricsGateway } from '../gateways/gateways.ts';
import type { HealthStore } from '../stores/health-store.ts';
import { createPoller } from './poller.ts';
import { followRows, type RowsFeed } from './rows-feed.ts';

/** CloudWatch needs some seconds after a minute's end to have its datapoints. */
const SETTLE_MS = 8_000;

/** What the feed needs. */
export interface HealthFeedOptions {
  readonly gateway: MetricsGateway;
  readonly store: HealthStore;
  readonly clock: Clock;
}

/** Fills `health` for the rows it is shown. */
export function createHealthFeed({ gateway, store, clock }: HealthFeedOptions): RowsFeed {
  let visible: readonly string[] = [];
  let forced = false;
  let allowance = fullAllowance(clock.now());

  const isDue = (name: string): boolean => {
    const health = store.getState().health.get(name);
    if (!health) return true;
    return healthWindow(clock.now() - SETTLE_MS).end - health.windowEnd >= rowsIntervalMs(visible.length);
  };

  /** Subjects for as much of the allowance as there is, those without figures first, then the oldest. */
  const affordable = (names: readonly string[]): HealthSubject[] => {
    const { streamReaders, health } = store.getState();
    const lastRead = (name: string): number => health.get(name)?.windowEnd ?? 0;
    let left = allowance.metrics;
    const subjects = [...names]
      .sort((a, b) => lastRead(a) - lastRead(b))
      .map((name) => ({ name, readsStream: streamReaders.has(name) }));
    const unaffordable = subjects.findIndex((subject) => {
      left -= metricsOf(subject);
      return left < 0;
    });
    return unaffordable === -1 ? subjects : subjects.slice(0, unaffordable);
  };

  const read = async (signal: AbortSignal): Promise<number> => {
    const wanted = forced ? visible : visible.filter(isDue);
    forced = false;
    allowance = refilled(allowance, clock.now());
    const subjects = affordable(wanted);
    if (subjects.length > 0) {
      const queries = healthQueries(subjects);
      allowance = { ...allowance, metrics: allowance.metrics - queries.length };
      const window = healthWindow(clock.now());
      const series = await gateway.series(queries, window, signal);
      const fresh = healthFrom(subjects, series, window, clock.now());
      store.setState(({ health }) => ({
        health: new Map([...health, ...fresh]),
        at: clock.now(),
        error: null,
      }));
    }
    store.setState({ overBudget: subjects.length < wanted.length });
    return untilNextMinute(clock.now());
  };

  const poller = createPoller({ read, onError: (error) => store.setState({ error }) });
  const feed = followRows(poller, {
    isDue,
    onShow: (names) => {
      visible = names;
    },
  });
  return {
    ...feed,
    refresh() {
      forced = true;
      feed.refresh();
    },
  };
}

/** ms until the next minute's datapoints are expected. */
function untilNextMinute(now: number): number {
  return MINUTE_MS - ((now - SETTLE_MS) % MINUTE_MS);
}
