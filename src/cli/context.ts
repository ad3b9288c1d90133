/** What every command gets: its surroundings, so that no command reaches for `process` itself. */
import type { Clock } from '../domain/clock.ts';
import type { LogFile } from '../journal/log-file.ts';
import type { StateDir } from '../journal/state-dir.ts';
import type { ConsoleOptions } from './console-options.ts';
import type { Input } from './input.ts';
import type { Output } from './output.ts';
import type { GlobalOptions, Invocation } from './parse.ts';

/** Surroundings of one command. */
export interface CommandContext {
  readonly environment: NodeJS.ProcessEnv;
  readonly output: Output;
  readonly input: Input;
  readonly clock: Clock;
  readonly logger: LogFile;
  readonly stateDir: StateDir;
  /** Path of the embedded account's program. */
  readonly demoProgram: string;
  /** Path of what started this process (bin/lambdatop.js), to start another. */
  readonly program: string;
  /**
   * Aborts, with an AppError `interrupted` whose cause is the signal's name, on the first SIGINT, SIGTERM or SIGHUP.
   * A command that asks for it takes those signals over; the second one ends the process whatever the command does.
   */
  interruption(): AbortSignal;
  /** Opens the console; resolves with the exit code. */
  openConsole(options: Omit<ConsoleOptions, 'crash'>): Promise<number>;
  /** The same surroundings under other global options: another state directory, or without colours. */
  withGlobals(globals: GlobalOptions): CommandContext;
  /** Runs another command line in these surroundings. */
  run(invocation: Invocation): Promise<number>;
}

/** A command: resolves with the exit code, rejects with an AppError. */
export type Command = (invocation: Invocation, context: CommandContext) => Promise<number>;
