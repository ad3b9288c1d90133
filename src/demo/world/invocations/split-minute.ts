import { arrivalsBefore } from '../traffic/arrival-times.ts';
import { callTimesHash } from '../traffic/calls.ts';
import type { Minute } from '../traffic/minute.ts';
import type { Path } from '../traffic/paths.ts';
import type { Invocation } from './invocation.ts';
import type { Stretch } from './stretches.ts';

const MINUTE_MS = 60_000;

/**
 * The first `share` (0–1) of a function's minute (since the epoch) in whose course settings changed: what of its
 * invocations (`started`) began in it is counted one by one, so that metrics and logs tell the same.
 */
export function countSplit(
  minute: number,
  functionKey: number,
  stretches: readonly Stretch[],
  started: readonly Invocation[],
  share: number,
): Minute {
  const cut = (minute + share) * MINUTE_MS;
  const hash = callTimesHash(functionKey, minute);
  const counted = started.filter((each) => each.start < cut);
  const isError = ({ outcome }: Invocation) => outcome !== 'success';
  return {
    invocations: counted.length,
    errors: counted.filter(isError).length,
    throttles: stretches.reduce((total, each) => total + throttlesIn(each, minute * MINUTE_MS, cut, hash), 0),
    concurrency: Math.max(...stretches.map((each) => concurrencyIn(each, counted))),
    coldStarts: counted.filter(({ initMs }) => initMs !== undefined).length,
    slowdown: stretches[0]?.whole.slowdown ?? 1,
    paths: pathsOf(stretches).map((path) => {
      const own = counted.filter((each) => keyOf(each.path) === keyOf(path));
      return { path, invocations: own.length, errors: own.filter(isError).length };
    }),
  };
}

/** Throttled calls are told apart by when they came. */
function throttlesIn({ from, until, whole }: Stretch, start: number, cut: number, hash: number): number {
  const before = (instant: number) => arrivalsBefore(instant - start, whole.throttles, hash);
  return Math.max(0, before(Math.min(until, cut)) - before(from));
}

function concurrencyIn({ from, until, whole }: Stretch, counted: readonly Invocation[]): number {
  const own = counted.filter(({ start }) => start >= from && start < until).length;
  return Math.min(own, whole.concurrency);
}

/** The paths of all stretches, each with its share of the whole minute. */
function pathsOf(stretches: readonly Stretch[]): Path[] {
  const paths = new Map<string, Path>();
  for (const { from, until, whole } of stretches) {
    const weight = (until - from) / MINUTE_MS;
    for (const { path } of whole.paths) {
      const known = paths.get(keyOf(path))?.share ?? 0;
      paths.set(keyOf(path), { ...path, share: known + path.share * weight });
    }
  }
  return [...paths.values()];
}

function keyOf({ qualifier, version }: Path): string {
  return `${qualifier} ${version}`;
}
