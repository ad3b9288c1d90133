/**
 * The start: argv in, an exit code out. What a command needs is loaded when it is known which one it is, so that
 * no command pays for Ink and the console does not pay for the commands. Only this file ends the process.
 */
import { flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Command, CommandContext } from './cli/context.ts';
import type { CommandName } from './cli/grammar.ts';
import { processInput } from './cli/input.ts';
import { open } from './cli/open.ts';
import { printError, processOutput } from './cli/output.ts';
import { type GlobalOptions, type Invocation, parse, wantsJson } from './cli/parse.ts';
import { AppError, EXIT, toAppError } from './domain/app-error.ts';
import type { Clock } from './domain/clock.ts';
import { type LogFile, openLogFile } from './journal/log-file.ts';
import { stateDirFrom } from './journal/state-dir.ts';

/** How long a forgotten socket or timer may hold up the end of the process, ms. */
const LINGER_MS = 500;

/** How long the console may take to give the terminal back after a crash, ms. */
const RESTORE_MS = 1_000;

const clock: Clock = { now: () => Date.now() };

const COMMAND_OF: Record<CommandName, () => Promise<Command>> = {
  open: async () => open,
  functions: async () => (await import('./cli/functions.ts')).functions,
  logs: async () => (await import('./cli/logs.ts')).logs,
  kill: async () => (await import('./cli/kill.ts')).kill,
  restore: async () => (await import('./cli/restore.ts')).restore,
  reserve: async () => (await import('./cli/reserve.ts')).reserve,
  pause: async () => (await import('./cli/pause.ts')).pause,
  resume: async () => (await import('./cli/pause.ts')).resume,
  publish: async () => (await import('./cli/publish.ts')).publish,
  shift: async () => (await import('./cli/shift.ts')).shift,
  promote: async () => (await import('./cli/promote.ts')).promote,
  rollback: async () => (await import('./cli/rollback.ts')).rollback,
  journal: async () => (await import('./cli/journal.ts')).journal,
  rollout: async () => (await import('./cli/rollout.ts')).rollout,
  rollouts: async () => (await import('./cli/rollouts.ts')).rollouts,
  undo: async () => (await import('./cli/undo.ts')).undo,
  dlq: async () => (await import('./cli/dlq.ts')).dlq,
  doctor: async () => (await import('./cli/doctor.ts')).doctor,
  demo: async () => (await import('./cli/demo.ts')).demo,
};

/** One run of lambdatop on this process: what is open in it, for the handlers of last resort. */
class Run {
  readonly #argv: readonly string[];
  #json: boolean;
  readonly #crash = new AbortController();
  #log: LogFile | null = null;
  #consoleIsOpen = false;
  #restoreTimer: NodeJS.Timeout | undefined;
  #interruption: AbortController | null = null;

  constructor(argv: readonly string[]) {
    this.#argv = argv;
    this.#json = wantsJson(argv);
  }

  /** Runs to the end; the exit code is set, and the process ends as soon as nothing is left to do. */
  async start(): Promise<void> {
    this.#guardProcess();
    try {
      process.exitCode = await this.#run(parse(this.#argv));
    } catch (thrown) {
      process.exitCode = await this.#report(thrown);
    }
    setTimeout(() => process.exit(), LINGER_MS).unref();
  }

  #run = async (invocation: Invocation): Promise<number> => {
    this.#json = invocation.globals.json;
    const context = this.#contextOf(invocation.globals);
    if (invocation.intent === 'version') {
      const { VERSION } = await import('./cli/version.ts');
      await context.output.data(`lambdatop ${VERSION}\n`);
      return EXIT.done;
    }
    if (invocation.intent === 'help') {
      const { helpText } = await import('./cli/help.ts');
      await context.output.data(helpText(invocation.command));
      return EXIT.done;
    }
    const command = await COMMAND_OF[invocation.command ?? 'open']();
    return command(invocation, context);
  };

  #contextOf = (globals: GlobalOptions): CommandContext => {
    const environment = process.env;
    const stateDir = stateDirFrom(globals.stateDir, environment);
    const logger = openLogFile(stateDir.logFile, clock);
    this.#log = logger;
    return {
      environment,
      output: processOutput(globals.noColor, environment),
      input: processInput(),
      clock,
      logger,
      stateDir,
      demoProgram: fileURLToPath(new URL('./demo.js', import.meta.url)),
      program: process.argv[1] ?? '',
      interruption: () => this.#takeSignals(),
      openConsole: (options) => this.#openConsole(options),
      withGlobals: this.#contextOf,
      run: this.#run,
    };
  };

  #openConsole: CommandContext['openConsole'] = async (options) => {
    const { runConsole } = await import('./console/run-console.tsx');
    this.#consoleIsOpen = true;
    try {
      const code = await runConsole({ ...options, crash: this.#crash.signal });
      this.#crash.signal.throwIfAborted();
      return code;
    } finally {
      this.#consoleIsOpen = false;
      clearTimeout(this.#restoreTimer);
      flushCompileCache();
    }
  };

  #takeSignals(): AbortSignal {
    if (this.#interruption) return this.#interruption.signal;
    const interruption = new AbortController();
    this.#interruption = interruption;
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        if (interruption.signal.aborted) process.exit(EXIT.interrupted);
        interruption.abort(new AppError('interrupted', 'Interrupted.', { cause: name }));
      });
    }
    return interruption.signal;
  }

  /** What went wrong, in the log and for the person; the exit code it ends with. */
  async #report(thrown: unknown): Promise<number> {
    const error = toAppError(thrown);
    if (error.code === 'bug') this.#log?.error('not caught', error.cause);
    const logged = this.#log?.flush() === true;
    await printError(
      error,
      this.#json,
      processOutput(true, process.env),
      logged ? (this.#log?.path ?? null) : null,
    );
    return error.exitCode;
  }

  #guardProcess(): void {
    // The SDK prints this over the screen; bin/lambdatop.js has checked the version already.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
    process.removeAllListeners('warning');
    process.on('warning', (warning) => this.#log?.warn('warning from Node', warning));
    process.on('uncaughtException', (error) => this.#stumble(error));
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      // The terminal is gone, so there is nothing to give back.
      if (this.#consoleIsOpen) process.exit(EXIT.interrupted);
      // The reader of our data left (`| head`): it has what it wanted.
      process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed);
    });
    process.stderr.on('error', () => {});
    process.on('exit', () => this.#log?.flush());
  }

  /** Something threw where nobody could catch it. An open console first gives the terminal back. */
  #stumble(error: Error): void {
    const end = async (): Promise<void> => process.exit(await this.#report(error));
    if (!this.#consoleIsOpen) {
      void end();
      return;
    }
    this.#crash.abort(error);
    this.#restoreTimer = setTimeout(() => void end(), RESTORE_MS);
  }
}

await new Run(process.argv.slice(2)).start();
