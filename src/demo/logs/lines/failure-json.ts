import type { Failure } from './failure-catalogue.ts';
import type { Voice } from './voice.ts';

/** What a runtime writes in JSON about an exception that nobody caught. */
export function failureJson(
  { family }: Voice,
  at: number,
  failure: Failure,
  message: string,
  requestId: string,
) {
  const timestamp = new Date(at).toISOString();
  if (family === 'python') return pythonJson(failure, message, at, requestId);
  if (family === 'node') return nodeJson(failure, message, timestamp, requestId);
  const stackTrace = failure.frames.map((frame) => frame.replace('|', '\n'));
  const error = { errorType: failure.type, errorMessage: message, stackTrace };
  if (family === 'java') return { timestamp, level: 'ERROR', message, ...error, AWSRequestId: requestId };
  return { timestamp, level: 'ERROR', requestId, ...error };
}

/** What it writes when it cannot even begin: no request is there yet. */
export function initFailureJson({ family }: Voice, at: number, failure: Failure) {
  const timestamp = new Date(at).toISOString();
  const { type, message, frames } = failure;
  if (family === 'python') return pythonJson(failure, message, at, '');
  if (family === 'node') return nodeJson(failure, message, timestamp);
  return {
    timestamp,
    level: 'ERROR',
    message: { errorType: type, errorMessage: message, stackTrace: frames },
  };
}

/** An exception as Node.js's runtime tells it in a log of text; who called gets its `stack` as `trace`. */
export function nodeError({ type, frames }: Failure, message: string) {
  const stack = [...`${type}: ${message}`.split('\n'), ...frames.map((frame) => `    at ${frame}`)];
  return { errorType: type, errorMessage: message, stack };
}

/** An exception as Python's runtime tells it, to who called and to a log in JSON: the outermost frame first. */
export function pythonError({ type, frames }: Failure, message: string, requestId: string) {
  const stackTrace = frames.toReversed().map((frame) => `  ${frame.replace('|', '\n    ')}\n`);
  return { errorMessage: message, errorType: type, requestId, stackTrace };
}

/** The error is the message of the line, under the name of its class. */
function nodeJson(failure: Failure, errorMessage: string, timestamp: string, requestId?: string) {
  const { errorType, stack } = nodeError(failure, errorMessage);
  const message = { errorType: errorType.replace(/^Runtime\./, ''), errorMessage, stackTrace: stack };
  return { timestamp, level: 'ERROR', ...(requestId === undefined ? {} : { requestId }), message };
}

function pythonJson(failure: Failure, message: string, at: number, requestId: string) {
  // By the second, unlike what its logger writes.
  const timestamp = `${new Date(at).toISOString().slice(0, 19)}Z`;
  return { timestamp, level: 'ERROR', ...pythonError(failure, message, requestId) };
}
