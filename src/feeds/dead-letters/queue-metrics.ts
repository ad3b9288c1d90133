/** What CloudWatch knows of dead letters: how old and how many over time, and which events were lost altogether. */
import type { Clock } from '../../domain/clock.ts';
import { queueFigures } from '../../domain/dead-letters/queue-figures.ts';
import { MINUTE_MS } from '../../domain/health-query.ts';
import type { MetricQuery, MetricsGateway } from '../../gateways/gateways.ts';
import type { DeadLettersStore } from '../../stores/dead-letters-store.ts';

/** Minutes over which growth is measured. */
const WINDOW_MINUTES = 15;
/** Minutes over which lost events are counted. */
const LOSS_MINUTES = 180;

/** What is read from, and where it goes. */
export interface QueueMetricsOptions {
  readonly metrics: MetricsGateway;
  readonly store: DeadLettersStore;
  readonly clock: Clock;
}

/** Fills `figures` for these queues: two metrics each, which CloudWatch charges for. */
export async function readFigures(
  queueArns: readonly string[],
  { metrics, store, clock }: QueueMetricsOptions,
  signal: AbortSignal,
): Promise<void> {
  if (queueArns.length === 0) return;
  const query =
    (kind: string, metric: string) =>
    (arn: string): MetricQuery => ({
      key: `${kind} ${arn}`,
      namespace: 'AWS/SQS',
      metric,
      statistic: 'Maximum',
      dimensions: { QueueName: arn.split(':')[5] ?? arn },
    });
  const queries = [
    ...queueArns.map(query('age', 'ApproximateAgeOfOldestMessage')),
    ...queueArns.map(query('depth', 'ApproximateNumberOfMessagesVisible')),
  ];
  const series = await metrics.series(queries, windowOf(WINDOW_MINUTES, clock), signal);
  const points = new Map(series.map((one) => [one.key, one.points]));
  const pointsOf = (kind: string, arn: string) => points.get(`${kind} ${arn}`) ?? new Map<number, number>();
  store.setState(({ figures }) => {
    const read = queueArns.map((arn) => {
      return [arn, queueFigures(pointsOf('age', arn), pointsOf('depth', arn), clock.now())] as const;
    });
    return { figures: new Map([...figures, ...read]), figuresError: null };
  });
}

/** Fills `losses` for the whole account by two Metrics Insights queries. */
export async function readLosses(
  { metrics, store, clock }: QueueMetricsOptions,
  signal: AbortSignal,
): Promise<void> {
  const window = windowOf(LOSS_MINUTES, clock);
  const rankings = await Promise.all([
    metrics.ranking('dead-letter-errors', window, signal),
    metrics.ranking('delivery-failures', window, signal),
  ]);
  const byFunction = new Map<string, number>();
  for (const [name, count] of rankings.flatMap(({ totals }) => [...totals])) {
    if (count > 0) byFunction.set(name, (byFunction.get(name) ?? 0) + count);
  }
  store.setState({ losses: { byFunction, at: clock.now() } });
}

function windowOf(minutes: number, clock: Clock): { start: number; end: number } {
  const end = Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS;
  return { start: end - minutes * MINUTE_MS, end };
}
