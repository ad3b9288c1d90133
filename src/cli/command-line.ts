/** One command line, from argv to an exit code, in surroundings that are given: those of a process, or a test's. */
import { EXIT, toAppError } from '../domain/app-error.ts';
import { type LogFile, openLogFile } from '../journal/log-file.ts';
import { stateDirFrom } from '../journal/state-dir.ts';
import type { Command, CommandContext, Surroundings } from './context.ts';
import type { CommandName } from './grammar.ts';
import { inputFrom } from './input.ts';
import { open } from './open.ts';
import { outputTo, printError } from './output.ts';
import { type GlobalOptions, type Invocation, parse, wantsJson } from './parse.ts';

/** What a command needs is loaded when it is known which one it is: none pays for another, nor for the console. */
const COMMAND_OF: Record<CommandName, () => Promise<Command>> = {
  open: async () => open,
  functions: async () => (await import('./functions.ts')).functions,
  logs: async () => (await import('./logs.ts')).logs,
  kill: async () => (await import('./kill.ts')).kill,
  restore: async () => (await import('./restore.ts')).restore,
  reserve: async () => (await import('./reserve.ts')).reserve,
  pause: async () => (await import('./pause.ts')).pause,
  resume: async () => (await import('./pause.ts')).resume,
  publish: async () => (await import('./publish.ts')).publish,
  shift: async () => (await import('./shift.ts')).shift,
  promote: async () => (await import('./promote.ts')).promote,
  rollback: async () => (await import('./rollback.ts')).rollback,
  journal: async () => (await import('./journal.ts')).journal,
  rollout: async () => (await import('./rollout.ts')).rollout,
  rollouts: async () => (await import('./rollouts.ts')).rollouts,
  undo: async () => (await import('./undo.ts')).undo,
  dlq: async () => (await import('./dlq.ts')).dlq,
  doctor: async () => (await import('./doctor.ts')).doctor,
  demo: async () => (await import('./demo.ts')).demo,
};

/** See the file's head. */
export class CommandLine {
  readonly #argv: readonly string[];
  readonly #surroundings: Surroundings;
  #json: boolean;
  #log: LogFile | null = null;

  /** @param argv what stands behind `lambdatop` */
  constructor(argv: readonly string[], surroundings: Surroundings) {
    this.#argv = argv;
    this.#surroundings = surroundings;
    this.#json = wantsJson(argv);
  }

  /** Where words go that nobody is to see now; null until it is known where. */
  get log(): LogFile | null {
    return this.#log;
  }

  /** Runs to the end and resolves with the exit code. Never rejects: what goes wrong is said. */
  async run(): Promise<number> {
    try {
      return await this.#run(parse(this.#argv));
    } catch (thrown) {
      return this.report(thrown);
    }
  }

  /** Tells what went wrong, in the log and to the person; resolves with the exit code that it means. */
  async report(thrown: unknown): Promise<number> {
    const error = toAppError(thrown);
    if (error.code === 'bug') this.#log?.error('not caught', error.cause);
    const logged = this.#log?.flush() === true;
    const output = outputTo(this.#surroundings.streams, true, this.#surroundings.environment);
    await printError(error, this.#json, output, logged ? (this.#log?.path ?? null) : null);
    return error.exitCode;
  }

  #run = async (invocation: Invocation): Promise<number> => {
    this.#json = invocation.globals.json;
    const context = this.#contextOf(invocation.globals);
    if (invocation.intent === 'version') {
      const { VERSION } = await import('./version.ts');
      await context.output.data(`lambdatop ${VERSION}\n`);
      return EXIT.done;
    }
    if (invocation.intent === 'help') {
      const { helpText } = await import('./help.ts');
      await context.output.data(helpText(invocation.command));
      return EXIT.done;
    }
    const command = await COMMAND_OF[invocation.command ?? 'open']();
    return command(invocation, context);
  };

  #contextOf = (globals: GlobalOptions): CommandContext => {
    const surroundings = this.#surroundings;
    const { environment, streams, clock } = surroundings;
    const stateDir = stateDirFrom(globals.stateDir, environment);
    const logger = openLogFile(stateDir.logFile, clock);
    this.#log = logger;
    return {
      ...surroundings,
      output: outputTo(streams, globals.noColor, environment),
      input: inputFrom(streams),
      logger,
      stateDir,
      withGlobals: this.#contextOf,
      run: this.#run,
    };
  };
}
