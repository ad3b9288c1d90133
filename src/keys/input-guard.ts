import { StringDecoder } from 'node:string_decoder';
import type { KeyEvent } from './token.ts';
import { createTokenizer, type Tokenizer } from './tokenizer.ts';

/** A terminal's input, such as `process.stdin`. A pipe has no raw mode. */
type TerminalInput = NodeJS.ReadableStream & { setRawMode?(isRaw: boolean): unknown };

/** A steady clock (ms, never set back) and its timers. */
interface InputTimer {
  now(): number;
  /** Calls `callback` after `ms`; returns how to cancel. */
  after(ms: number, callback: () => void): () => void;
}

/** What the guard needs, and whom it tells. */
export interface InputGuardOptions {
  readonly stdin: TerminalInput;
  /** Writes to the terminal, to switch bracketed paste on and off. Must not throw when it is gone. */
  write(sequence: string): void;
  /** All events of one read, together. Never empty. */
  onEvents(events: readonly KeyEvent[]): void;
  /** The terminal is gone (end of input, or an error such as EIO after an SSH drop). Called once at most. */
  onEnd(error: Error | null): void;
  readonly tokenizer?: Tokenizer;
  readonly timer?: InputTimer;
}

/** The one reader of the terminal. */
export interface InputGuard {
  /** Give the terminal to another program ($EDITOR, the shell after Ctrl-Z): cooked, unread, pastes unmarked. */
  pause(): void;
  /** Take it back. What was half read before is forgotten. */
  resume(): void;
  /** Stop for good and leave the terminal as it was. */
  detach(): void;
}

const PASTES_MARKED = '\x1b[?2004h';
const PASTES_UNMARKED = '\x1b[?2004l';

/**
 * Read keys from a terminal: raw mode and bracketed paste on, bytes decoded over the edges of reads, the
 * tokenizer told of silences. Attach before the first frame: a terminal still in cooked mode keeps an Enter
 * to itself (Ink's own `useInput` loses it, and splits nothing; it is not used at all).
 */
export function attachInput({
  stdin,
  write,
  onEvents,
  onEnd,
  tokenizer = createTokenizer(),
  timer = steadyTimer,
}: InputGuardOptions): InputGuard {
  let decoder = new StringDecoder('utf8');
  let isReading = false;
  let isOver = false;
  let cancelSilence = (): void => {};

  const deliver = (events: readonly KeyEvent[]): void => {
    if (events.length > 0) onEvents(events);
  };

  const listenForSilence = (): void => {
    cancelSilence();
    const deadline = isReading ? tokenizer.deadline() : null;
    if (deadline === null) return;
    cancelSilence = afterSilence(timer, deadline - timer.now(), () => {
      const events = tokenizer.expire(timer.now());
      listenForSilence();
      deliver(events);
    });
  };

  const onData = (chunk: Uint8Array | string): void => {
    const text = typeof chunk === 'string' ? chunk : decoder.write(chunk);
    const events = tokenizer.push(text, timer.now());
    listenForSilence();
    deliver(events);
  };

  const end = (error: Error | null): void => {
    if (isOver) return;
    isOver = true;
    stop();
    onEnd(error);
  };
  const onError = (error: Error): void => end(error);
  const onClosed = (): void => end(null);

  const start = (): void => {
    if (isReading || isOver) return;
    isReading = true;
    stdin.setRawMode?.(true);
    write(PASTES_MARKED);
    stdin.on('data', onData);
    stdin.resume();
  };

  const stop = (): void => {
    if (!isReading) return;
    isReading = false;
    cancelSilence();
    stdin.removeListener('data', onData);
    stdin.pause();
    tokenizer.reset();
    decoder = new StringDecoder('utf8');
    write(PASTES_UNMARKED);
    stdin.setRawMode?.(false);
  };

  // These stay for good: an EIO that comes after the end must not crash the process.
  stdin.on('error', onError);
  stdin.on('end', onClosed);
  stdin.on('close', onClosed);
  start();

  return {
    pause: stop,
    resume() {
      while (!isReading && !isOver && stdin.read() !== null);
      start();
    },
    detach() {
      stop();
      isOver = true;
    },
  };
}

/**
 * Calls `callback` when `ms` have passed and nothing is waiting to be read. After the event loop was blocked,
 * timers run before the input that came meanwhile: letting one poll pass (setImmediate) hears that first.
 */
function afterSilence(timer: InputTimer, ms: number, callback: () => void): () => void {
  let immediate: NodeJS.Immediate | undefined;
  const cancel = timer.after(Math.max(ms, 0), () => {
    immediate = setImmediate(callback);
  });
  return () => {
    cancel();
    clearImmediate(immediate);
  };
}

const steadyTimer: InputTimer = {
  now: () => performance.now(),
  after(ms, callback) {
    const timeout = setTimeout(callback, ms);
    return () => clearTimeout(timeout);
  },
};
