/** Finds out what a kill would do: every part on its own, so that a slow or denied one holds up no other. */

import { type AppError, toAppError } from '../domain/app-error.ts';
import {
  type Activity,
  type Findings,
  type Found,
  NOTHING_FOUND,
  type Traffic,
} from '../domain/blast-radius/findings.ts';
import type { Clock } from '../domain/clock.ts';
import { type HealthSeries, healthWindow } from '../domain/health-query.ts';
import type { ChangesGateway } from '../gateways/changes.ts';
import type { MetricsGateway } from '../gateways/gateways.ts';
import type { InvokersGateway } from '../gateways/invokers.ts';
import type { QueuesGateway } from '../gateways/queues.ts';

/** A part that has not come by then counts as not known, ms; when it comes after all, it is taken. */
const PATIENCE_MS = 2_000;
/** Queues that are looked at; a function with more is rare, and each costs two calls. */
const MOST_QUEUES = 10;

const NONE_RUNNING = Promise.resolve({ count: 0, more: false });

/** What is asked. */
export interface BlastSources {
  readonly changes: Pick<ChangesGateway, 'functionFacts' | 'provisionedConcurrency' | 'eventSourceMappings'>;
  readonly invokers: InvokersGateway;
  readonly queues: QueuesGateway;
  readonly metrics: Pick<MetricsGateway, 'series'>;
  readonly clock: Clock;
}

/** How it is asked. */
export interface GatherOptions {
  /** Ends all reading; nothing is told any more. */
  readonly signal: AbortSignal;
  /** Hears of every part as it comes in. */
  readonly onChange?: (findings: Findings) => void;
  readonly patienceMs?: number;
}

/**
 * Reads all that matters to the kill of a function (unqualified ARN). Resolves with what is known when every
 * part is here, or when patience ends; later answers still go to `onChange`. Never rejects: a part that cannot
 * be read is `unknown`, and says why.
 */
export async function gatherFindings(
  functionArn: string,
  { changes, invokers, queues, metrics, clock }: BlastSources,
  { signal, onChange = () => {}, patienceMs = PATIENCE_MS }: GatherOptions,
): Promise<Findings> {
  let findings = NOTHING_FOUND;
  const tell = (part: Partial<Findings>): void => {
    if (signal.aborted) return;
    findings = { ...findings, ...part };
    onChange(findings);
  };
  const find = async <Part extends keyof Findings, Value>(
    part: Part,
    read: Promise<Value>,
  ): Promise<Found<Value>> => {
    const found = await toFound(read);
    tell({ [part]: found } as Partial<Findings>);
    return found;
  };
  const name = functionArn.split(':')[6] ?? functionArn;

  const settled = Promise.all([
    find('function', changes.functionFacts(functionArn, signal)).then(async (found) => {
      if (found.state === 'unknown') return tell({ executions: found });
      const durable = found.state === 'known' && found.value.durable;
      await find('executions', durable ? invokers.runningExecutions(functionArn, signal) : NONE_RUNNING);
    }),
    find('traffic', readTraffic(name, metrics, clock, signal)),
    find('provisioned', changes.provisionedConcurrency(functionArn, signal)),
    find('sources', changes.eventSourceMappings(functionArn, signal)).then((found) => {
      const mappings = found.state === 'known' ? found.value : [];
      const arns = mappings.flatMap(({ kind, sourceArn }) => (kind === 'sqs' && sourceArn ? sourceArn : []));
      return Promise.all(
        [...new Set(arns)].slice(0, MOST_QUEUES).map(async (arn) => {
          tell({ queues: new Map(findings.queues).set(arn, { state: 'reading' }) });
          const queue = await toFound(queues.queueAttributes(arn, signal));
          tell({ queues: new Map(findings.queues).set(arn, queue) });
        }),
      );
    }),
    find('failurePaths', invokers.failurePaths(functionArn, signal)),
    find('urls', invokers.functionUrls(functionArn, signal)),
    find('permissions', invokers.invokePermissions(functionArn, signal)),
  ]);
  await within(patienceMs, settled, signal);
  const late = `no answer in ${patienceMs / 1_000} s`;
  tell(withoutWaiting(findings, { state: 'unknown', why: late }));
  return findings;
}

/** The findings with every part that is still being read replaced. */
function withoutWaiting(findings: Findings, instead: Found<never>): Findings {
  const settle = <Value>(found: Found<Value>): Found<Value> => (found.state === 'reading' ? instead : found);
  return {
    function: settle(findings.function),
    traffic: settle(findings.traffic),
    provisioned: settle(findings.provisioned),
    sources: settle(findings.sources),
    queues: new Map([...findings.queues].map(([arn, queue]) => [arn, settle(queue)])),
    failurePaths: settle(findings.failurePaths),
    urls: settle(findings.urls),
    permissions: settle(findings.permissions),
    executions: settle(findings.executions),
  };
}

/** Resolves with the work, with time or with the signal, whichever is first. */
async function within(ms: number, work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => resolve(), { once: true });
  if (signal.aborted) resolve();
  await Promise.race([work, over]);
  clearTimeout(timer);
}

async function toFound<Value>(read: Promise<Value>): Promise<Found<Value>> {
  try {
    return { state: 'known', value: await read };
  } catch (thrown) {
    return { state: 'unknown', why: shortReason(toAppError(thrown)) };
  }
}

function shortReason({ code, operation }: AppError): string {
  const what = operation ? ` ${operation}` : '';
  switch (code) {
    case 'access-denied':
      return `denied:${what}`;
    case 'throttled':
      return 'AWS is throttling';
    case 'unsupported':
      return 'not supported here';
    default:
      return `${code}${what}`;
  }
}

const FIGURES = [
  { key: 'invocations', metric: 'Invocations', statistic: 'Sum' },
  { key: 'asyncEvents', metric: 'AsyncEventsReceived', statistic: 'Sum' },
  { key: 'concurrency', metric: 'ConcurrentExecutions', statistic: 'Maximum' },
  { key: 'iteratorAge', metric: 'IteratorAge', statistic: 'Maximum' },
] as const;
/** How many minutes back the newest datapoint may be to count as now. */
const FRESH_MINUTES = 3;

async function readTraffic(
  name: string,
  metrics: BlastSources['metrics'],
  clock: Clock,
  signal: AbortSignal,
): Promise<Traffic> {
  const window = healthWindow(clock.now());
  const dimensions = { FunctionName: name };
  const answers = await metrics.series(
    FIGURES.map((figure) => ({ ...figure, dimensions })),
    window,
    signal,
  );
  const series = (key: (typeof FIGURES)[number]['key']) => answers.find((answer) => answer.key === key);
  return {
    invocations: activityOf(series('invocations'), window.end),
    asyncEvents: activityOf(series('asyncEvents'), window.end),
    concurrency: newest(series('concurrency'), window.end, FRESH_MINUTES),
    // Published only when records are read: an old figure still tells how far behind it was.
    iteratorAgeMs: newest(series('iteratorAge'), window.end, Number.POSITIVE_INFINITY),
  };
}

function activityOf(series: HealthSeries | undefined, end: number): Activity {
  return {
    perMin: newest(series, end, FRESH_MINUTES),
    quiet: series?.complete === true && series.points.size === 0,
  };
}

/** The newest datapoint that is at most `minutes` old, else null: no datapoint is not zero. */
function newest(series: HealthSeries | undefined, end: number, minutes: number): number | null {
  if (!series || series.points.size === 0) return null;
  const at = Math.max(...series.points.keys());
  return at >= end - minutes * 60_000 ? (series.points.get(at) ?? null) : null;
}
