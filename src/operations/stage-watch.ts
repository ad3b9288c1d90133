/** The look between two stages of a restore: is the backlog going down, or do errors and dead letters grow? */
import { AppError, toAppError } from '../domain/app-error.ts';
import { changesOf, type Plan } from '../domain/changes/plan.ts';
import { sourceName } from '../domain/changes/words.ts';
import type { Clock } from '../domain/clock.ts';
import { formatCount, formatShare } from '../domain/figures.ts';
import type { MetricsGateway } from '../gateways/gateways.ts';
import type { QueuesGateway } from '../gateways/queues.ts';
import { minutesSince, sumOf } from './minutes.ts';
import type { StageWatch } from './runner/apply-plan.ts';

/** What watching needs. */
export interface WatchTools {
  readonly metrics: Pick<MetricsGateway, 'series'>;
  readonly queues: QueuesGateway;
  readonly clock: Clock;
}

/** A source queue and its dead letters at one moment; null = not known. */
interface Backlog {
  readonly queueArn: string;
  readonly waiting: number | null;
  readonly deadLetters: number | null;
}

const LOOK_EVERY_MS = 5_000;
/** Errors stop a restore from this many on, and from this share of the invocations on (0–1). */
const STOPPING_ERRORS = 5;
const STOPPING_SHARE = 0.1;

/**
 * Watches the plan's function and queues from now on. Stops the plan (AppError `stopped`) when a dead-letter queue
 * has more messages than at the start, or when a tenth of the invocations since then failed. What cannot be read
 * does not stop it, and is said to be unknown.
 */
export function createStageWatch(plan: Plan, tools: WatchTools): StageWatch {
  const start = tools.clock.now();
  const isWatched = plan.stages.slice(0, -1).some(({ watchMs }) => watchMs !== null);
  const queueArns = isWatched ? sourceQueues(plan) : [];
  const before = Promise.all(queueArns.map((arn) => readBacklog(arn, tools.queues)));

  return async (forMs, { signal, onProgress, sleep }) => {
    const end = tools.clock.now() + forMs;
    for (;;) {
      const [first, now, failed] = await Promise.all([
        before,
        Promise.all(queueArns.map((arn) => readBacklog(arn, tools.queues))),
        readErrors(plan, start, tools, signal),
      ]);
      const leftMs = Math.max(0, end - tools.clock.now());
      onProgress({ kind: 'watching', leftMs, words: [...now.map(backlogWords), failed.words].join(', ') });
      const reason = now.map((each, index) => growth(first[index], each)).find(Boolean) ?? failed.reason;
      if (reason) return stopped(plan, reason);
      if (signal.aborted || leftMs === 0) return null;
      await sleep(Math.min(LOOK_EVERY_MS, leftMs), signal);
    }
  };
}

function sourceQueues(plan: Plan): string[] {
  const arns = changesOf(plan).flatMap(({ setting }) =>
    'sourceArn' in setting && setting.sourceArn?.split(':')[2] === 'sqs' ? [setting.sourceArn] : [],
  );
  return [...new Set(arns)];
}

async function readBacklog(queueArn: string, queues: QueuesGateway): Promise<Backlog> {
  try {
    const queue = await queues.queueAttributes(queueArn);
    const dead = queue.deadLetters
      ? await queues.queueAttributes(queue.deadLetters.queueArn).catch(() => null)
      : null;
    return { queueArn, waiting: queue.depth, deadLetters: dead?.depth ?? null };
  } catch {
    return { queueArn, waiting: null, deadLetters: null };
  }
}

function backlogWords({ queueArn, waiting, deadLetters }: Backlog): string {
  const name = sourceName({ sourceArn: queueArn, uuid: queueArn });
  const count = (value: number | null): string => (value === null ? 'not known' : formatCount(value));
  return `${name}: ${count(waiting)} waiting, dead letters ${count(deadLetters)}`;
}

function growth(before: Backlog | undefined, now: Backlog): string | null {
  const [was, is] = [before?.deadLetters ?? null, now.deadLetters];
  if (was === null || is === null || is <= was) return null;
  const name = sourceName({ sourceArn: now.queueArn, uuid: now.queueArn });
  return `the dead letters of ${name} grew from ${formatCount(was)} to ${formatCount(is)}`;
}

/** Errors in the minutes that began since the start; a minute without a datapoint counts as nothing, not as 0. */
async function readErrors(
  { target }: Plan,
  start: number,
  { metrics, clock }: WatchTools,
  signal: AbortSignal,
): Promise<{ words: string; reason: string | null }> {
  const window = minutesSince(start, clock.now());
  if (window === null) return { words: 'errors not known yet', reason: null };
  const dimensions = { FunctionName: target.name };
  const queries = ['Invocations', 'Errors'].map((metric) => ({
    key: metric,
    metric,
    statistic: 'Sum',
    dimensions,
  }));
  try {
    const series = await metrics.series(queries, window, signal);
    const sum = (key: string): number | null => sumOf(series.find((each) => each.key === key));
    const [invocations, errors] = [sum('Invocations'), sum('Errors')];
    if (invocations === null || errors === null) return { words: 'errors not known yet', reason: null };
    const share = errors / Math.max(1, invocations);
    const words = `${formatCount(errors)} errors in ${formatCount(invocations)} invocations`;
    const isTooMuch = errors >= STOPPING_ERRORS && share >= STOPPING_SHARE;
    return { words, reason: isTooMuch ? `${formatShare(share)} of the invocations since then failed` : null };
  } catch (thrown) {
    return { words: `errors not known: ${toAppError(thrown).message}`, reason: null };
  }
}

function stopped({ target, commandLine }: Plan, reason: string): AppError {
  return new AppError('stopped', `The restore of ${target.name} stopped: ${reason}.`, {
    next: [
      'what was given back stays; the rest is still owed',
      `go on with it: ${commandLine}`,
      `or stop ${target.name} again: lambdatop kill ${target.name}`,
    ],
  });
}
