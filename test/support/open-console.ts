/** Opens the console in a terminal inside the test, on an embedded account over HTTP: the true path, in-process. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { ConsoleOptions } from '../../src/cli/console-options.ts';
import { runConsole } from '../../src/console/run-console.tsx';
import { startAccount } from '../../src/demo/account.ts';
import { openLogFile } from '../../src/journal/log-file.ts';
import { stateDirFrom } from '../../src/journal/state-dir.ts';
import { hastyPace } from './hasty-pace.ts';
import { ScreenTerminal } from './screen-terminal.ts';

type Account = Awaited<ReturnType<typeof startAccount>>;

/** What a test may choose. */
export interface OpenConsoleOptions {
  readonly account: Account;
  readonly columns?: number;
  readonly rows?: number;
  readonly console?: Partial<ConsoleOptions>;
  /** Replaces the variables that name credentials, region and endpoint. */
  readonly environment?: Record<string, string>;
  /** Another start with the same state directory sees what the first one kept. */
  readonly stateDir?: string;
}

/** A console that runs. */
export interface OpenConsole {
  readonly terminal: ScreenTerminal;
  readonly stateDir: string;
  /** Resolves with the exit code once it was left. */
  readonly ended: Promise<number>;
}

/** An embedded account that ends with the test. */
export async function account(options: Parameters<typeof startAccount>[0] = {}): Promise<Account> {
  const started = await startAccount(options);
  onTestFinished(() => started.close());
  return started;
}

/** A console that is ended, if it still runs, with the test. */
export async function openConsole(options: OpenConsoleOptions): Promise<OpenConsole> {
  const terminal = new ScreenTerminal(options.columns, options.rows);
  const root = options.stateDir ?? (await mkdtemp(path.join(tmpdir(), 'lambdatop-test-')));
  const environment = options.environment ?? environmentOf(options.account);
  // The SDK looks its credentials up in the process's own variables.
  for (const name of AWS_VARIABLES) vi.stubEnv(name, environment[name]);
  const stateDir = stateDirFrom(root, environment);
  const crash = new AbortController();
  const ended = runConsole(
    {
      scope: {},
      account: null,
      stateDir,
      logger: openLogFile(stateDir.logFile, { now: () => Date.now() }),
      noColor: false,
      startScreen: 'functions',
      target: null,
      environment,
      pace: hastyPace,
      // The process is the tests'.
      keepHeapSmall: () => () => {},
      // What a rollout's process is started from; a test that starts one names the built program.
      program: '',
      demo: false,
      crash: crash.signal,
      ...options.console,
    },
    terminal,
  );
  ended.catch(() => {});
  onTestFinished(async () => {
    terminal.release();
    crash.abort(new Error('the test has finished'));
    await ended.catch(() => {});
    terminal.dispose();
    // The list of functions may just be being kept for the next start.
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  });
  return { terminal, stateDir: root, ended };
}

const AWS_VARIABLES = [
  'AWS_ENDPOINT_URL',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_PROFILE',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
];

/** Variables that lead to the account and to nothing of the machine. */
export function environmentOf({ endpoint }: Account): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'eu-west-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    TERM: 'xterm-256color',
  };
}
