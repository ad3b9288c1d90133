/** What the embedded account's process takes of a core on a quiet day: alone, and watched by the console. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Benchmark, Figure } from './figure.ts';
import { type BenchAccount, openConsole, quit, startScenario } from './setting.ts';

/** The code is loaded and the console has read what it reads once, ms. */
const SETTLING_MS = 8_000;
const ALONE_MS = 15_000;
/** Longer than a minute, in which the console reads every figure once. */
const WATCHED_MS = 65_000;

export const quietAccount: Benchmark = async (say) => {
  const account = await startScenario('quiet');
  say('settling');
  await wait(SETTLING_MS);
  say('watching a quiet account');
  const alone = await shareOfCore(account, ALONE_MS, 'nobody calls');
  const terminal = openConsole(account);
  await terminal.shows('? help');
  await wait(SETTLING_MS);
  say('watching a quiet account that a console watches');
  const watched = await shareOfCore(account, WATCHED_MS, 'a console reads it');
  await quit(terminal);
  account.stop();
  return [alone, watched];
};

async function shareOfCore(account: BenchAccount, duringMs: number, who: string): Promise<Figure> {
  const before = account.cpuMs();
  const started = performance.now();
  await wait(duringMs);
  const used = account.cpuMs() - before;
  return {
    what: `scenario quiet, share of a core while ${who}`,
    measured: (100 * used) / (performance.now() - started),
    budget: 3,
    unit: '%',
    detail: `${used} ms of CPU in ${Math.round(duringMs / 1_000)} s`,
  };
}
