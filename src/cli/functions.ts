/** `lambdatop functions`: the account's functions as a table or as JSON. */
import { AppError, EXIT, toAppError } from '../domain/app-error.ts';
import { globMatcher } from '../domain/glob.ts';
import type { LambdaFunction } from '../domain/lambda-function.ts';
import { didYouMean } from '../domain/nearest.ts';
import { onAccount, type Session } from './account.ts';
import type { Command, CommandContext } from './context.ts';
import { FUNCTION_COLUMNS, type FunctionColumn, type FunctionRow, sortRows } from './function-columns.ts';
import { functionJson } from './function-json.ts';
import { readDetails, readHealth } from './function-readings.ts';
import { wordsOf } from './output.ts';
import type { Invocation } from './parse.ts';
import { tableText } from './table.ts';

/** What was asked for. */
interface Request {
  readonly filter: string | null;
  readonly sort: FunctionColumn;
  readonly metrics: boolean;
  readonly details: boolean;
}

/** Lists functions. Exits 1 when some of what was asked for could not be read; the rest is printed. */
export const functions: Command = async (invocation, context) => {
  const request = requestFrom(invocation);
  return onAccount(invocation, context, async (session, signal) => {
    const all = await listAll(session, signal);
    const matches = request.filter === null ? () => true : globMatcher(request.filter);
    const found = all.filter((lambda) => matches(lambda.name));
    if (found.length === 0) sayNothingFound(request, all.length, session, context);
    const { rows, complete } = await complement(found, request, session, context, signal);
    await print(sortRows(rows, request.sort), request, invocation, context);
    return complete ? EXIT.done : EXIT.failed;
  });
};

function requestFrom({ options }: Invocation): Request {
  const request = {
    filter: typeof options.filter === 'string' ? options.filter : null,
    metrics: options.metrics === true,
    details: options.details === true,
  };
  const wanted = typeof options.sort === 'string' ? options.sort : 'name';
  const sort = FUNCTION_COLUMNS.find((column) => column.name === wanted);
  if (!sort) {
    const names = FUNCTION_COLUMNS.map((column) => column.name);
    throw new AppError('usage', `Unknown column: ${wanted}.`, { next: didYouMean(wanted, names) });
  }
  if (sort.needs && !request[sort.needs === '--metrics' ? 'metrics' : 'details']) {
    throw new AppError('usage', `The column ${sort.name} needs ${sort.needs}.`, {
      next: [`lambdatop functions ${sort.needs} --sort ${sort.name}`],
    });
  }
  return { ...request, sort };
}

async function listAll({ account }: Session, signal: AbortSignal): Promise<LambdaFunction[]> {
  const all: LambdaFunction[] = [];
  for await (const page of account.functions.listFunctions(signal)) all.push(...page.functions);
  // AWS promises no order; two runs should differ only where the account does.
  return all.sort((one, other) => (one.name < other.name ? -1 : 1));
}

function sayNothingFound(
  { filter }: Request,
  count: number,
  { scope }: Session,
  { output }: CommandContext,
): void {
  const there = `${count} ${count === 1 ? 'function' : 'functions'} in ${scope.region}`;
  if (filter === null) output.say(`lambdatop: there are no functions in ${scope.region}`);
  else output.say(`lambdatop: no function matches ${filter}; ${there}`);
}

/** Adds what costs calls. A part that fails as a whole is said on stderr and left unknown. */
async function complement(
  found: readonly LambdaFunction[],
  { metrics, details }: Request,
  { account }: Session,
  context: CommandContext,
  signal: AbortSignal,
): Promise<{ rows: FunctionRow[]; complete: boolean }> {
  let complete = true;
  const part = async <Value>(
    read: () => Promise<ReadonlyMap<string, Value>>,
  ): Promise<ReadonlyMap<string, Value>> => {
    const none: ReadonlyMap<string, Value> = new Map();
    const known = await read().catch((thrown) => sayFailed(thrown, signal, context) ?? none);
    if (known.size < found.length) complete = false;
    return known;
  };
  const health = metrics ? await part(() => readHealth(found, account.metrics, context.clock, signal)) : null;
  const known = details ? await part(() => readDetails(found, account.functions, context, signal)) : null;
  const rows = found.map(
    (lambda): FunctionRow => ({
      lambda,
      ...(health ? { health: health.get(lambda.name) ?? null } : {}),
      ...(known ? { details: known.get(lambda.name) ?? null } : {}),
    }),
  );
  return { rows, complete };
}

function sayFailed(thrown: unknown, signal: AbortSignal, { output, logger }: CommandContext): null {
  if (signal.aborted) throw signal.reason;
  const error = toAppError(thrown);
  logger.warn('part of the list is unknown', error);
  output.say(...wordsOf(error));
  return null;
}

async function print(
  rows: readonly FunctionRow[],
  { metrics, details }: Request,
  { globals }: Invocation,
  { output, clock }: CommandContext,
): Promise<void> {
  if (globals.json) {
    const lines = rows.map((row) => JSON.stringify(functionJson(row)));
    await output.data(lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`);
    return;
  }
  if (rows.length === 0) return;
  const columns = FUNCTION_COLUMNS.filter(
    ({ needs }) => !needs || (needs === '--metrics' ? metrics : details),
  );
  const now = clock.now();
  const cells = rows.map((row) => columns.map((column) => column.text(row, now)));
  const heads = columns.map(({ name, align }) => ({ head: name, align }));
  await output.data(tableText(heads, cells, output.colour));
}
