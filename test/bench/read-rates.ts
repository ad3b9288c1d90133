/** How hard a console leans on Lambda's control plane while it loads, as the account counts it. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Figure } from './figure.ts';
import type { BenchAccount } from './setting.ts';

/** ms between two looks at the account's counters. */
const LOOK_MS = 250;
/** What may go out at once (design.md, "Budgets"). */
const BURST = 30;

/** Operations of Lambda that have a limit of their own, outside of the shared one (facts/aws.md section 1). */
const OWN_LIMIT = ['lambda.GetFunction', 'lambda.GetPolicy'];

interface Sample {
  /** ms. */
  readonly at: number;
  /** Calls so far in the shared bucket. */
  readonly calls: number;
}

/** Watches the account until `loaded`. */
export async function readRates(account: BenchAccount, loaded: Promise<void>): Promise<Figure[]> {
  const samples: Sample[] = [];
  let done = false;
  const end = loaded.finally(() => {
    done = true;
  });
  while (!done) {
    samples.push({ at: performance.now(), calls: sharedCalls(await account.requests()) });
    await Promise.race([end, wait(LOOK_MS)]);
  }
  await end;
  const started = samples.findLast(({ calls }) => calls === 0) ?? samples[0];
  const last = samples.at(-1);
  if (!started || !last) throw new Error('nothing was loaded');
  const seconds = (last.at - started.at) / 1_000;
  const detail = `${last.calls} calls in ${seconds.toFixed(0)} s`;
  return [
    {
      what: 'reads of the control plane, after a burst of 30',
      measured: (last.calls - BURST) / seconds,
      budget: 5,
      unit: '/s',
      detail,
    },
    {
      what: 'reads of the control plane, most in a second',
      measured: most(samples, 1_000),
      budget: BURST + 5,
      unit: '',
      detail,
    },
  ];
}

function sharedCalls(counts: Record<string, number>): number {
  return Object.entries(counts)
    .filter(([name]) => name.startsWith('lambda.') && !OWN_LIMIT.includes(name))
    .reduce((sum, [, count]) => sum + count, 0);
}

/** The most calls between two looks at most `windowMs` apart. */
function most(samples: readonly Sample[], windowMs: number): number {
  const counts = samples.flatMap((from, index) =>
    samples
      .slice(index + 1)
      .filter(({ at }) => at - from.at <= windowMs)
      .map(({ calls }) => calls - from.calls),
  );
  return Math.max(0, ...counts);
}
