/**
 * How soon a bad canary is back: twice at real speed, by the built product on an account of its own, and for 200
 * seeds by the same guard over the same log events, in time that passes as fast as they can be read.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Benchmark, type Figure, percentile } from './figure.ts';
import { secondsToRollBack } from './rollout-replay.ts';
import { type BenchAccount, LAUNCHER, startScenario } from './setting.ts';

const NAME = 'orders-api-prod';
const CANARY = '19';
const SEEDS = 200;
const ROLLOUT = ['rollout', `${NAME}:prod`, '--to', CANARY, '--strategy', '10,100@10m', '--yes', '--json'];

export const rollout: Benchmark = async (say) => {
  say('a canary that fails half');
  const half = await atRealSpeed(0.5);
  say('a canary that fails 8 %');
  const eighth = await atRealSpeed(0.08);
  const seconds: number[] = [];
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    say(`8 %, seed ${seed}/${SEEDS}`);
    seconds.push(await secondsToRollBack(seed, 60));
  }
  const late = seconds.filter((each) => each > 60).length;
  const spread = [0.5, 0.9].map((share) => percentile(seconds, share));
  return [
    {
      what: 'canary fails 50 %: from its first failure until it is back',
      measured: half.sinceFailure,
      budget: 15,
      unit: 's',
      detail: `${half.sinceShift.toFixed(1)} s after the shift; ${half.reason}`,
    },
    {
      what: 'canary fails 8 % (bad-canary, seed 1): from the shift until it is back',
      measured: eighth.sinceShift,
      budget: 60,
      unit: 's',
      detail: eighth.reason,
    },
    {
      what: `canary fails 8 %, ${SEEDS} seeds: not back within 60 s`,
      measured: (100 * late) / SEEDS,
      budget: 10,
      unit: '%',
      detail: `back after ${spread.map((each) => `${each.toFixed(0)} s`).join(' (median), ')} (90 %)`,
    } satisfies Figure,
  ];
};

/** What one rollout took. */
interface Taken {
  /** Seconds. */
  readonly sinceShift: number;
  readonly sinceFailure: number;
  readonly reason: string;
}

async function atRealSpeed(errorShare: number): Promise<Taken> {
  const account = await startScenario('bad-canary');
  const state = mkdtempSync(path.join(tmpdir(), 'lambdatop-bench-'));
  try {
    const body = JSON.stringify({ function: NAME, version: CANARY, errorShare });
    await fetch(`${account.endpoint}/_control/versions`, { method: 'PUT', body });
    const lines = await output([...ROLLOUT, '--state-dir', state], account);
    const events = lines.map((line) => JSON.parse(line) as RolloutEvent);
    const at = (name: string): number => Date.parse(events.find(({ event }) => event === name)?.at ?? '');
    const [shifted, back] = [at('weight'), at('rolled-back')];
    const failed = await firstFailure(account, shifted);
    return {
      sinceShift: (back - shifted) / 1_000,
      sinceFailure: (back - failed) / 1_000,
      reason: events.at(-1)?.reason ?? '',
    };
  } finally {
    account.stop();
    rmSync(state, { recursive: true, force: true });
  }
}

interface RolloutEvent {
  readonly event: string;
  readonly at: string;
  readonly reason: string | null;
}

/** When the canary's first failed invocation began, ms since the epoch, as its log tells. */
async function firstFailure(account: BenchAccount, since: number): Promise<number> {
  const args = ['logs', NAME, '--version', CANARY, '--invocations', '--since', '10m', '--json'];
  const invocations = JSON.parse((await output(args, account)).join('\n')) as Invoked[];
  const failed = invocations.filter(({ status, startedAt }) => status !== 'ok' && startedAt >= since - 2_000);
  return Math.min(...failed.map(({ startedAt }) => startedAt));
}

interface Invoked {
  readonly status: string;
  readonly startedAt: number;
}

/** The lines a command prints, whatever its exit code. */
async function output(args: readonly string[], { environment }: BenchAccount): Promise<string[]> {
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  await once(child, 'close');
  return text.split('\n').filter((line) => line !== '');
}
