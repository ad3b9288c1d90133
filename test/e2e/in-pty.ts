/** The built console, or a shell to start it from, in a real pty that ends with the test. */
import { execFileSync } from 'node:child_process';
import { expect, onTestFinished } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import { embeddedAccount, variablesOf } from '../support/embedded-account.ts';
import { eventually } from '../support/eventually.ts';
import { PtyTerminal } from '../support/pty-terminal.ts';
import { cleanEnvironment, LAUNCHER } from '../support/run-cli.ts';

/** What a test may choose. */
export interface InPtyOptions {
  /** Leads the console's AWS clients there; by default a fresh account. */
  readonly account?: Account;
  /** Arguments of `lambdatop`. */
  readonly args?: readonly string[];
  /** Variables besides those of the account and a clean environment. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly rows?: number;
}

/** The command line that starts the console, for a shell. */
export const COMMAND = `'${process.execPath}' '${LAUNCHER}'`;

/** Starts any program; the account's variables and nothing else of AWS are set. */
export async function startInPty(
  file: string,
  args: readonly string[],
  { account, variables, columns, rows }: InPtyOptions = {},
): Promise<PtyTerminal> {
  const environment = await cleanEnvironment({
    ...variablesOf(account ?? (await embeddedAccount())),
    ...variables,
  });
  const terminal = new PtyTerminal({ file, args, environment, columns, rows });
  onTestFinished(() => endAll(terminal));
  return terminal;
}

/** Starts the console and waits for its first frame. */
export async function openConsole(options: InPtyOptions = {}): Promise<PtyTerminal> {
  const terminal = await startInPty(process.execPath, [LAUNCHER, ...(options.args ?? [])], options);
  await terminal.shows('? help');
  return terminal;
}

/** An interactive shell with job control, at its prompt. */
export async function openShell(options: InPtyOptions = {}): Promise<PtyTerminal> {
  const terminal = await startInPty('bash', ['--norc', '--noprofile', '-i'], {
    ...options,
    variables: { ...options.variables, PS1: 'shell> ' },
  });
  await terminal.shows(/^shell> ?$/m);
  return terminal;
}

/** Waits until rows are there, and gives them places that no new minute changes: then keys move by one row each. */
export async function settled(terminal: PtyTerminal): Promise<void> {
  await terminal.shows(/^1\/\d+ .*errors▼ account \d\d:\d\d/m);
  terminal.type('sn');
  await terminal.shows('name▲');
  terminal.type('g');
  await terminal.shows(/^1\/\d+ .*name▲/m);
}

/** The terminal is as a shell expects it: main screen, cursor shown, pastes unmarked, no update left open. */
export function expectRestored(terminal: PtyTerminal): void {
  const { isAlternate, modes } = terminal;
  expect({ isAlternate, ...modes }).toEqual({
    isAlternate: false,
    pastesMarked: false,
    updating: false,
    cursorHidden: false,
  });
}

/** Ends the program and whatever it started, for good: nothing may write into a directory that is being removed. */
async function endAll(terminal: PtyTerminal): Promise<void> {
  const all = [terminal.pid];
  for (const pid of all) all.push(...childrenOf(pid));
  for (const pid of all.filter(runs)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself meanwhile.
    }
  }
  await eventually(() => expect(all.filter(runs)).toEqual([]));
  terminal.dispose();
}

/** The processes as `ps` lists them: state letters (`T` is stopped) and the parent, by process id. */
export function processes(): Map<number, { readonly state: string; readonly parent: number }> {
  const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' });
  return new Map(
    listed
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .map(([pid, parent, state = '']) => [Number(pid), { state, parent: Number(parent) }]),
  );
}

/** The processes that a process has started and that still run. */
export function childrenOf(pid: number): number[] {
  return [...processes()]
    .filter(([, { parent, state }]) => parent === pid && !state.startsWith('Z'))
    .map(([child]) => child);
}

/** Whether a process still runs. */
export function runs(pid: number): boolean {
  const found = processes().get(pid);
  return found !== undefined && !found.state.startsWith('Z');
}
