/**
 * Which CloudWatch series a function's health is made of, and how the answers become figures.
 * Facts: facts/aws.md section 6. Lambda publishes a minute's datapoints only for minutes with activity, stamps
 * them with the invocation's start, and may add to young minutes; so absence is unknown, never zero.
 */
import { type FunctionHealth, TREND_MINUTES } from './health.ts';

export const MINUTE_MS = 60_000;

/** Minutes of this age or less may still change: their figures are provisional. */
const PROVISIONAL_MINUTES = 2;

/** How many minutes back we look for the newest datapoint before we call the present unknown. */
const FRESH_MINUTES = 3;

const FIGURES = {
  invocations: { metric: 'Invocations', statistic: 'Sum' },
  errors: { metric: 'Errors', statistic: 'Sum' },
  throttles: { metric: 'Throttles', statistic: 'Sum' },
  p50: { metric: 'Duration', statistic: 'p50' },
  p99: { metric: 'Duration', statistic: 'p99' },
  concurrency: { metric: 'ConcurrentExecutions', statistic: 'Maximum' },
  iteratorAge: { metric: 'IteratorAge', statistic: 'Maximum' },
} as const;

type Figure = keyof typeof FIGURES;

const FIGURES_OF_EVERY_FUNCTION: readonly Figure[] = [
  'invocations',
  'errors',
  'throttles',
  'p50',
  'p99',
  'concurrency',
];

/** A function whose health is asked for. */
export interface HealthSubject {
  readonly name: string;
  /** It reads a stream, so its iterator age matters. */
  readonly readsStream: boolean;
}

/** A series to ask CloudWatch for; `key` is understood by `healthFrom`. */
export interface HealthQuery {
  readonly key: string;
  readonly metric: string;
  readonly statistic: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** An answer: start of minute (ms) → value; `complete` is false when CloudWatch could not answer fully. */
export interface HealthSeries {
  readonly key: string;
  readonly points: ReadonlyMap<number, number>;
  readonly complete: boolean;
}

const keyOf = (figure: Figure, name: string): string => `${figure} ${name}`;

/** The window to ask for: TREND_MINUTES whole minutes that have ended by `now` (ms since the epoch). */
export function healthWindow(now: number): { start: number; end: number } {
  const end = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  return { start: end - TREND_MINUTES * MINUTE_MS, end };
}

/** Metrics requested (and paid for) at each reading of a function: six, seven for stream consumers. */
export function metricsOf(subject: HealthSubject): number {
  return figuresOf(subject).length;
}

/** The series for these functions, `metricsOf` each. */
export function healthQueries(subjects: readonly HealthSubject[]): HealthQuery[] {
  return subjects.flatMap((subject) =>
    figuresOf(subject).map((figure) => ({
      key: keyOf(figure, subject.name),
      ...FIGURES[figure],
      dimensions: { FunctionName: subject.name },
    })),
  );
}

function figuresOf({ readsStream }: HealthSubject): readonly Figure[] {
  return readsStream ? [...FIGURES_OF_EVERY_FUNCTION, 'iteratorAge'] : FIGURES_OF_EVERY_FUNCTION;
}

/**
 * Each function's health out of the answers: the newest minute with activity (at most three minutes back) and
 * the trend before it. A function with no datapoint at all in a complete answer is `idle`; one whose newest
 * datapoints are older has figures of null: unknown, not zero.
 *
 * @param window what was asked, as `healthWindow` gave it
 * @param now ms since the epoch, when the answers arrived
 */
export function healthFrom(
  subjects: readonly HealthSubject[],
  series: readonly HealthSeries[],
  window: { start: number; end: number },
  now: number,
): Map<string, FunctionHealth> {
  const byKey = new Map(series.map((one) => [one.key, one]));
  const found = new Map<string, FunctionHealth>();
  for (const { name } of subjects) {
    found.set(
      name,
      healthOfOne((figure) => byKey.get(keyOf(figure, name)), window, now),
    );
  }
  return found;
}

function healthOfOne(
  seriesOf: (figure: Figure) => HealthSeries | undefined,
  window: { start: number; end: number },
  now: number,
): FunctionHealth {
  const invocations = seriesOf('invocations');
  const throttles = seriesOf('throttles');
  const at = newestMinute(window.end, [invocations, throttles]);
  const figure = (name: Figure): number | null => seriesOf(name)?.points.get(at) ?? null;
  const invocationsPerMin = figure('invocations');
  const errorsPerMin = figure('errors');
  const silent = !invocations?.points.size && !throttles?.points.size;
  return {
    at,
    windowEnd: window.end,
    invocationsPerMin,
    errorsPerMin,
    errorShare: invocationsPerMin && errorsPerMin !== null ? errorsPerMin / invocationsPerMin : null,
    p50Ms: figure('p50'),
    p99Ms: figure('p99'),
    throttles: figure('throttles'),
    concurrency: figure('concurrency'),
    peakConcurrency: highestValue(seriesOf('concurrency')),
    // A stream's age is published only when a batch is read: an old figure still tells, so the newest one counts.
    iteratorAgeMs: newestValue(seriesOf('iteratorAge')),
    trend: trendOf(invocations, window.start),
    provisional: at > now - (PROVISIONAL_MINUTES + 1) * MINUTE_MS,
    idle: silent && invocations?.complete === true && throttles?.complete === true,
  };
}

/** Start of the newest minute in which any of the series has a datapoint, else of the newest minute asked for. */
function newestMinute(end: number, candidates: readonly (HealthSeries | undefined)[]): number {
  for (let back = 1; back <= FRESH_MINUTES; back++) {
    const minute = end - back * MINUTE_MS;
    if (candidates.some((series) => series?.points.has(minute))) return minute;
  }
  return end - MINUTE_MS;
}

function highestValue(series: HealthSeries | undefined): number | null {
  return series && series.points.size > 0 ? Math.max(...series.points.values()) : null;
}

function newestValue(series: HealthSeries | undefined): number | null {
  if (!series || series.points.size === 0) return null;
  const newest = Math.max(...series.points.keys());
  return series.points.get(newest) ?? null;
}

function trendOf(series: HealthSeries | undefined, start: number): (number | null)[] {
  return Array.from(
    { length: TREND_MINUTES },
    (_, minute) => series?.points.get(start + minute * MINUTE_MS) ?? null,
  );
}
