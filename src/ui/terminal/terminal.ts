/** The terminal as the console uses it: paced frames out, keys in, and a way back to the shell from anywhere. */
import { writeSync } from 'node:fs';
import { attachInput, type InputGuard } from '../../keys/input-guard.ts';
import type { KeyEvent } from '../../keys/token.ts';
import { createFrameGate, type FrameGate } from './frame-gate.ts';
import { FrameOutput, type TerminalStream, unblockWrites } from './frame-output.ts';

type TerminalInput = Parameters<typeof attachInput>[0]['stdin'];

/** The two ends of a terminal: `process.stdin` and `process.stdout`, or a test's. */
export interface ConsoleTerminal {
  readonly input: TerminalInput;
  readonly output: TerminalStream;
}

/** An opened terminal. */
export interface Terminal {
  readonly output: FrameOutput;
  readonly gate: FrameGate;
  /** Raw mode on, pastes marked; keys go to `onEvents`, one call for one read. Before the first frame. */
  listen(onEvents: (events: readonly KeyEvent[]) => void, onGone: () => void): void;
  /** Hands the terminal to somebody else: no frames, no keys. */
  pause(): void;
  /**
   * Takes it back, keys first: setting raw mode from the background stops the process until it is in the
   * foreground (SIGTTOU), so that nothing is drawn over a shell that only said `bg`.
   */
  resumeKeys(): void;
  resumeFrames(): void;
  /** Stops reading and restores the input modes. */
  close(): void;
  /** The screen has been given back: nothing more to do at the process's end. */
  released(): void;
}

/** Ends a synchronised update, marks no pastes, leaves the alternate screen, shows the cursor, resets colours. */
const RESTORE = '\x1b[?2026l\x1b[?2004l\x1b[?1049l\x1b[?25h\x1b[0m';

/** Opens the terminal. Should the process die with it open, the screen is restored on the way out. */
export function openTerminal({ input, output: stream }: ConsoleTerminal): Terminal {
  if (stream === process.stdout) unblockWrites(stream);
  const output = new FrameOutput(stream);
  const gate = createFrameGate(output);
  let guard: InputGuard | null = null;

  const restore = (): void => {
    if (stream !== process.stdout) return;
    try {
      // Straight to the file: at this point nothing asynchronous is written any more.
      writeSync(1, RESTORE);
    } catch {
      // The terminal is gone; there is nobody to restore it for.
    }
  };
  process.once('exit', restore);

  return {
    output,
    gate,
    listen(onEvents, onGone) {
      guard = attachInput({
        stdin: input,
        write: (sequence) => output.write(sequence),
        onEvents,
        onEnd: onGone,
      });
    },
    pause() {
      gate.pause();
      guard?.pause();
    },
    resumeKeys() {
      guard?.resume();
    },
    resumeFrames() {
      gate.resume();
      gate.touch();
    },
    close() {
      guard?.detach();
    },
    released() {
      process.off('exit', restore);
      output.release();
    },
  };
}
