import type { LambdaFunction } from '../model.ts';
import { mix } from '../random.ts';
import { type Durations, durationAtRank } from '../traffic/durations.ts';
import { durationsOf, type Minute } from '../traffic/minute.ts';
import type { Path } from '../traffic/paths.ts';
import { pathHashOf } from './environment.ts';
import { shuffled } from './permutation.ts';
import { concurrencyOf, type Dealing } from './slots.ts';

const SALT_ORDER = 91;

/** What one path of a function took of a minute, ready to be told apart into invocations. */
export class Part {
  readonly path: Path;
  readonly pathHash: number;
  readonly count: number;
  readonly errors: number;
  /** Root of everything drawn about it. */
  readonly root: number;
  readonly durations: Durations;
  readonly #minute: number;
  readonly #concurrency: number;
  readonly #dealing: Dealing;
  #ranks: Uint32Array | undefined;

  constructor(target: LambdaFunction, whole: Minute, place: number, minute: number, dealing: Dealing) {
    const taken = whole.paths[place];
    if (taken === undefined)
      throw new RangeError(`a minute of ${whole.paths.length} paths has no path ${place}`);
    this.path = taken.path;
    this.pathHash = pathHashOf(taken.path);
    this.count = taken.invocations;
    this.errors = taken.errors;
    this.root = mix(mix(target.key, minute), mix(this.pathHash, place));
    this.durations = durationsOf(target, taken.path, minute, whole.slowdown, taken.invocations);
    this.#minute = minute;
    this.#concurrency = concurrencyOf(whole, taken.invocations);
    this.#dealing = dealing;
  }

  /** The rank of the `index`-th invocation's duration among the minute's (0 = shortest). */
  rankOf(index: number): number {
    this.#ranks ??= shuffled(this.count, mix(this.root, SALT_ORDER));
    return this.#ranks[index] ?? 0;
  }

  /** The slot of the `index`-th invocation. Cheap where no invocation can be long. */
  slotOf(index: number): number {
    const durationMs = this.#dealing.hasLong ? durationAtRank(this.durations, this.rankOf(index)) : 0;
    return this.#dealing.slotOf(index, this.count, this.#minute, this.#concurrency, durationMs);
  }
}
