/** stdout carries data only, stderr carries words. */
import type { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import type { AppError } from '../domain/app-error.ts';
import type { Streams } from './context.ts';

/** What a stream leads to. */
export interface Reader {
  /** It is a terminal: a person reads. */
  readonly toTerminal: boolean;
  /** It may be coloured. */
  readonly colour: boolean;
  /** Columns of the terminal; undefined when it is none. */
  readonly columns: number | undefined;
}

/** The two ways out of a command; its own members are those of stdout. */
export interface Output extends Reader {
  /** stderr. */
  readonly words: Reader;
  /** Data, to stdout; resolves when the reader has taken it. */
  data(text: string): Promise<void>;
  /** Words for a person, to stderr, a line each. */
  say(...lines: readonly string[]): void;
}

/** Output to these streams. */
export function outputTo(streams: Streams, noColor: boolean, environment: NodeJS.ProcessEnv): Output {
  const { stdout, stderr } = streams;
  const mayColour = !noColor && !environment.NO_COLOR && environment.TERM !== 'dumb';
  const readerOf = ({ isTTY, columns }: WriteStream): Reader => {
    const toTerminal = isTTY === true;
    // Some pseudo-terminals know no size and say 0.
    return { toTerminal, colour: toTerminal && mayColour, columns: columns || undefined };
  };
  return {
    ...readerOf(stdout),
    words: readerOf(stderr),
    data: (text) => write(stdout, text),
    say: (...lines) => void stderr.write(`${lines.join('\n')}\n`),
  };
}

/**
 * Prints an error: one JSON object on stdout with `--json`, else a sentence and what to do next on stderr.
 *
 * @param logFile where more about it was written; null when nowhere
 */
export async function printError(
  error: AppError,
  json: boolean,
  output: Output,
  logFile: string | null,
): Promise<void> {
  const isBug = error.code === 'bug';
  const next = isBug && logFile !== null ? [...error.next, `log file: ${logFile}`] : error.next;
  if (json) {
    const { code, message } = error;
    await output.data(`${JSON.stringify({ error: { code, message, next } })}\n`);
    return;
  }
  output.say(...wordsOf({ message: error.message, next }));
  if (isBug && logFile === null) output.say(String(causeOf(error)));
}

/** A trouble as lines for stderr: who speaks, the sentence, and what to do next. */
export function wordsOf({ message, next }: Pick<AppError, 'message' | 'next'>): string[] {
  const sentence = message.startsWith('lambdatop ') ? message : `lambdatop: ${message}`;
  return [sentence, ...next.map((line) => `  ${line}`)];
}

function causeOf({ cause, stack }: AppError): unknown {
  return cause instanceof Error ? cause.stack : stack;
}

function write(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      // The reader left (`| head`): it has what it wanted, and the process's own handler ends it quietly.
      if (error && (error as NodeJS.ErrnoException).code !== 'EPIPE') reject(error);
      else resolve();
    });
  });
}
