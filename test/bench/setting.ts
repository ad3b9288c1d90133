/** Where the benchmarks run: a throw-away home, the built product, an embedded account of its own process. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PtyTerminal } from '../support/pty-terminal.ts';

const ROOT = path.join(import.meta.dirname, '../..');

/** What `bin` in package.json names. */
export const LAUNCHER = path.join(ROOT, 'bin/lambdatop.js');

/** One home for all runs, so that the compile cache is warm as on any start but the first. Goes with the process. */
const home = mkdtempSync(path.join(tmpdir(), 'lambdatop-bench-'));
process.once('exit', () => rmSync(home, { recursive: true, force: true }));

/** An embedded account in a process of its own; it ends with this one. */
export interface BenchAccount {
  /** Variables that lead lambdatop there and nowhere else. */
  readonly environment: Record<string, string>;
  /** `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  /** CPU time that its process has used, ms; the system counts in steps of 10. Linux only. */
  cpuMs(): number;
  /** Calls so far by `service.Operation`. */
  requests(): Promise<Record<string, number>>;
  stop(): void;
}

/** Starts an account with so many functions, of the usual scenario. */
export function startAccount(functions: number): Promise<BenchAccount> {
  return start(`--functions=${functions}`);
}

/** Starts an account in whose dead-letter queues so many messages lie. */
export function startPoison(messages: number): Promise<BenchAccount> {
  return start('--scenario=poison', `--messages=${messages}`);
}

/** Starts an account that plays a scenario; `perSecond` is how many events a second `flood` logs. */
export function startScenario(scenario: string, perSecond?: number): Promise<BenchAccount> {
  return start(
    `--scenario=${scenario}`,
    ...(perSecond === undefined ? [] : [`--log-events-per-second=${perSecond}`]),
  );
}

/**
 * The same, begun at an instant (ms since the epoch) as far as it and all that is run with its variables can tell:
 * each time the same invocations fail at the same seconds.
 */
export function startScenarioAt(scenario: string, instant: number): Promise<BenchAccount> {
  return startWith(clockShift(instant - Date.now()), `--scenario=${scenario}`);
}

/** Variables under which a process believes it to be so many ms later (earlier when negative). */
function clockShift(ms: number): Record<string, string> {
  return {
    NODE_OPTIONS: `--import=${import.meta.resolve('./clock-shift.ts')}`,
    LAMBDATOP_BENCH_CLOCK_SHIFT_MS: String(ms),
  };
}

function start(...options: string[]): Promise<BenchAccount> {
  return startWith({}, ...options);
}

async function startWith(variables: Record<string, string>, ...options: string[]): Promise<BenchAccount> {
  const program = path.join(ROOT, 'dist/demo.js');
  const child: ChildProcess = spawn(process.execPath, [program, '--with-parent', ...options], {
    env: { ...process.env, ...variables },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('the embedded account has no output');
  const [line] = await once(createInterface(child.stdout), 'line');
  const { endpoint } = JSON.parse(String(line)) as { endpoint: string };
  return {
    endpoint,
    environment: { ...surroundings(), ...variablesFor(endpoint), ...variables },
    cpuMs: () => cpuMsOf(child.pid ?? 0),
    async requests() {
      const reply = await fetch(`${endpoint}/_control/requests`);
      return ((await reply.json()) as { counts: Record<string, number> }).counts;
    },
    stop: () => void child.kill(),
  };
}

/** From /proc: fields 14 and 15, user and system, in hundredths of a second; the name before may hold blanks. */
function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function surroundings(): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: home, TERM: 'xterm-256color', LANG: 'C.UTF-8' };
}

function variablesFor(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  };
}

/** Opens the console in a pty. */
export function openConsole(
  { environment }: BenchAccount,
  columns = 100,
  rows = 30,
  args: readonly string[] = [],
): PtyTerminal {
  return new PtyTerminal({ file: process.execPath, args: [LAUNCHER, ...args], environment, columns, rows });
}

/** Quits as a person does: only then is what Node compiled kept for the next start. */
export async function quit(terminal: PtyTerminal): Promise<void> {
  terminal.type('q');
  // From a screen that was opened by name, q first leads to the one before it.
  const again = setInterval(() => terminal.type('q'), 1_000);
  await terminal.exit;
  clearInterval(again);
  terminal.dispose();
}

/**
 * The AWS CLI to compare with, or null where there is none. A version manager's shim is looked through: what it
 * takes to find the program is not the program's time.
 */
export function findAwsCli(): { readonly file: string; readonly version: string } | null {
  try {
    const ask = (file: string, args: string[]): string =>
      execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    const found = ask('sh', ['-c', 'command -v aws']);
    const file = found.includes('/shims/') ? ask('pyenv', ['which', 'aws']) : found;
    return { file, version: ask(file, ['--version']) };
  } catch {
    return null;
  }
}

/** Wall time of a program from its start to its end, ms. Its output is read and dropped. */
export async function wallTime(
  file: string,
  args: readonly string[],
  environment: Record<string, string>,
): Promise<number> {
  const started = performance.now();
  const child = spawn(file, [...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const words: string[] = [];
  child.stdout.resume();
  child.stderr.setEncoding('utf8').on('data', (text: string) => words.push(text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}: ${words.join('')}`);
  return performance.now() - started;
}
