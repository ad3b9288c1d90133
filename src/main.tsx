/**
 * The start: argv in, an exit code out. This file alone knows that it runs in a process of its own: it takes the
 * process's signals and last troubles, and only it ends the process.
 */
import { flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { CommandLine } from './cli/command-line.ts';
import type { Surroundings } from './cli/context.ts';
import { keepHeapSmall } from './cli/heap.ts';
import { AppError, EXIT } from './domain/app-error.ts';

/** How long a forgotten socket or timer may hold up the end of the process, ms. */
const LINGER_MS = 500;

/** How long the console may take to give the terminal back after a crash, ms. */
const RESTORE_MS = 1_000;

/** One run of lambdatop on this process: what is open in it, for the handlers of last resort. */
class Run {
  readonly #commandLine: CommandLine;
  readonly #crash = new AbortController();
  #consoleIsOpen = false;
  #restoreTimer: NodeJS.Timeout | undefined;
  #interruption: AbortController | null = null;

  constructor(argv: readonly string[]) {
    this.#commandLine = new CommandLine(argv, {
      environment: process.env,
      // Its streams are made when they are asked for; most commands need no stdin.
      streams: process,
      clock: { now: () => Date.now() },
      demoProgram: fileURLToPath(new URL('./demo.js', import.meta.url)),
      program: process.argv[1] ?? '',
      interruption: () => this.#takeSignals(),
      keepHeapSmall,
      openConsole: (options) => this.#openConsole(options),
    });
  }

  /** Runs to the end; the exit code is set, and the process ends as soon as nothing is left to do. */
  async start(): Promise<void> {
    this.#guardProcess();
    process.exitCode = await this.#commandLine.run();
    setTimeout(() => process.exit(), LINGER_MS).unref();
  }

  #openConsole: Surroundings['openConsole'] = async (options) => {
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

  #guardProcess(): void {
    // The SDK prints this over the screen; bin/lambdatop.js has checked the version already.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
    process.removeAllListeners('warning');
    process.on('warning', (warning) => this.#commandLine.log?.warn('warning from Node', warning));
    process.on('uncaughtException', (error) => this.#stumble(error));
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      // The terminal is gone, so there is nothing to give back.
      if (this.#consoleIsOpen) process.exit(EXIT.interrupted);
      // The reader of our data left (`| head`): it has what it wanted.
      process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed);
    });
    process.stderr.on('error', () => {});
    process.on('exit', () => this.#commandLine.log?.flush());
  }

  /** Something threw where nobody could catch it. An open console first gives the terminal back. */
  #stumble(error: Error): void {
    const end = async (): Promise<void> => process.exit(await this.#commandLine.report(error));
    if (!this.#consoleIsOpen) {
      void end();
      return;
    }
    this.#crash.abort(error);
    this.#restoreTimer = setTimeout(() => void end(), RESTORE_MS);
  }
}

await new Run(process.argv.slice(2)).start();
