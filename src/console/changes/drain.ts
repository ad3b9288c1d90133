/**
 * What still happens at a function that was stopped: AWS ends no execution, and callers go on calling. Figures come
 * by the minute; a minute without a datapoint is unknown and never counts as zero.
 */
import { type AppError, toAppError } from '../../domain/app-error.ts';
import type { Plan } from '../../domain/changes/plan.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Fact } from '../../domain/dialog/content.ts';
import { durationWords } from '../../domain/duration-words.ts';
import { formatClock, formatCount } from '../../domain/figures.ts';
import { MINUTE_MS } from '../../domain/health-query.ts';
import type { MetricsGateway, TimeWindow } from '../../gateways/gateways.ts';
import { mayRunUntil } from '../../operations/effect.ts';
import { minutesSince, sumOf } from '../../operations/minutes.ts';

/** How often the metrics are read, ms. They come by the minute, and not all at once. */
const LOOK_EVERY_MS = 15_000;

/** What is known of a function that drains. */
export interface DrainState {
  readonly name: string;
  /** When it was stopped, ms since the epoch. */
  readonly since: number;
  /** When the last execution that ran then must have ended, ms since the epoch. */
  readonly until: number;
  /** Whether its timeout is known: else the longest there is counts. */
  readonly timeoutKnown: boolean;
  /** Throttled since, in whole minutes after the stop; null without a datapoint. */
  readonly throttled: number | null;
  /** Executions at once in the newest minute that has a datapoint; null without one since the stop. */
  readonly running: { readonly at: number; readonly value: number } | null;
  /** What stopped the last look. */
  readonly error: AppError | null;
}

/** A watch that goes on until what ran at the stop must have ended. */
export interface DrainWatch {
  readonly state: () => DrainState;
  readonly stop: () => void;
}

/** What watching needs. */
export interface DrainTools {
  readonly metrics: Pick<MetricsGateway, 'series'>;
  readonly clock: Clock;
  /** Hears of every look. */
  readonly onChange: (state: DrainState) => void;
}

/** Watches a function that the plan has stopped at `since`, ms since the epoch. */
export function watchDrain(plan: Plan, since: number, tools: DrainTools): DrainWatch {
  const { target, drain } = plan;
  const { metrics, clock, onChange } = tools;
  const timeoutS = drain?.timeoutS ?? null;
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let state: DrainState = {
    name: target.name,
    since,
    until: mayRunUntil(plan, since),
    timeoutKnown: timeoutS !== null,
    throttled: null,
    running: null,
    error: null,
  };

  const look = async (): Promise<void> => {
    const window = minutesSince(since, clock.now());
    if (window !== null) state = { ...state, ...(await read(window)) };
  };
  const read = async (window: TimeWindow): Promise<Partial<DrainState>> => {
    const dimensions = { FunctionName: target.name };
    const queries = [
      { key: 'throttles', metric: 'Throttles', statistic: 'Sum', dimensions },
      { key: 'running', metric: 'ConcurrentExecutions', statistic: 'Maximum', dimensions },
    ];
    const series = await metrics.series(queries, window, ending.signal);
    const figures = (key: string) => series.find((one) => one.key === key);
    const concurrency = figures('running')?.points ?? new Map<number, number>();
    const newest = Math.max(...concurrency.keys());
    const running = concurrency.get(newest);
    return {
      throttled: sumOf(figures('throttles')),
      running: running === undefined ? null : { at: newest, value: running },
      error: null,
    };
  };
  const tick = async (): Promise<void> => {
    await look().catch((thrown) => {
      state = { ...state, error: toAppError(thrown) };
    });
    if (ending.signal.aborted) return;
    onChange(state);
    // One more look after the end: its last minute comes late.
    if (clock.now() < state.until + MINUTE_MS) timer = setTimeout(() => void tick(), LOOK_EVERY_MS);
  };
  void tick();

  return {
    state: () => state,
    stop() {
      ending.abort();
      clearTimeout(timer);
    },
  };
}

/** What is known, as labelled values. */
export function drainFacts(state: DrainState, now: number): Fact[] {
  const { throttled, running, error } = state;
  const age = durationWords((now - state.since) / 1_000);
  return [
    {
      label: 'throttled since',
      value: throttled === null ? `no datapoint yet, ${age} after the stop` : formatCount(throttled),
      tone: throttled ? 'good' : 'dim',
    },
    {
      label: 'running',
      value:
        running === null
          ? 'not known: no datapoint since'
          : `${formatCount(running.value)} at once in the minute of ${formatClock(running.at)}`,
      tone: running === null ? 'dim' : 'plain',
    },
    { label: 'what ran then', value: endText(state, now), tone: now > state.until ? 'good' : 'warn' },
    ...(error ? [{ label: 'last look', value: error.message, tone: 'warn' } as const] : []),
  ];
}

function endText({ until, since, timeoutKnown }: DrainState, now: number): string {
  const timeout = durationWords((until - since) / 1_000);
  const why = timeoutKnown
    ? `its timeout is ${timeout}`
    : `its timeout is not known; the longest is ${timeout}`;
  return now > until
    ? `has ended by ${formatClock(until)} (${why})`
    : `may still run for ${durationWords((until - now) / 1_000)}, until ${formatClock(until)} (${why})`;
}
