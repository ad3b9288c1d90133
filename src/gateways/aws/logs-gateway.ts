/** Reads of CloudWatch Logs: where functions log, searches of the past, live tail, Insights. */

import type { FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { AppError } from '../../domain/app-error.ts';
import type { LogEvent } from '../../domain/logs/log-event.ts';
import type { LogPage, LogSearch, LogsGateway } from '../logs.ts';
import type { Clients } from './clients.ts';
import { listAside } from './list-aside.ts';
import { liveTail } from './logs-live-tail.ts';
import { runQuery } from './logs-query.ts';
import { type Page, pages } from './pages.ts';
import { plainText } from './plain-text.ts';

/** The logs of the clients' account and region. */
export function logsGateway(clients: Clients): LogsGateway {
  return {
    async functionLogging(functionName, signal) {
      const { sdk, send } = await clients.lambda();
      const command = new sdk.GetFunctionConfigurationCommand({ FunctionName: functionName });
      const { LoggingConfig, FunctionArn, CapacityProviderConfig } = await send(command, {
        signal,
        urgent: true,
      });
      const group = LoggingConfig?.LogGroup ?? `/aws/lambda/${functionName}`;
      return {
        group,
        groupArn: groupArn(FunctionArn, group),
        format: LoggingConfig?.LogFormat ?? null,
        systemLevel: LoggingConfig?.SystemLogLevel ?? null,
        interleaves: CapacityProviderConfig !== undefined,
      };
    },

    async aliasVersions(functionName, alias, signal) {
      const { sdk, send } = await clients.lambda();
      const command = new sdk.GetAliasCommand({ FunctionName: functionName, Name: alias });
      const { FunctionVersion, RoutingConfig } = await send(command, { signal, urgent: true });
      const others = Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {});
      return FunctionVersion === undefined ? others : [FunctionVersion, ...others];
    },

    async findGroup(name, signal) {
      const { sdk, send } = await clients.logs();
      const command = new sdk.DescribeLogGroupsCommand({ logGroupNamePrefix: name });
      const { logGroups } = await send(command, { signal, urgent: true });
      // In order of their names: the one that is no longer than the prefix comes first.
      const found = logGroups?.find(({ logGroupName }) => logGroupName === name);
      if (!found) return null;
      return {
        name,
        arn: found.logGroupArn ?? found.arn?.replace(/:\*$/, '') ?? name,
        logClass: found.logGroupClass ?? null,
        storedBytes: found.storedBytes ?? null,
      };
    },

    liveTail: (question, signal) => liveTail(clients, question, signal),
    search: (question, signal) => search(clients, question, signal),
    insights: (question, signal) => runQuery(clients, question, signal),
  };
}

/** ARN of a group in the same account and region as a function; null when the function's is not known. */
function groupArn(functionArn: string | undefined, group: string): string | null {
  const [, partition, , region, account] = functionArn?.split(':') ?? [];
  return account === undefined ? null : `arn:${partition}:logs:${region}:${account}:log-group:${group}`;
}

/** FilterLogEvents, page after page; the limit of a page is AWS's own (10,000 events or 1 MB). */
async function* search(
  clients: Clients,
  { group, streamPrefix, pattern, from, to, newestFirst = false, until, urgent = false }: LogSearch,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogPage, void, undefined> {
  const { sdk, send } = await clients.logs();
  const question = {
    logGroupName: group,
    startTime: Math.max(0, Math.floor(from)),
    ...(to === null ? {} : { endTime: Math.floor(to) }),
    ...(streamPrefix === null ? {} : { logStreamNamePrefix: streamPrefix }),
    ...(pattern === null ? {} : { filterPattern: pattern }),
    ...(newestFirst ? { startFromHead: false } : {}),
  };
  const streams = new Map<string, string>();
  const toLogEvent = (event: FilteredLogEvent): LogEvent => ({
    eventId: event.eventId ?? null,
    group,
    stream: sameText(streams, event.logStreamName ?? ''),
    timestamp: event.timestamp ?? event.ingestionTime ?? 0,
    ingestionTime: event.ingestionTime ?? event.timestamp ?? 0,
    message: event.message ?? '',
  });
  const read = async (nextToken: string | undefined, signal: AbortSignal): Promise<Page<LogPage>> => {
    const command = new sdk.FilterLogEventsCommand({ ...question, ...(nextToken ? { nextToken } : {}) });
    const list = listAside('events', toLogEvent);
    command.middlewareStack.use(list.plugin());
    const page = await send(command, { signal, urgent }).catch((thrown) => {
      throw refusedByClass(thrown, group);
    });
    // An endpoint without the operation may answer anything that parses.
    if (!Array.isArray(page.events)) throw unsupported('logs:FilterLogEvents');
    const events = list.values();
    const isEnough = until !== undefined && (events.at(-1)?.timestamp ?? 0) > until;
    const next = isEnough ? undefined : page.nextToken;
    return { value: { events, more: Boolean(next) }, next };
  };
  yield* pages(read, signal);
}

/** The copy of a text that is kept already: each event brings the name of its stream anew. */
function sameText(known: Map<string, string>, text: string): string {
  const same = known.get(text);
  if (same !== undefined) return same;
  known.set(text, text);
  return text;
}

/** A group of another class than STANDARD lets nobody search its lines (facts/aws.md section 3). */
function refusedByClass(thrown: unknown, group: string): unknown {
  const cause = thrown instanceof AppError ? thrown.cause : null;
  if (!(cause instanceof Error) || cause.name !== 'InvalidOperationException') return thrown;
  return new AppError('unsupported', `Nobody can search ${group}. AWS says: ${plainText(cause.message)}`, {
    operation: 'logs:FilterLogEvents',
    cause,
    next: [
      'what ran can be read by Logs Insights, which charges for it:',
      'lambdatop logs FUNCTION --invocations, or i and then :since 1h',
    ],
  });
}

function unsupported(operation: string): AppError {
  return new AppError('unsupported', `This endpoint does not support ${operation}.`, { operation });
}
