/** What a person types, and lines that another program sends. Nothing is read before it is asked for. */
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { Streams } from './context.ts';

/** The way into a command. */
export interface Input {
  /** A person can be asked: what is typed comes from a terminal, and the question goes to one. */
  readonly canAsk: boolean;
  /** All lines of stdin, without those that are empty. */
  lines(): Promise<readonly string[]>;
  /**
   * Asks on stderr and resolves with the line that was typed; null when the terminal was closed. What was typed
   * before the question stood there is dropped. Rejects with the signal's reason.
   */
  ask(question: string, signal: AbortSignal): Promise<string | null>;
}

/** How long what was typed ahead is given to arrive, ms. */
const DRAIN_MS = 30;

/** Input from stdin, with questions on stderr. */
export function inputFrom(streams: Streams): Input {
  return {
    get canAsk() {
      return streams.stdin.isTTY === true && streams.stderr.isTTY === true;
    },
    async lines() {
      const { stdin } = streams;
      let text = '';
      stdin.setEncoding('utf8');
      for await (const chunk of stdin) text += chunk;
      return text
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean);
    },
    async ask(question, signal) {
      const { createInterface } = await import('node:readline');
      const { stdin, stderr } = streams;
      await drain(stdin);
      signal.throwIfAborted();
      // The terminal's own line editing does; an editor of ours would take Ctrl-C away from the signal.
      const reader = createInterface({ input: stdin, terminal: false });
      stderr.write(question);
      try {
        return await new Promise<string | null>((resolve, reject) => {
          reader.once('line', resolve);
          reader.once('close', () => resolve(null));
          const abort = (): void => {
            // Behind the question stands ^C.
            stderr.write('\n');
            reject(signal.reason);
          };
          signal.addEventListener('abort', abort, { once: true });
        });
      } finally {
        reader.close();
        stdin.pause();
      }
    },
  };
}

async function drain(stdin: Readable): Promise<void> {
  const drop = (): void => {};
  stdin.on('data', drop);
  await wait(DRAIN_MS);
  stdin.off('data', drop);
  stdin.pause();
}
