/** What the command line hands to the console. */

import type { Clock } from '../domain/clock.ts';
import type { ScreenName } from '../domain/screens.ts';
import type { ScopeOptions } from '../gateways/scope.ts';
import type { LogFile } from '../journal/log-file.ts';
import type { StateDir } from '../journal/state-dir.ts';

/** Everything the console is started with. */
export interface ConsoleOptions {
  /** Which AWS, as far as it was named; the rest is looked up. */
  readonly scope: ScopeOptions;
  /** The only account that may be worked on (`--account`), twelve digits. */
  readonly account: string | null;
  readonly stateDir: StateDir;
  readonly logger: LogFile;
  /** `--no-color` or NO_COLOR. */
  readonly noColor: boolean;
  readonly startScreen: ScreenName;
  /** What the start screen shows (a function's name), when one was named. */
  readonly target: string | null;
  /** The variables credentials, region and terminal are looked up in. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The time that the rates of calls are counted by; the machine's when it is left out. */
  readonly pace?: Clock;
  /** Has the process keep its memory small from now on. Returns the way out. */
  readonly keepHeapSmall: () => () => void;
  /** Path of what started this process (bin/lambdatop.js): rollouts run in processes of their own. */
  readonly program: string;
  /** It runs on the embedded account, which is to be said on the screen. */
  readonly demo: boolean;
  /**
   * Aborts when something threw that nobody caught. The console then leaves the screen and returns; the
   * caller prints what happened, once the terminal is the person's again.
   */
  readonly crash: AbortSignal;
}
