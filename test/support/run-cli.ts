/** The built product, run as a person or a script runs it. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** What `bin` in package.json names. */
export const LAUNCHER = path.join(import.meta.dirname, '../../bin/lambdatop.js');

/** How a run ended. */
export interface CliResult {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run in progress. */
export interface CliRun {
  readonly process: ChildProcessWithoutNullStreams;
  /** Everything stdout and stderr carried up to now. */
  stdout(): string;
  stderr(): string;
  readonly ended: Promise<CliResult>;
}

/** An empty directory that goes with the test. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'lambdatop-test-'));
  // What a detached process is just writing as it ends must not fail the test.
  onTestFinished(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
  return directory;
}

/**
 * The surroundings of a run: nothing of this machine's AWS configuration, an empty home, no CI variable.
 *
 * @param variables what is set besides
 */
export async function cleanEnvironment(
  variables: Record<string, string> = {},
): Promise<Record<string, string>> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: await temporaryDirectory(),
    // One compile cache for all runs, outside of the home that each run finds empty.
    XDG_CACHE_HOME: path.join(tmpdir(), 'lambdatop-test-cache'),
    AWS_EC2_METADATA_DISABLED: 'true',
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    ...variables,
  };
}

/** Starts `lambdatop` with these arguments and this on stdin; it ends with the test at the latest. */
export async function startCli(
  args: readonly string[],
  variables: Record<string, string> = {},
  stdin = '',
): Promise<CliRun> {
  const env = await cleanEnvironment(variables);
  const child = spawn(process.execPath, [LAUNCHER, ...args], { env, stdio: 'pipe' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const words = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      words[name] += text;
    });
  }
  child.stdin.end(stdin);
  const ended = once(child, 'close').then(([code]): CliResult => ({ code: code as number | null, ...words }));
  return { process: child, stdout: () => words.stdout, stderr: () => words.stderr, ended };
}

/** Runs `lambdatop` with these arguments to its end. */
export async function runCli(
  args: readonly string[],
  variables?: Record<string, string>,
  stdin?: string,
): Promise<CliResult> {
  const run = await startCli(args, variables, stdin);
  return run.ended;
}
