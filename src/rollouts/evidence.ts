/**
 * What two versions of an alias do, as a guard needs it: the log stream within seconds, CloudWatch's metrics for
 * throttles and for where logs are missing or sampled. Each invocation counts once (domain/guard/ledger.ts).
 */
import type { AppError } from '../domain/app-error.ts';
import type { Clock } from '../domain/clock.ts';
import type { Observation } from '../domain/guard/guard.ts';
import { EvidenceLedger, type Side } from '../domain/guard/ledger.ts';
import type { RolloutRecord } from '../domain/rollout/record.ts';
import { createPoller, type Poller } from '../feeds/poller.ts';
import type { MetricsGateway, TimeWindow } from '../gateways/gateways.ts';
import type { LogsGateway } from '../gateways/logs.ts';
import { LogEvidence } from './log-evidence.ts';
import { countsByMinute, metricQueries } from './metric-evidence.ts';
import { VersionSights } from './version-sights.ts';

/** What evidence looks like at one moment. */
export type SeenNow = Pick<RolloutRecord, 'seenShare' | 'figures' | 'errors' | 'evidence'> & {
  /** Canary invocations a minute at present; null while that is not known. */
  readonly canaryPerMinute: number | null;
};

/** Evidence that is being gathered. */
export interface Evidence {
  start(): void;
  stop(): void;
  /** What became known of both versions since the last call. */
  take(): Observation;
  /** What AWS had to tell by then has been read, ms since the epoch; null before the first reading. */
  readUpTo(): number | null;
  seen(): SeenNow;
}

/** Whose evidence, and from where. */
export interface EvidenceOptions {
  readonly logs: LogsGateway;
  readonly metrics: Pick<MetricsGateway, 'series'>;
  readonly clock: Clock;
  readonly functionName: string;
  readonly alias: string;
  /** Version of each side. */
  readonly versions: Readonly<Record<Side, string>>;
  /** From when on, ms since the epoch. */
  readonly since: number;
  /** Hears what cannot be read; it is tried again. */
  readonly onTrouble: (error: AppError) => void;
}

const MINUTE_MS = 60_000;
/** CloudWatch has something new once a minute; which second of it is not known. */
const METRICS_EVERY_MS = 15_000;
/** Minutes are read again for so long, ms: the longest timeout of a function, and CloudWatch's own delay. */
const CORRECTED_MS = 20 * MINUTE_MS;

/** See the file's head. Nothing is read before `start`. */
export function gatherEvidence(options: EvidenceOptions): Evidence {
  const { clock, metrics, since, onTrouble } = options;
  const ledger = new EvidenceLedger();
  const sights = new VersionSights();
  const logs = new LogEvidence(options, (side, outcome, error) => {
    const { startedAt, endedAt, durationMs, isCold } = outcome;
    const failed = outcome.outcome !== 'ok';
    ledger.invocation(side, startedAt, failed, isCold === false && !failed ? durationMs : null);
    sights.ended(side, endedAt, isCold === true, isCold === false ? durationMs : null);
    if (failed && error !== null) sights.failed(side, error);
  });
  let metricsReadAt: number | null = null;
  let metricsTell = false;

  const readMetrics = async (signal: AbortSignal): Promise<number> => {
    const now = clock.now();
    const window = windowAt(now, since);
    const series = await metrics.series(metricQueries(options), window, signal);
    for (const { side, minute, counts } of countsByMinute(series)) {
      // The minute it began in holds invocations of the stable version alone from before.
      if (side === 'stable' && minute < since) continue;
      ledger.minute(side, minute, counts);
      sights.minute(side, minute, counts.invocations);
      metricsTell = true;
    }
    if (series.every(({ complete }) => complete)) metricsReadAt = now;
    return METRICS_EVERY_MS;
  };
  const poller: Poller = createPoller({ read: readMetrics, onError: onTrouble });

  return {
    start() {
      logs.start();
      poller.start();
    },
    stop() {
      logs.stop();
      poller.stop();
    },
    take() {
      logs.settle();
      const news = ledger.take();
      sights.counted(news);
      return news;
    },
    readUpTo() {
      const logsUpTo = logs.readUpTo();
      return logsUpTo === null || metricsReadAt === null
        ? (logsUpTo ?? metricsReadAt)
        : Math.max(logsUpTo, metricsReadAt);
    },
    seen() {
      const hasRead = logs.readUpTo() !== null || metricsReadAt !== null;
      const now = clock.now();
      const { logsTell } = sights;
      const both = logsTell && metricsTell ? 'logs and metrics' : null;
      return {
        figures: sights.figures({ counts: hasRead, throttles: metricsReadAt !== null }),
        errors: sights.errors,
        seenShare: sights.share(now),
        canaryPerMinute: hasRead ? sights.perMinute('canary', now, since) : null,
        evidence: both ?? (logsTell ? 'logs' : metricsTell ? 'metrics' : 'none'),
      };
    },
  };

  function windowAt(now: number, from: number): TimeWindow {
    const start = Math.max(from, now - CORRECTED_MS);
    return {
      start: Math.floor(start / MINUTE_MS) * MINUTE_MS,
      end: (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS,
    };
  }
}
