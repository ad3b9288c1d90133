import type { WorldClock } from '../clock.ts';
import type { LambdaFunction, Routing } from '../model.ts';
import type { ConcurrencyPool } from './concurrency-pool.ts';
import { DirectInvocations } from './direct.ts';
import { happen, type Minute, slowdownAt } from './minute.ts';
import { type Path, pathChanges, pathsAt, pathsDuring, routingsAt } from './paths.ts';

/** Minutes per remembered block. */
const BLOCK = 5;
/** Blocks remembered: 200 minutes, more than the 3 h that clients ask for. */
const REMEMBERED = 40;
/** Numbers per minute before those of the paths: invocations, throttles, concurrency, cold starts. */
const FIXED = 4;
const MS_PER_MINUTE = 60_000;

interface Block {
  index: number;
  paths: readonly Path[];
  /** Per minute: the fixed numbers, then invocations and errors of each path. */
  numbers: Float32Array;
}

/**
 * What happened to one function, minute by minute: generated when asked for, and the same every time.
 * Blocks that lie wholly in the past are remembered compactly; the present is worked out anew each time,
 * so that a change of settings shows in it at once and never in the past.
 */
export class FunctionTraffic {
  readonly target: LambdaFunction;
  /** Minutes since the epoch at which the world was born: what troubles count from. */
  readonly birthMinute: number;
  /** Those that clients asked for one by one, which `minuteOf` does not count. */
  readonly direct = new DirectInvocations();
  readonly #clock: WorldClock;
  readonly #pool: ConcurrencyPool | undefined;
  readonly #blocks: (Block | undefined)[] = [];
  #routings: readonly (Routing | undefined)[] | undefined;
  #paths: readonly Path[] = [];

  /** `pool` where the account's concurrency can run out. */
  constructor(target: LambdaFunction, clock: WorldClock, pool?: ConcurrencyPool) {
    this.target = target;
    this.#pool = pool;
    this.#clock = clock;
    this.birthMinute = Math.floor(clock.start / MS_PER_MINUTE);
  }

  /**
   * What happened in a minute (minutes since the epoch). The running and future minutes are given as
   * they will have been if nothing changes.
   */
  minuteOf(minute: number): Minute {
    const index = Math.floor(minute / BLOCK);
    const slot = index % REMEMBERED;
    const known = this.#blocks[slot];
    if (known !== undefined && known.index === index) return this.#recall(known, minute);
    if (!this.#isSettled(index)) {
      const from = minute * MS_PER_MINUTE;
      return this.#happen(pathsDuring(this.target, from, from + MS_PER_MINUTE), minute);
    }
    const block = this.#generate(index);
    this.#blocks[slot] = block;
    return this.#recall(block, minute);
  }

  /** A minute (since the epoch) with those that clients asked for one by one: what the metrics count. */
  countedMinuteOf(minute: number): Minute {
    return this.direct.addedTo(minute, this.minuteOf(minute));
  }

  /** Whether nobody ever invoked it. */
  get isSilent(): boolean {
    return this.target.profile.shape === 'idle' && this.direct.isEmpty;
  }

  /** A minute (since the epoch) as it would be if traffic took these paths all the time. */
  minuteBy(paths: readonly Path[], minute: number): Minute {
    return this.#happen(paths, minute);
  }

  #happen(paths: readonly Path[], minute: number): Minute {
    const room = this.#pool?.servedShare(this.target, minute);
    return happen(this.target, paths, minute, this.birthMinute, room);
  }

  /** A block may be remembered when it is over and all its minutes share their paths. */
  #isSettled(index: number): boolean {
    const from = index * BLOCK * MS_PER_MINUTE;
    const until = from + BLOCK * MS_PER_MINUTE;
    if (until > this.#clock.now()) return false;
    return pathChanges(this.target, from, until).length === 0;
  }

  #generate(index: number): Block {
    const paths = this.#pathsOf(index * BLOCK * MS_PER_MINUTE);
    const numbers = new Float32Array(BLOCK * (FIXED + 2 * paths.length));
    let place = 0;
    for (let offset = 0; offset < BLOCK; offset++) {
      const minute = this.#happen(paths, index * BLOCK + offset);
      numbers[place++] = minute.invocations;
      numbers[place++] = minute.throttles;
      numbers[place++] = minute.concurrency;
      numbers[place++] = minute.coldStarts;
      for (const part of minute.paths) {
        numbers[place++] = part.invocations;
        numbers[place++] = part.errors;
      }
    }
    return { index, paths, numbers };
  }

  #recall({ index, paths, numbers }: Block, minute: number): Minute {
    const start = (minute - index * BLOCK) * (FIXED + 2 * paths.length);
    const parts = [];
    let errors = 0;
    let place = start + FIXED;
    for (const path of paths) {
      const part = { path, invocations: numbers[place++] ?? 0, errors: numbers[place++] ?? 0 };
      errors += part.errors;
      parts.push(part);
    }
    return {
      invocations: numbers[start] ?? 0,
      errors,
      throttles: numbers[start + 1] ?? 0,
      concurrency: numbers[start + 2] ?? 0,
      coldStarts: numbers[start + 3] ?? 0,
      slowdown: slowdownAt(this.target.profile, minute - this.birthMinute),
      paths: parts,
    };
  }

  /** The same list as last time while the routings are the same: a function's blocks share it. */
  #pathsOf(instant: number): readonly Path[] {
    const routings = routingsAt(this.target, instant);
    const isSame =
      this.#routings !== undefined && routings.every((each, index) => each === this.#routings?.[index]);
    if (!isSame) {
      this.#paths = pathsAt(this.target, instant);
      this.#routings = routings;
    }
    return this.#paths;
  }
}
