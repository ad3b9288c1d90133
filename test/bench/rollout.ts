/**
 * How soon a bad canary is back: twice at real speed, by the built product on an account of its own whose world is
 * the same each time, and for 200 seeds by the same guard over the same log events, in time that passes as fast as
 * they can be read. What differs between seeds is luck: a guard needs some four or five failures, and a canary that
 * fails 8 % at two invocations a second may take a minute to fail that often; ours are the seconds after the last.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Benchmark, type Figure, percentile } from './figure.ts';
import { secondsToRollBack } from './rollout-replay.ts';
import { type BenchAccount, LAUNCHER, startScenarioAt } from './setting.ts';

const NAME = 'orders-api-prod';
const CANARY = '19';
const SEEDS = 200;
/** When the account's world begins for the runs at real speed: the same world each time. */
const START = Date.UTC(2026, 10, 21, 10, 0);
/** The command is run so long after that, ms: longer than the account takes to start. */
const BEGIN_AFTER_MS = 5_000;
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
      detail: `${half.sinceShift.toFixed(1)} s after the shift; ${half.detail}`,
    },
    {
      what: 'canary fails 8 % (bad-canary, seed 1): from the shift until it is back',
      measured: eighth.sinceShift,
      budget: 60,
      unit: 's',
      detail: eighth.detail,
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
  readonly detail: string;
}

async function atRealSpeed(errorShare: number): Promise<Taken> {
  const account = await startScenarioAt('bad-canary', START);
  const startedAt = performance.now();
  const state = mkdtempSync(path.join(tmpdir(), 'lambdatop-bench-'));
  try {
    const body = JSON.stringify({ function: NAME, version: CANARY, errorShare });
    await fetch(`${account.endpoint}/_control/versions`, { method: 'PUT', body });
    await setTimeout(BEGIN_AFTER_MS - (performance.now() - startedAt));
    const lines = await output([...ROLLOUT, '--state-dir', state], account);
    const events = lines.map((line) => JSON.parse(line) as RolloutEvent);
    const at = (name: string): number => Date.parse(events.find(({ event }) => event === name)?.at ?? '');
    const [shifted, back] = [at('weight'), at('rolled-back')];
    const failures = await failuresOf(account, shifted);
    const reason = events.at(-1)?.reason ?? '';
    const since = (failure: Invoked | undefined): number => (back - endOf(failure)) / 1_000;
    // Slow invocations may decide before errors do.
    const [, count] = /canary (\d+)\/[\d,]+ errors/.exec(reason) ?? [];
    const reaction = count && ` (${since(failures[Number(count) - 1]).toFixed(1)} s after the last of these)`;
    return {
      sinceShift: (back - shifted) / 1_000,
      sinceFailure: since(failures[0]),
      detail: `${reason}${reaction ?? ''}`,
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

/** The canary's failed invocations in order, as its log tells. */
async function failuresOf(account: BenchAccount, since: number): Promise<readonly Invoked[]> {
  const args = ['logs', NAME, '--version', CANARY, '--invocations', '--since', '10m', '--json'];
  const invocations = JSON.parse((await output(args, account)).join('\n')) as Invoked[];
  return invocations
    .filter(({ status, startedAt }) => status !== 'ok' && startedAt >= since - 2_000)
    .sort((one, other) => endOf(one) - endOf(other));
}

/** ms since the epoch; NaN where there is none. */
function endOf(invocation: Invoked | undefined): number {
  return invocation === undefined ? Number.NaN : invocation.startedAt + (invocation.durationMs ?? 0);
}

interface Invoked {
  readonly status: string;
  readonly startedAt: number;
  readonly durationMs: number | null;
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
