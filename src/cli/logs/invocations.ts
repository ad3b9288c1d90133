/** `lambdatop logs --invocations`: read line by line, or where that takes long or cannot be by Logs Insights. */
import { AppError } from '../../domain/app-error.ts';
import { durationWords } from '../../domain/duration-words.ts';
import { type ColdTable, emptyColdTable } from '../../domain/logs/cold-table.ts';
import { scanWords } from '../../domain/logs/insights.ts';
import type { Invocation } from '../../domain/logs/invocation.ts';
import { parseInvocationFilter } from '../../domain/logs/invocation-filter.ts';
import { InvocationLog } from '../../domain/logs/invocation-log.ts';
import { createLineReader } from '../../domain/logs/line-reader.ts';
import { historyPlanOf, readHistory } from '../../feeds/logs/invocation-history.ts';
import type { LogSource } from '../../feeds/logs/log-source.ts';
import { pastEvents } from '../../feeds/logs/past-events.ts';
import type { LogsGateway } from '../../gateways/logs.ts';
import type { CommandContext } from '../context.ts';
import { invocationRecord, invocationsText } from './invocation-text.ts';
import type { LineFormat } from './line-text.ts';
import type { LogsRequest } from './request.ts';

/** More than this is not read line by line, ms: that is free, but at most some ten MB come in a second. */
const LONG_PAST_MS = 3 * 3_600_000;

/** What was found. */
interface Found {
  readonly invocations: readonly Invocation[];
  /** Those that could not be kept, as counts. */
  readonly forgotten: ColdTable;
}

/**
 * Prints a table or an array of the invocations that the filter lets through, in the order they began.
 *
 * @throws AppError `refused` when what Logs Insights charges is not agreed to
 */
export async function printInvocations(
  request: LogsRequest,
  sources: readonly LogSource[],
  gateway: LogsGateway,
  { json, colour, named }: LineFormat,
  context: CommandContext,
  signal: AbortSignal,
): Promise<void> {
  const { from, to, filter, requestId } = request;
  const { output } = context;
  const isLong = to - from > LONG_PAST_MS;
  const readsInsights = isLong || sources.some(({ group }) => group.logClass === 'INFREQUENT_ACCESS');
  const found = readsInsights
    ? await byInsights(request, sources, gateway, context, signal)
    : await byLines(request, sources, gateway, signal);
  for (const { functionName, hidesReports } of sources) {
    if (hidesReports) output.say(`lambdatop: ${functionName}: ${hiddenWords(readsInsights)}`);
  }
  const wanted = parseInvocationFilter(filter ?? '');
  const invocations = found.invocations
    .filter(
      (one) => (requestId === null || one.requestId === requestId) && (!wanted.ok || wanted.matches(one)),
    )
    .sort((one, other) => one.startedAt - other.startedAt);
  const isWhole = filter === null && requestId === null;
  const forgotten = found.forgotten.cold.total + found.forgotten.warm.total + found.forgotten.unknown.total;
  if (forgotten > 0) {
    const counted = isWhole ? '; the others are only counted' : '; the others were not looked through';
    output.say(
      `lambdatop: the newest ${found.invocations.length} of ${found.invocations.length + forgotten}${counted}`,
    );
  }
  if (json) {
    await output.data(`${JSON.stringify(invocations.map(invocationRecord), null, 2)}\n`);
    return;
  }
  if (invocations.length === 0) {
    const span = durationWords((to - from) / 1_000);
    output.say(`lambdatop: no invocation${isWhole ? '' : ' that matches'} within ${span}`);
    return;
  }
  await output.data(
    invocationsText(invocations, isWhole ? found.forgotten : emptyColdTable(), { named, colour }),
  );
}

function hiddenWords(readsInsights: boolean): string {
  const why = 'its system log level, WARN, hides START and the REPORT of successes';
  return readsInsights ? `${why}, so these are not listed` : `${why}, so what these took is unknown`;
}

async function byLines(
  { from, to }: LogsRequest,
  sources: readonly LogSource[],
  gateway: LogsGateway,
  signal: AbortSignal,
): Promise<Found> {
  const log = new InvocationLog();
  const reader = createLineReader({
    functionOf: (group) => sources.find((source) => source.group.name === group)?.functionName ?? null,
    interleaves: (name) => sources.some((source) => source.functionName === name && source.interleaves),
  });
  for await (const events of pastEvents(gateway, sources, { from, to, pattern: null }, signal)) {
    for (const event of events) log.add(reader.read(event));
  }
  return { invocations: log.list(), forgotten: log.forgotten };
}

async function byInsights(
  { from, to, yes }: LogsRequest,
  sources: readonly LogSource[],
  gateway: LogsGateway,
  { output, input }: CommandContext,
  signal: AbortSignal,
): Promise<Found> {
  const plan = historyPlanOf(sources);
  const price = plan.bytes === null ? scanWords(null) : `at most ${scanWords(plan.bytes)}`;
  const words = `Logs Insights scans ${durationWords((to - from) / 1_000)} of logs: ${price}`;
  const canBeFree = sources.every(({ group }) => group.logClass !== 'INFREQUENT_ACCESS');
  if (sources.length > 0 && !yes) await agree(words, canBeFree, input, signal);
  const { invocations, matched, bytesScanned, isCut } = await readHistory(
    gateway,
    plan,
    { from, to },
    signal,
  );
  if (isCut) {
    const of = matched === null ? '' : ` of ${matched.toLocaleString('en')}`;
    output.say(`lambdatop: only the newest${of} were read: name a shorter time with --since and --until`);
  }
  if (bytesScanned !== null && sources.length > 0) {
    output.say(`lambdatop: Logs Insights scanned ${scanWords(bytesScanned)}`);
  }
  return { invocations, forgotten: emptyColdTable() };
}

async function agree(
  words: string,
  canBeFree: boolean,
  input: CommandContext['input'],
  signal: AbortSignal,
): Promise<void> {
  const free = canBeFree ? ['without a charge: a --since of at most 3h'] : [];
  const next = ['with --yes it is read', ...free];
  if (!input.canAsk) throw new AppError('refused', `${words}. Nobody agreed to that.`, { next });
  const answer = await input.ask(`${words}. Read it? [y/N] `, signal);
  if (!/^y(es)?$/i.test(answer?.trim() ?? '')) throw new AppError('refused', 'Not read.', { next });
}
