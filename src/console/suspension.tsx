/**
 * Ctrl-Z, `kill -TSTP`, `kill -STOP` and back. Ink alone would leave the shell in the alternate screen and the
 * keys dead after `fg` (facts/ink.md, "Terminal restore").
 */
import { type SuspendTerminal, useApp } from 'ink';
import { useEffect } from 'react';
import type { Terminal } from '../ui/terminal/terminal.ts';

/** After this time, ms, without having been stopped, nobody is there to stop us (no job control): go on. */
const NOT_STOPPED_MS = 300;

/** See the file's head. */
export interface Suspension {
  /** Gives the terminal back to the shell and stops the process until it is continued. */
  readonly suspend: () => void;
  /**
   * Lends the terminal to `borrower` and takes it back when that has ended; resolves then. Does nothing while the
   * terminal is with somebody else already. Ctrl-Z meanwhile stops the console along with whom it is lent to.
   */
  lend(borrower: () => Promise<void>): Promise<void>;
  /** The terminal is with somebody else: what is typed there, Ctrl-C too, is not for the console. */
  isLent(): boolean;
  /** Learns Ink's way of giving the screen away; only a component inside Ink can know it. */
  learn(suspendTerminal: SuspendTerminal): void;
  release(): void;
}

/** Suspension of one terminal; listens for SIGTSTP and SIGCONT until released. */
export function createSuspension(terminal: Terminal): Suspension {
  let giveAway: SuspendTerminal | null = null;
  let away = false;
  let lent = false;

  const handOver = async (meanwhile: () => Promise<void>): Promise<void> => {
    if (away || !giveAway) return;
    away = true;
    terminal.pause();
    await giveAway(() => meanwhile().then(terminal.resumeKeys))
      .catch(terminal.resumeKeys)
      .finally(() => {
        away = false;
        terminal.resumeFrames();
      });
  };

  const suspend = (): void => void handOver(stopUntilContinued);
  // Continued without having given the screen away: somebody sent SIGSTOP. Draw everything anew.
  const onContinue = (): void => void handOver(async () => {});

  /** Stops the whole process group as the terminal itself would: npm and a script that started us stop and go on with us. */
  const stopUntilContinued = (): Promise<void> =>
    new Promise((resolve) => {
      const goOn = (): void => {
        clearTimeout(timer);
        process.off('SIGCONT', goOn);
        process.on('SIGTSTP', suspend);
        resolve();
      };
      process.once('SIGCONT', goOn);
      process.off('SIGTSTP', suspend);
      terminal.output.whenDrained(() => process.kill(0, 'SIGTSTP'));
      const timer = setTimeout(goOn, NOT_STOPPED_MS);
    });

  process.on('SIGTSTP', suspend);
  process.on('SIGCONT', onContinue);
  return {
    suspend,
    lend: (borrower) =>
      handOver(async () => {
        lent = true;
        // Not ours to answer: the default stops us with the whole process group, as the shell expects.
        process.off('SIGTSTP', suspend);
        try {
          await borrower();
        } finally {
          process.on('SIGTSTP', suspend);
          lent = false;
        }
      }),
    isLent: () => lent,
    learn(suspendTerminal) {
      giveAway = suspendTerminal;
    },
    release() {
      process.off('SIGTSTP', suspend);
      process.off('SIGCONT', onContinue);
    },
  };
}

/** Draws nothing; tells the suspension how Ink gives the screen away. */
export function SuspendHandle({ suspension }: { readonly suspension: Suspension }) {
  const { suspendTerminal } = useApp();
  useEffect(() => suspension.learn(suspendTerminal), [suspension, suspendTerminal]);
  return null;
}
