import type { WorldClock } from '../clock.ts';
import type { LambdaFunction, Routing } from '../model.ts';
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
  readonly #clock: WorldClock;
  readonly #blocks: (Block | undefined)[] = [];
  #routings: readonly (Routing | undefined)[] | undefined;
  #paths: readonly Path[] = [];

  constructor(target: LambdaFunction, clock: WorldClock) {
    this.target = target;
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
      return happen(
        this.target,
        pathsDuring(this.target, from, from + MS_PER_MINUTE),
        minute,
        this.birthMinute,
      );
    }
    const block = this.#generate(index);
    this.#blocks[slot] = block;
    return this.#recall(block, minute);
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
      const minute = happen(this.target, paths, index * BLOCK + offset, this.birthMinute);
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
