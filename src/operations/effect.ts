/**
 * Whether a change has taken effect, beyond what the settings say: throttles after a kill, nothing in flight after
 * a pause, invocations after a restore, versions that execute after a shift. Missing data proves nothing and is
 * never counted as zero.
 */
import { AppError, toAppError } from '../domain/app-error.ts';
import type { Plan } from '../domain/changes/plan.ts';
import type { OnProgress } from '../domain/changes/result.ts';
import type { Clock } from '../domain/clock.ts';
import { durationWords } from '../domain/duration-words.ts';
import { formatClock } from '../domain/figures.ts';
import type { MetricsGateway } from '../gateways/gateways.ts';
import type { QueuesGateway } from '../gateways/queues.ts';
import { minutesSince, sumOf } from './minutes.ts';
import type { Deadline, Sleep } from './runner/patience.ts';
import { lookAtTraffic } from './traffic-effect.ts';

/** What watching needs. */
export interface EffectTools {
  readonly metrics: Pick<MetricsGateway, 'series'>;
  readonly queues: QueuesGateway;
  readonly clock: Clock;
  readonly sleep: Sleep;
}

/** What is known at one look. */
interface Look {
  /** The effect is certain. */
  readonly over: boolean;
  /** For a person. */
  readonly words: string;
}

/** Lambda's longest timeout, seconds: what an execution may last when its function's is not known. */
const LONGEST_TIMEOUT_S = 900;
/** Metrics come by the minute, attributes of queues change as often. */
const LOOK_EVERY_MS = 5_000;

/**
 * Watches until the effect is certain; null then, else an AppError `unconfirmed` that says what is known. Ends
 * early when the signal aborts.
 *
 * @param since when the plan was applied, ms since the epoch
 */
export async function watchEffect(
  plan: Plan,
  since: number,
  deadline: Deadline,
  signal: AbortSignal,
  onProgress: OnProgress,
  tools: EffectTools,
): Promise<AppError | null> {
  const look = lookOf(plan, since, tools);
  if (!look) return null;
  for (;;) {
    const { over, words } = await look(signal).catch((thrown) => ({
      over: false,
      words: `not known: ${toAppError(thrown).message}`,
    }));
    onProgress({ kind: 'watching', leftMs: deadline.leftMs(), words });
    if (over) return null;
    if (signal.aborted) return new AppError('interrupted', `No longer watched. ${words}.`);
    if (deadline.leftMs() < LOOK_EVERY_MS) {
      return new AppError(
        'unconfirmed',
        `The settings are applied; their effect was not seen in time: ${words}.`,
        {
          next: ['watch longer: --timeout 30m'],
        },
      );
    }
    await tools.sleep(LOOK_EVERY_MS, signal);
  }
}

/** How the effect of an operation shows; null for those that have none of their own. */
function lookOf(
  plan: Plan,
  since: number,
  tools: EffectTools,
): ((signal: AbortSignal) => Promise<Look>) | null {
  switch (plan.operation) {
    case 'kill':
      return (signal) => lookForThrottles(plan, since, tools, signal);
    case 'pause':
      return (signal) => lookInFlight(plan, since, tools, signal);
    case 'restore':
    case 'resume':
      return (signal) => lookForInvocations(plan, since, tools, signal);
    case 'shift':
    case 'promote':
    case 'rollback':
      return async (signal) =>
        (await lookAtTraffic(plan, minutesSince(since, tools.clock.now()), tools.metrics, signal)) ??
        NOTHING_TO_SEE;
    default:
      return null;
  }
}

/** When the last execution that ran at `since` must have ended, ms since the epoch. */
export function mayRunUntil({ drain }: Plan, since: number): number {
  return since + (drain?.timeoutS ?? LONGEST_TIMEOUT_S) * 1_000;
}

async function lookForThrottles(
  plan: Plan,
  since: number,
  tools: EffectTools,
  signal: AbortSignal,
): Promise<Look> {
  const until = mayRunUntil(plan, since);
  const over = tools.clock.now() > until;
  const throttles = await sumSince('Throttles', plan, since, tools, signal);
  const left = over
    ? `what ran then has ended: its timeout is over since ${formatClock(until)}`
    : `what ran then may still run until ${formatClock(until)}`;
  if (throttles === null) return { over, words: `no throttles seen yet, ${left}` };
  return { over: over || throttles > 0, words: `${throttles} throttled since, ${left}` };
}

async function lookInFlight(
  plan: Plan,
  since: number,
  { queues, clock }: EffectTools,
  signal: AbortSignal,
): Promise<Look> {
  const until = mayRunUntil(plan, since);
  if (clock.now() > until) return { over: true, words: 'what ran then has ended: its timeout is over' };
  const arns = plan.drain?.queues ?? [];
  const counts = await Promise.all(
    arns.map(async (arn) => (await queues.queueAttributes(arn, signal).catch(() => null))?.inFlight ?? null),
  );
  const known = counts.filter((count) => count !== null);
  const inFlight = known.reduce((sum, count) => sum + count, 0);
  if (arns.length === 0 || known.length < counts.length) {
    return { over: false, words: `what ran then may still run until ${formatClock(until)}` };
  }
  return { over: inFlight === 0, words: `${inFlight} messages in flight` };
}

async function lookForInvocations(
  plan: Plan,
  since: number,
  tools: EffectTools,
  signal: AbortSignal,
): Promise<Look> {
  const invocations = await sumSince('Invocations', plan, since, tools, signal);
  const age = durationWords((tools.clock.now() - since) / 1_000);
  if (!invocations) return { over: false, words: `no invocation seen in ${age}` };
  return { over: true, words: `${invocations} invocations since` };
}

/** A plan without a move of an alias: there is no traffic to look for. */
const NOTHING_TO_SEE: Look = { over: true, words: 'no traffic was moved' };

/** Sum of the minutes that began at or after `since`; null without a datapoint. */
async function sumSince(
  metric: string,
  { target }: Plan,
  since: number,
  { metrics, clock }: EffectTools,
  signal: AbortSignal,
): Promise<number | null> {
  const window = minutesSince(since, clock.now());
  if (window === null) return null;
  const dimensions = { FunctionName: target.name };
  const [series] = await metrics.series(
    [{ key: metric, metric, statistic: 'Sum', dimensions }],
    window,
    signal,
  );
  return sumOf(series);
}
