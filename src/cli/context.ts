/** What every command gets: its surroundings, so that no command reaches for `process` itself. */
import type { ReadStream, WriteStream } from 'node:tty';
import type { Clock } from '../domain/clock.ts';
import type { LogFile } from '../journal/log-file.ts';
import type { StateDir } from '../journal/state-dir.ts';
import type { ConsoleOptions } from './console-options.ts';
import type { Input } from './input.ts';
import type { Output } from './output.ts';
import type { GlobalOptions, Invocation } from './parse.ts';

/** The ways into a process and out of it: `process` itself, or a test's. They are terminals, pipes or files. */
export interface Streams {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly stderr: WriteStream;
}

/** What a command line meets wherever it runs. */
export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly streams: Streams;
  readonly clock: Clock;
  /** The time that the rates of calls are counted by; the clock's when it is left out. */
  readonly pace?: Clock;
  /** Path of the embedded account's program. */
  readonly demoProgram: string;
  /** Path of what started this process (bin/lambdatop.js), to start another. */
  readonly program: string;
  /**
   * Aborts, with an AppError `interrupted` whose cause is the signal's name, on the first SIGINT, SIGTERM or SIGHUP.
   * A command that asks for it takes those signals over; the second one ends the process whatever the command does.
   */
  interruption(): AbortSignal;
  /** For what stays open long: has the process keep its memory small from now on. Returns the way out. */
  keepHeapSmall(): () => void;
  /** Opens the console; resolves with the exit code. */
  openConsole(options: Omit<ConsoleOptions, 'crash'>): Promise<number>;
}

/** Surroundings of one command, as its global options make them. */
export interface CommandContext extends Surroundings {
  readonly output: Output;
  readonly input: Input;
  readonly logger: LogFile;
  readonly stateDir: StateDir;
  /** The same surroundings under other global options: another state directory, or without colours. */
  withGlobals(globals: GlobalOptions): CommandContext;
  /** Runs another command line in these surroundings. */
  run(invocation: Invocation): Promise<number>;
}

/** A command: resolves with the exit code, rejects with an AppError. */
export type Command = (invocation: Invocation, context: CommandContext) => Promise<number>;
