/** When a function's log last told of an error: searched from now backwards, as far as the time given goes. */
import type { LastError } from '../../domain/dead-letters/target-state.ts';
import { ERROR_PATTERN } from '../../domain/logs/error-pattern.ts';
import { createLineReader } from '../../domain/logs/line-reader.ts';
import { errorOf } from '../../domain/logs/log-error.ts';
import type { LogEvent } from '../../domain/logs/log-event.ts';
import { signatureOf } from '../../domain/logs/signature.ts';
import type { LogsGateway } from '../../gateways/logs.ts';

/** Signatures of the errors that are meant; null = it is not known which, so any counts. */
export type WantedErrors = ReadonlySet<string> | null;

const REACH_MS = 86_400_000;

/** Looks back at most a day, until `signal` ends it. Never rejects: what it cannot read is unknown. */
export async function lastErrorOf(
  functionName: string,
  wanted: WantedErrors,
  now: number,
  logs: LogsGateway,
  signal: AbortSignal,
): Promise<LastError> {
  const isTheirs = wanted !== null;
  const from = now - REACH_MS;
  let oldest: number | null = null;
  try {
    const { group } = await logs.functionLogging(functionName, signal);
    const search = { group, streamPrefix: null, pattern: ERROR_PATTERN, from, to: now, newestFirst: true };
    for await (const { events } of logs.search({ ...search, urgent: true }, signal)) {
      const found = newestIn(events, wanted);
      if (found) return { state: 'seen', ...found, isTheirs };
      for (const { timestamp } of events) oldest = Math.min(oldest ?? timestamp, timestamp);
    }
    signal.throwIfAborted();
    return { state: 'none', since: from, isTheirs };
  } catch {
    return oldest === null ? { state: 'unknown' } : { state: 'none', since: oldest, isTheirs };
  }
}

function newestIn(
  events: readonly LogEvent[],
  wanted: WantedErrors,
): { readonly signature: string; readonly at: number } | null {
  const reader = createLineReader();
  const lines = events
    .toSorted((one, other) => one.timestamp - other.timestamp)
    .map((event) => reader.read(event));
  for (const line of lines.toReversed()) {
    const error = errorOf(line);
    if (!error || error.type === null) continue;
    const signature = signatureOf(error);
    // What Lambda writes to an asynchronous dead letter is the message alone, without its type.
    const untyped = signatureOf({ type: null, message: error.message });
    if (wanted === null || wanted.has(signature) || wanted.has(untyped)) {
      return { signature, at: line.event.timestamp };
    }
  }
  return null;
}
