import { eventsOf } from '../logs/events/invocation-events.ts';
import { failureMessage } from '../logs/lines/failure-text.ts';
import { failureOf } from '../logs/lines/failures.ts';
import { type Voice, voiceOf } from '../logs/lines/voice.ts';
import { type Invocation, requestIdOf } from '../world/invocations/invocation.ts';
import type { LambdaFunction } from '../world/model.ts';

/** Bytes of log that Invoke returns. */
const TAIL = 4096;
/** An event longer than this is not sent back. */
const ECHOED = 100_000;

/** What a function returned: JSON text. */
export interface Answer {
  body: string;
  isError: boolean;
}

/** What comes of an invocation: the event sent back by functions that work, the runtime's error by others. */
export function answerOf(target: LambdaFunction, invocation: Invocation, payload: unknown): Answer {
  const voice = voiceOf(target, invocation.path.configuration);
  switch (invocation.outcome) {
    case 'success':
      return { body: JSON.stringify(resultOf(target, invocation, payload)), isError: false };
    case 'timeout':
      return { body: JSON.stringify(timeoutOf(voice, invocation)), isError: true };
    default:
      return { body: JSON.stringify(errorOf(voice, invocation)), isError: true };
  }
}

/** The last 4 KB of the invocation's log, in base64. */
export function logTailOf(target: LambdaFunction, invocation: Invocation): string {
  const lines = eventsOf(voiceOf(target, invocation.path.configuration), invocation).map(({ message }) =>
    message.endsWith('\n') ? message : `${message}\n`,
  );
  return Buffer.from(lines.join('')).subarray(-TAIL).toString('base64');
}

/** Functions behind HTTP answer as API Gateway wants it. */
function resultOf({ name, profile }: LambdaFunction, { path }: Invocation, payload: unknown): unknown {
  const text = JSON.stringify(payload);
  const received = text.length > ECHOED ? { bytes: Buffer.byteLength(text) } : payload;
  const result = { function: name, version: path.version, received };
  if (profile.source !== 'sync' || profile.shape === 'idle') return result;
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(result),
  };
}

function timeoutOf({ configuration, tellsStatus }: Voice, invocation: Invocation): Record<string, string> {
  const id = requestIdOf(invocation);
  const words = `Task timed out after ${configuration.Timeout.toFixed(2)} seconds`;
  if (tellsStatus) return { errorType: 'Sandbox.Timedout', errorMessage: `RequestId: ${id} Error: ${words}` };
  const end = new Date(invocation.start + invocation.durationMs).toISOString();
  return { errorMessage: `${end} ${id} ${words}` };
}

/** Node calls the stack `trace`, the others `stackTrace`. */
function errorOf(voice: Voice, invocation: Invocation): Record<string, unknown> {
  const { failure } = failureOf(voice, invocation);
  const errorMessage = failureMessage(invocation, failure);
  const { type: errorType, frames } = failure;
  if (voice.family === 'node') {
    const trace = [`${errorType}: ${errorMessage}`, ...frames.map((frame) => `    at ${frame}`)];
    return { errorType, errorMessage, trace };
  }
  const requestId = requestIdOf(invocation);
  return { errorMessage, errorType, ...(voice.family === 'python' ? { requestId } : {}), stackTrace: frames };
}
