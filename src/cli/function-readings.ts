/** What `functions --metrics` and `--details` read beyond the list itself, keyed by function name. */
import { type AppError, toAppError } from '../domain/app-error.ts';
import type { Clock } from '../domain/clock.ts';
import type { FunctionHealth } from '../domain/health.ts';
import { type HealthSubject, healthFrom, healthQueries, healthWindow } from '../domain/health-query.ts';
import type { FunctionDetails, LambdaFunction } from '../domain/lambda-function.ts';
import type { FunctionsGateway, MetricsGateway } from '../gateways/gateways.ts';
import type { CommandContext } from './context.ts';

/** Details that are read at once; the gateway's rate budget decides how fast. */
const AT_ONCE = 8;

/** From this many functions on, it takes long enough to say so before. */
const WORTH_A_WORD = 50;

/** The newest complete minute of each function. Metrics the command does not show are not paid for. */
export async function readHealth(
  found: readonly LambdaFunction[],
  metrics: MetricsGateway,
  clock: Clock,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, FunctionHealth>> {
  if (found.length === 0) return new Map();
  const subjects = found.map(({ name }): HealthSubject => ({ name, readsStream: false }));
  const window = healthWindow(clock.now());
  const queries = healthQueries(subjects).filter(({ metric }) => metric !== 'ConcurrentExecutions');
  const series = await metrics.series(queries, window, signal);
  return healthFrom(subjects, series, window, clock.now());
}

/** State, reserved concurrency and aliases of each function; one that fails is said on stderr and missing. */
export async function readDetails(
  found: readonly LambdaFunction[],
  gateway: FunctionsGateway,
  { output, logger }: CommandContext,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, FunctionDetails>> {
  if (found.length >= WORTH_A_WORD) {
    output.say(`lambdatop: reading details of ${found.length} functions; AWS allows a few calls a second`);
  }
  const details = new Map<string, FunctionDetails>();
  const problems = new Map<string, AppError>();
  const waiting = [...found];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      try {
        details.set(next.name, await gateway.functionDetails(next.name, signal));
      } catch (thrown) {
        signal.throwIfAborted();
        problems.set(next.name, toAppError(thrown));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const [first] = problems.values();
  if (first) {
    logger.warn(`details of ${problems.size} functions are unknown`, first);
    // Without a single answer it is one trouble, not many.
    if (problems.size === found.length) throw first;
    output.say(
      `lambdatop: details of ${problems.size} of ${found.length} functions are unknown: ${first.message}`,
    );
  }
  return details;
}
