/** CloudWatch's figures for Lambda and its queues: exact series by GetMetricData, rankings by Metrics Insights. */

import type { MetricDataQuery, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { RankedMetric } from '../../domain/health.ts';
import type { MetricQuery, MetricSeries, MetricsGateway, TimeWindow } from '../gateways.ts';
import type { Clients } from './clients.ts';
import type { UsageMeter } from './usage.ts';

const NAMESPACE = 'AWS/Lambda';
/** Lambda sends its metrics by the minute. */
const PERIOD_S = 60;
/** GetMetricData's limit of queries per call. */
const QUERIES_PER_CALL = 500;
/** Calls on their way at once: enough to hide the round trips, few enough not to be noticed. */
const CALLS_AT_ONCE = 4;
/** Metrics Insights returns at most this many series. */
const MOST_RANKED = 500;

const METRIC_OF: Record<RankedMetric, { readonly name: string; readonly statistic: 'SUM' | 'MAX' }> = {
  invocations: { name: 'Invocations', statistic: 'SUM' },
  errors: { name: 'Errors', statistic: 'SUM' },
  throttles: { name: 'Throttles', statistic: 'SUM' },
  concurrency: { name: 'ConcurrentExecutions', statistic: 'MAX' },
  'dead-letter-errors': { name: 'DeadLetterErrors', statistic: 'SUM' },
  'delivery-failures': { name: 'DestinationDeliveryFailures', statistic: 'SUM' },
};

/**
 * Metrics of the clients' account and region. `knownFunctions` says how many functions the region has as far as
 * we know (0 = unknown): a ranking is billed for all of them, also for those it does not return.
 */
export function metricsGateway(
  clients: Clients,
  usage: UsageMeter,
  knownFunctions: () => number,
): MetricsGateway {
  return {
    async series(queries, window, signal) {
      const chunks = Array.from({ length: Math.ceil(queries.length / QUERIES_PER_CALL) }, (_, index) =>
        queries.slice(index * QUERIES_PER_CALL, (index + 1) * QUERIES_PER_CALL),
      );
      const series: MetricSeries[] = [];
      for (let at = 0; at < chunks.length; at += CALLS_AT_ONCE) {
        const answers = chunks.slice(at, at + CALLS_AT_ONCE).map(async (chunk) => {
          usage.metricsRequested(chunk.length);
          return toSeries(chunk, await readAll(clients, chunk.map(toMetricDataQuery), window, signal));
        });
        series.push(...(await Promise.all(answers)).flat());
      }
      return series;
    },

    async ranking(metric, window, signal) {
      const { name, statistic } = METRIC_OF[metric];
      // A schema of exactly FunctionName leaves out the series by alias and version, which would count twice.
      const Expression =
        `SELECT ${statistic}(${name}) FROM SCHEMA("${NAMESPACE}", FunctionName) ` +
        `GROUP BY FunctionName ORDER BY ${statistic}() DESC LIMIT ${MOST_RANKED}`;
      const query = { Id: 'ranking', Expression, Period: PERIOD_S };
      const { results, whole } = await readAll(clients, [query], window, signal);
      const totals = new Map<string, number>();
      const join = statistic === 'SUM' ? (a: number, b: number) => a + b : Math.max;
      for (const { Label, Values } of results) {
        if (!Label) continue;
        totals.set(
          Label,
          (Values ?? []).reduce((total, value) => join(total, value), totals.get(Label) ?? 0),
        );
      }
      const truncated = totals.size >= MOST_RANKED;
      usage.metricsRequested(truncated ? Math.max(totals.size, knownFunctions()) : totals.size);
      return { totals, truncated, complete: whole && results.every(isComplete) };
    },
  };
}

interface Answer {
  /** One entry per query and page. */
  readonly results: readonly MetricDataResult[];
  /** False when CloudWatch attached a message to the whole call. */
  readonly whole: boolean;
}

async function readAll(
  clients: Clients,
  queries: MetricDataQuery[],
  window: TimeWindow,
  signal?: AbortSignal,
): Promise<Answer> {
  const { sdk, send } = await clients.cloudwatch();
  const results: MetricDataResult[] = [];
  let whole = true;
  let NextToken: string | undefined;
  do {
    const command = new sdk.GetMetricDataCommand({
      MetricDataQueries: queries,
      StartTime: new Date(window.start),
      EndTime: new Date(window.end),
      NextToken,
    });
    const page = await send(command, { signal });
    results.push(...(page.MetricDataResults ?? []));
    whole &&= (page.Messages ?? []).length === 0;
    NextToken = page.NextToken;
  } while (NextToken);
  return { results, whole };
}

function toMetricDataQuery(query: MetricQuery, index: number): MetricDataQuery {
  return {
    Id: `q${index}`,
    MetricStat: {
      Metric: {
        Namespace: query.namespace ?? NAMESPACE,
        MetricName: query.metric,
        Dimensions: Object.entries(query.dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: PERIOD_S,
      Stat: query.statistic,
    },
  };
}

function toSeries(queries: readonly MetricQuery[], { results, whole }: Answer): MetricSeries[] {
  const points = queries.map(() => new Map<number, number>());
  // A series without any answer stays incomplete; PartialData on one page may be made good by the next.
  const complete = queries.map(() => false);
  for (const result of results) {
    const index = Number(result.Id?.slice(1));
    if (!(index in complete)) continue;
    complete[index] = isComplete(result);
    for (const [at, value] of (result.Values ?? []).entries()) {
      const timestamp = result.Timestamps?.[at];
      if (timestamp) points[index]?.set(timestamp.getTime(), value);
    }
  }
  return queries.map(({ key }, index) => ({
    key,
    points: points[index] ?? new Map(),
    complete: whole && (complete[index] ?? false),
  }));
}

/** Emulators leave the status out of whole answers. */
function isComplete({ StatusCode }: MetricDataResult): boolean {
  return StatusCode === undefined || StatusCode === 'Complete';
}
