/** One quantity of both versions, compared batch by batch: counts so far, and the sequential test over them. */
import type { VersionCounts } from './batch.ts';
import { addBatch, type SequentialTest, startTest } from './sequential-test.ts';

/** Both versions' counts. */
interface Pair {
  readonly canary: VersionCounts;
  readonly stable: VersionCounts;
}

/** A comparison so far; a plain value. */
export interface Comparison {
  readonly test: SequentialTest;
  /** All that was ever added. */
  readonly total: Pair;
  /** What is known and waits for a batch that can say something. */
  readonly waiting: Pair;
}

const NOTHING: Pair = { canary: { invocations: 0, events: 0 }, stable: { invocations: 0, events: 0 } };

/** A comparison that has seen nothing. */
export function startComparison(): Comparison {
  return { test: startTest(), total: NOTHING, waiting: NOTHING };
}

/**
 * The comparison with what became known since the last call. A batch is closed as soon as both versions have an
 * invocation in it, which does not depend on how these ended: the test stays valid. Events that are told before
 * their invocations (CloudWatch does that within a minute) wait for them.
 */
export function observe(comparison: Comparison, news: Pair): Comparison {
  const total = sum(comparison.total, news);
  const waiting = sum(comparison.waiting, news);
  if (waiting.canary.invocations === 0 || waiting.stable.invocations === 0)
    return { ...comparison, total, waiting };
  const batch = { canary: believable(waiting.canary), stable: believable(waiting.stable) };
  return {
    test: addBatch(comparison.test, batch),
    total,
    waiting: { canary: rest(waiting.canary, batch.canary), stable: rest(waiting.stable, batch.stable) },
  };
}

function sum(one: Pair, other: Pair): Pair {
  return { canary: add(one.canary, other.canary), stable: add(one.stable, other.stable) };
}

function add(one: VersionCounts, other: VersionCounts): VersionCounts {
  return { invocations: one.invocations + other.invocations, events: one.events + other.events };
}

function believable({ invocations, events }: VersionCounts): VersionCounts {
  return { invocations, events: Math.min(events, invocations) };
}

function rest(all: VersionCounts, used: VersionCounts): VersionCounts {
  return { invocations: 0, events: all.events - used.events };
}
