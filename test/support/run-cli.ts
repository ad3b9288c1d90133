/**
 * lambdatop as a script runs it: inside the test (`runCli`, much cheaper, with everything but the process and the
 * bundle), or the built product as a process of its own, for what only a process has: signals, pipes, its end.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { CommandLine } from '../../src/cli/command-line.ts';
import type { Streams } from '../../src/cli/context.ts';
import { hastyPace } from './hasty-pace.ts';
import { whereSdkFinds } from './sdk-variables.ts';

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

/** Starts the built product with these arguments and this on stdin; it ends with the test at the latest. */
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

/** Runs the built product with these arguments to its end. */
export async function runBuilt(
  args: readonly string[],
  variables?: Record<string, string>,
  stdin?: string,
): Promise<CliResult> {
  const run = await startCli(args, variables, stdin);
  return run.ended;
}

/** Runs `lambdatop` with these arguments to its end, inside the test. */
export async function runCli(
  args: readonly string[],
  variables: Record<string, string> = {},
  stdin = '',
): Promise<CliResult> {
  const environment = await cleanEnvironment(variables);
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const said = Promise.all([text(stdout), text(stderr)]);
  const commandLine = new CommandLine(args, {
    environment,
    streams: { stdin: Readable.from([stdin]), stdout, stderr } as unknown as Streams,
    clock: { now: () => Date.now() },
    pace: hastyPace,
    program: LAUNCHER,
    demoProgram: path.join(path.dirname(LAUNCHER), '../dist/demo.js'),
    interruption: () => new AbortController().signal,
    keepHeapSmall: () => () => {},
    openConsole: () => Promise.reject(new Error('there is no terminal')),
  });
  const code = await whereSdkFinds(variables, () => commandLine.run());
  commandLine.log?.flush();
  stdout.end();
  stderr.end();
  const [data, words] = await said;
  return { code, stdout: data, stderr: words };
}
