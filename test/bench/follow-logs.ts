/** `lambdatop logs`, or another client, following a log: what it prints and what it takes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type BenchAccount, LAUNCHER } from './setting.ts';

/** A client that follows. */
export interface FollowRun {
  /** ms since the start until something was printed; null while nothing was. */
  firstAfterMs(): number | null;
  /** How many lines it has printed. */
  lines(): number;
  stderr(): string;
  /** Largest resident memory, MB. Linux only. */
  peakMb(): number;
  /** Interrupts it; resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** Starts `lambdatop logs` with these arguments. */
export function startLogs(
  account: BenchAccount,
  args: readonly string[],
  onLine: (line: string) => void = () => {},
): FollowRun {
  return startClient(process.execPath, [LAUNCHER, 'logs', ...args], account, onLine);
}

/** Starts any client on the account; each line it prints is handed on, and not kept. */
export function startClient(
  file: string,
  args: readonly string[],
  { environment }: BenchAccount,
  onLine: (line: string) => void = () => {},
): FollowRun {
  const started = performance.now();
  const child: ChildProcess = spawn(file, [...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let lines = 0;
  let rest = '';
  const words: Buffer[] = [];
  let first: number | null = null;
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    first ??= performance.now() - started;
    const pieces = (rest + chunk).split('\n');
    rest = pieces.pop() ?? '';
    lines += pieces.length;
    for (const line of pieces) onLine(line);
  });
  child.stderr?.on('data', (chunk: Buffer) => void words.push(chunk));
  const ended = once(child, 'close');
  return {
    firstAfterMs: () => first,
    lines: () => lines,
    stderr: () => Buffer.concat(words).toString('utf8'),
    peakMb: () => {
      const [, peak = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      return Number(peak) / 1_024;
    },
    async stop() {
      child.kill('SIGINT');
      const [code] = await ended;
      return code as number | null;
    },
  };
}
