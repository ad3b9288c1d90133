import { type Invocation, requestIdOf } from '../../world/invocations/invocation.ts';
import { mix } from '../../world/random.ts';
import type { Failure } from './failure-catalogue.ts';
import { failureJson, initFailureJson, nodeError } from './failure-json.ts';
import type { Voice } from './voice.ts';

/** Python's runtime writes the leading blanks of a traceback as no-break spaces, so that they survive. */
const INDENT = '\u00a0\u00a0';

/** What Python's runtime says before it tells why it could not begin (as recorded in 2025 and 2026). */
const PYTHON_WARNING =
  'LAMBDA_WARNING: Unhandled exception. The most likely cause is an issue in the function code. However, in rare cases, a Lambda runtime update can cause unexpected function behavior. For functions using managed runtimes, runtime updates can be triggered by a function change, or can be applied automatically. To determine if the runtime has been updated, check the runtime version in the INIT_START log entry. If this error correlates with a change in the runtime version, you may be able to mitigate this error by temporarily rolling back to the previous runtime version. For more information, see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html';

/** The `number`-th event of what a runtime writes about an exception nobody caught. */
export function failureText(
  voice: Voice,
  invocation: Invocation,
  at: number,
  failure: Failure,
  number: number,
): string {
  const id = requestIdOf(invocation);
  const time = new Date(at).toISOString();
  const message = failureMessage(invocation, failure);
  if (voice.isJson) return `${JSON.stringify(failureJson(voice, at, failure, message, id))}\n`;
  switch (voice.family) {
    case 'node':
      return `${time}\t${id}\tERROR\tInvoke Error \t${JSON.stringify(nodeError(failure, message))}\n`;
    case 'python':
      return `[ERROR] ${failure.type}: ${message}\nTraceback (most recent call last):\n${pythonFrames(failure).join('\n')}${failure.frames.length > 0 ? '\n' : ''}`;
    case 'java':
      return `${message}: ${failure.type}\n${failure.type}: ${message}\n${failure.frames.map((frame) => `\tat ${frame}\n`).join('')}\n`;
    case 'dotnet':
      return `${time}\t${id}\tfail\t${failure.type}: ${message}\n${failure.frames.map((frame) => `   at ${frame}`).join('\n')}\n`;
    case 'go':
      return `${goLines(failure, message)[number] ?? ''}\n`;
    case 'ruby':
      return `Error raised from handler method\n${JSON.stringify({ errorMessage: message, errorType: failure.type, stackTrace: failure.frames }, null, 2)}\n`;
  }
}

/** What the exception of an invocation says. */
export function failureMessage({ salt, exception }: Invocation, { message }: Failure): string {
  if (exception !== undefined) return message;
  return message.replace('#', String(1000 + (mix(salt, 701) % 9000)));
}

/** What Python's runtime writes before that, by its logger, which knows no request yet. */
export function initWarningText({ isJson }: Voice, at: number): string {
  const timestamp = new Date(at).toISOString();
  if (!isJson) return `[WARNING]\t${timestamp}\t\t${PYTHON_WARNING}\n`;
  return `${JSON.stringify({ timestamp, level: 'WARNING', message: PYTHON_WARNING, logger: 'root', requestId: '' })}\n`;
}

/** What a runtime writes when it cannot even begin. */
export function initFailureText(voice: Voice, at: number, failure: Failure): string {
  const time = new Date(at).toISOString();
  const { type, message, frames } = failure;
  if (voice.isJson) return `${JSON.stringify(initFailureJson(voice, at, failure))}\n`;
  if (voice.family === 'node') {
    return `${time}\tundefined\tERROR\tUncaught Exception \t${JSON.stringify(nodeError(failure, message))}\n`;
  }
  if (voice.family === 'python') return `[ERROR] ${type}: ${message}\nTraceback (most recent call last):\n`;
  return `${message}: ${type}\n${frames.map((frame) => `\tat ${frame}\n`).join('')}`;
}

function pythonFrames({ frames }: Failure): string[] {
  // The catalogue has the innermost first, Python prints it last.
  return frames.toReversed().map((frame) => {
    const [place = '', code = ''] = frame.split('|');
    return `${INDENT}${place}\n${INDENT}${INDENT}${code}`;
  });
}

/** A panic: one event per line, as the custom runtime's standard error is cut at each of them. */
function goLines({ frames }: Failure, message: string): string[] {
  return [
    `panic: ${message}`,
    'goroutine 1 [running]:',
    ...frames.flatMap((frame) => {
      const [call = '', place = ''] = frame.split('|');
      return [call, `\t${place}`];
    }),
  ];
}
