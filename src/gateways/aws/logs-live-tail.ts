/** One live tail session, with what the SDK makes of its end (facts/aws.md section 3). */

import type { LiveTailSessionLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { AppError } from '../../domain/app-error.ts';
import type { LogEvent } from '../../domain/logs/log-event.ts';
import type { LiveTailItem, LiveTailQuestion, LogGroup } from '../logs.ts';
import type { Clients } from './clients.ts';

/** See LogsGateway. Whoever stops listening closes the connection. */
export async function* liveTail(
  clients: Clients,
  { groups, streamPrefixes, pattern }: LiveTailQuestion,
  signal: AbortSignal,
): AsyncGenerator<LiveTailItem, void, undefined> {
  const { sdk, send } = await clients.logs();
  const command = new sdk.StartLiveTailCommand({
    logGroupIdentifiers: groups.map(({ arn }) => arn),
    ...(streamPrefixes.length === 0 ? {} : { logStreamNamePrefixes: [...streamPrefixes] }),
    ...(pattern === null ? {} : { logEventFilterPattern: pattern }),
  });
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  try {
    const { responseStream } = await send(command, { signal: both }).catch((thrown) => {
      throw refusal(thrown);
    });
    if (!responseStream) throw refusal(null);
    let end: 'timeout' | 'closed' | 'cut' = 'closed';
    try {
      for await (const { sessionStart, sessionUpdate } of responseStream) {
        if (sessionStart) yield { kind: 'started' };
        if (!sessionUpdate) continue;
        const events = sessionUpdate.sessionResults ?? [];
        yield {
          kind: 'update',
          events: events.map((event) => toLogEvent(event, groups)),
          sampled: sessionUpdate.sessionMetadata?.sampled === true,
        };
      }
    } catch (thrown) {
      end = thrown instanceof Error && thrown.name === 'SessionTimeoutException' ? 'timeout' : 'cut';
    }
    // A lost line and our own abort both throw ECONNRESET: only our own signal tells them apart.
    if (!signal.aborted) yield { kind: 'ended', end };
  } finally {
    stop.abort();
  }
}

/** Names that need other words than an error of that kind usually gets. */
const REFUSALS: Readonly<Record<string, readonly ['throttled' | 'unsupported', string]>> = {
  LimitExceededException: ['throttled', 'all live tail sessions of this account are in use'],
  InvalidOperationException: ['unsupported', 'the class of this log group has no live tail'],
};

/** Why a session could not begin. */
function refusal(thrown: unknown): unknown {
  const operation = 'logs:StartLiveTail';
  if (thrown === null) {
    return new AppError('unsupported', `This endpoint does not support ${operation}.`, { operation });
  }
  const cause = thrown instanceof AppError && thrown.cause instanceof Error ? thrown.cause : null;
  const [code, words] = REFUSALS[cause?.name ?? ''] ?? [];
  return code && words ? new AppError(code, words, { operation, cause }) : thrown;
}

function toLogEvent(event: LiveTailSessionLogEvent, groups: readonly LogGroup[]): LogEvent {
  return {
    eventId: null,
    group: groupNameIn(event.logGroupIdentifier, groups),
    stream: event.logStreamName ?? '',
    timestamp: event.timestamp ?? event.ingestionTime ?? 0,
    ingestionTime: event.ingestionTime ?? event.timestamp ?? 0,
    message: event.message ?? '',
  };
}

/** The group's name, whether AWS wrote its ARN, `ACCOUNT:NAME` or the name (the model allows all). */
function groupNameIn(identifier: string | undefined, groups: readonly LogGroup[]): string {
  const [only, another] = groups;
  if (only && !another) return only.name;
  return (identifier ?? '')
    .replace(/^arn:[^:]*:logs:[^:]*:[^:]*:log-group:|^\d{12}:/, '')
    .replace(/:\*$/, '');
}
