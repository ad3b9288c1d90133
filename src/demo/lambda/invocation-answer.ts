import { eventsOf } from '../logs/events/invocation-events.ts';
import type { Failure } from '../logs/lines/failure-catalogue.ts';
import { nodeError, pythonError } from '../logs/lines/failure-json.ts';
import { failureMessage } from '../logs/lines/failure-text.ts';
import { failureOf, initFailureOf } from '../logs/lines/failures.ts';
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
    case 'out-of-memory':
      return { body: JSON.stringify(exitOf(invocation, 'signal: killed')), isError: true };
    case 'init-error':
      return { body: JSON.stringify(initErrorOf(voice, invocation)), isError: true };
    case 'error':
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

/** The runtime's process ended: what Lambda says of it. */
function exitOf(invocation: Invocation, how: string) {
  const errorMessage = `RequestId: ${requestIdOf(invocation)} Error: Runtime exited with error: ${how}`;
  return { errorType: 'Runtime.ExitError', errorMessage };
}

/** No request was there yet to name; a program that Lambda only starts can tell nothing. */
function initErrorOf(voice: Voice, invocation: Invocation) {
  const failure = initFailureOf(voice);
  return voice.family === 'go'
    ? exitOf(invocation, 'exit status 2')
    : told(voice, failure, failure.message, '');
}

function errorOf(voice: Voice, invocation: Invocation) {
  const { failure } = failureOf(voice, invocation);
  return told(voice, failure, failureMessage(invocation, failure), requestIdOf(invocation));
}

/** An exception in the words of the runtime; Node.js calls the stack `trace`, the others `stackTrace`. */
function told({ family }: Voice, failure: Failure, errorMessage: string, requestId: string) {
  const { type, frames } = failure;
  switch (family) {
    case 'node': {
      const { errorType, stack } = nodeError(failure, errorMessage);
      return { errorType, errorMessage, trace: stack };
    }
    case 'python':
      return pythonError(failure, errorMessage, requestId);
    case 'dotnet':
      return {
        errorType: type.replace(/^.*\./, ''),
        errorMessage,
        stackTrace: frames.map((frame) => `at ${frame}`),
      };
    case 'go':
      return { errorMessage, errorType: type.replace(/^.*\./, ''), stackTrace: frames.map(goFrame) };
    default:
      return { errorMessage, errorType: type, stackTrace: frames };
  }
}

/** `main.handler(...)|/build/main.go:41 +0x1d` as Go's library for Lambda tells it. */
function goFrame(frame: string) {
  const [, label = frame, path = '', line = '0'] =
    /^\w+\.(.+?)\((?!\*)[^|]*\)\|\/(\S+):(\d+)/.exec(frame) ?? [];
  return { path, line: Number(line), label };
}
