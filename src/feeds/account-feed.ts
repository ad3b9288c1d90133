/** Keeps the header true: who we are, the region's limits, and how the region as a whole is doing. */
import type { Clock } from '../domain/clock.ts';
import { MINUTE_MS } from '../domain/health-query.ts';
import type { AwsAccount, MetricSeries } from '../gateways/gateways.ts';
import type { AccountStore, RegionHealth } from '../stores/account-store.ts';
import { createPoller, type Poller } from './poller.ts';

/** How often limits and region metrics are read, ms. */
const REFRESH_MS = 60_000;

/** How often the credentials are asked again who they are and how long they live, ms. */
const IDENTITY_MS = 5 * 60_000;

/** Minutes back that the region's newest datapoint is looked for. */
const WINDOW_MINUTES = 5;

const REGION_QUERIES = [
  { key: 'concurrency', metric: 'ConcurrentExecutions', statistic: 'Maximum', dimensions: {} },
  { key: 'invocations', metric: 'Invocations', statistic: 'Sum', dimensions: {} },
  { key: 'errors', metric: 'Errors', statistic: 'Sum', dimensions: {} },
  { key: 'throttles', metric: 'Throttles', statistic: 'Sum', dimensions: {} },
] as const;

/** What the feeds need. */
export interface AccountFeedOptions {
  readonly aws: AwsAccount;
  readonly store: AccountStore;
  readonly clock: Clock;
}

/**
 * Asks who the credentials belong to, until they answer: an expired login keeps the console waiting, never empty.
 * `onIdentity` hears each answer.
 */
export function createIdentityFeed(
  { aws, store }: AccountFeedOptions,
  onIdentity: (account: string) => void,
): Poller {
  return createPoller({
    read: async (signal) => {
      const identity = await aws.identity.callerIdentity(signal);
      const credentialsExpireAt = await aws.identity.credentialsExpireAt();
      store.setState({ identity, credentialsExpireAt, error: null });
      onIdentity(identity.account);
      return IDENTITY_MS;
    },
    onError: (error) => store.setState({ error }),
  });
}

/** Reads the account's concurrency limits and the region's own metrics every minute; either without the other. */
export function createRegionFeed({ aws, store, clock }: AccountFeedOptions): Poller {
  const readLimits = async (signal: AbortSignal): Promise<void> => {
    const settings = await aws.functions.accountSettings(signal);
    store.setState({ settings });
  };
  const readMetrics = async (signal: AbortSignal): Promise<void> => {
    const end = Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS;
    const window = { start: end - WINDOW_MINUTES * MINUTE_MS, end };
    const series = await aws.metrics.series(REGION_QUERIES, window, signal);
    store.setState({ regionHealth: regionHealthFrom(series) });
  };
  return createPoller({
    read: async (signal) => {
      const outcomes = await Promise.allSettled([readLimits(signal), readMetrics(signal)]);
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
      store.setState({ settingsError: null });
      return REFRESH_MS;
    },
    onError: (settingsError) => store.setState({ settingsError }),
  });
}

/** The newest minute in which the region had invocations; null when there was none in the window. */
function regionHealthFrom(series: readonly MetricSeries[]): RegionHealth | null {
  const points = new Map(series.map((one) => [one.key, one.points]));
  const minutes = [...(points.get('invocations')?.keys() ?? [])];
  if (minutes.length === 0) return null;
  const at = Math.max(...minutes);
  const figure = (key: string): number | null => points.get(key)?.get(at) ?? null;
  return {
    at,
    concurrency: figure('concurrency'),
    invocationsPerMin: figure('invocations'),
    errorsPerMin: figure('errors'),
    throttlesPerMin: figure('throttles'),
  };
}
