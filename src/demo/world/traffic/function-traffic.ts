import type { WorldClock } from '../clock.ts';
import type { FunctionConfiguration, LambdaFunction, Routing } from '../model.ts';
import { traitsAt } from '../version-traits.ts';
import type { ConcurrencyPool } from './concurrency-pool.ts';
import { DirectInvocations } from './direct.ts';
import { happen, type Minute, slowdownAt } from './minute.ts';
import { type Path, pathsAt, routingsAt } from './paths.ts';
import { capacityChanges, settingChanges } from './setting-changes.ts';

/** Minutes per remembered block. */
const BLOCK = 5;
/** Blocks remembered: 200 minutes, more than the 3 h that clients ask for. */
const REMEMBERED = 40;
/** Numbers per minute before those of the paths: invocations, throttles, concurrency, cold starts. */
const FIXED = 4;
const MS_PER_MINUTE = 60_000;
/** Minutes remembered in which settings changed. */
const REMEMBERED_SPLITS = 64;

/** Tells a function's invocations apart, where numbers by the minute do not say enough. */
export interface InvocationCounter {
  /** How many minutes an invocation may reach beyond the one it starts in. */
  readonly reach: number;
  /** What happened in the first `share` (0–1) of a minute (since the epoch) in whose course settings changed. */
  splitMinute(minute: number, share: number): Minute;
  /** How many invocations run at an instant, ms since the epoch. */
  runningAt(instant: number): number;
}

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
  /** Those that came one by one, from clients or by messages, which `minuteOf` does not count. */
  readonly direct = new DirectInvocations();
  readonly #clock: WorldClock;
  readonly #pool: ConcurrencyPool | undefined;
  readonly #counter: () => InvocationCounter;
  readonly #blocks: (Block | undefined)[] = [];
  /** By minute, once they are over. */
  readonly #splits = new Map<number, Minute>();
  #routings: readonly (Routing | undefined)[] | undefined;
  #latest: FunctionConfiguration | undefined;
  #paths: readonly Path[] = [];

  /** `pool` where the account's concurrency can run out. */
  constructor(
    target: LambdaFunction,
    clock: WorldClock,
    counter: () => InvocationCounter,
    pool: ConcurrencyPool | undefined,
  ) {
    this.target = target;
    this.#counter = counter;
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
      return this.isSplit(minute) ? this.#split(minute) : this.minuteAsOf(minute * MS_PER_MINUTE, minute);
    }
    const block = this.#generate(index);
    this.#blocks[slot] = block;
    return this.#recall(block, minute);
  }

  /** How many invocations run when a minute (since the epoch) begins in which none starts, as settings stopped them. */
  stillRunningIn(minute: number): number {
    const from = minute * MS_PER_MINUTE;
    const { reach } = this.#counter();
    const isStopped = capacityChanges(this.target, from - (reach + 1) * MS_PER_MINUTE, from + 1).length > 0;
    return isStopped ? this.#counter().runningAt(from) : 0;
  }

  /** Whether nobody ever invoked it. */
  get isSilent(): boolean {
    return this.target.profile.shape === 'idle' && this.direct.isEmpty;
  }

  /** A minute (since the epoch) as it would be with the settings of an instant, ms since the epoch. */
  minuteAsOf(instant: number, minute: number): Minute {
    return this.#minuteBy(pathsAt(this.target, instant), instant, minute);
  }

  /** The instants within a minute (since the epoch) at which settings changed, ms since the epoch, ascending. */
  changesIn(minute: number): number[] {
    return this.#changesBetween(minute * MS_PER_MINUTE, (minute + 1) * MS_PER_MINUTE);
  }

  /** Whether settings changed in the course of a minute (since the epoch): then its invocations are counted. */
  isSplit(minute: number): boolean {
    return this.changesIn(minute).length > 0;
  }

  /** The first `share` (0–1) of a split minute (since the epoch). */
  partOf(minute: number, share: number): Minute {
    return share === 1 ? this.#split(minute) : this.#counter().splitMinute(minute, share);
  }

  #minuteBy(paths: readonly Path[], instant: number, minute: number): Minute {
    const room = this.#pool?.servedShare(this.target, minute, instant);
    return happen(this.target, paths, minute, this.birthMinute, instant, room);
  }

  #split(minute: number): Minute {
    const known = this.#splits.get(minute);
    if (known !== undefined) return known;
    const split = this.#counter().splitMinute(minute, 1);
    if ((minute + 1) * MS_PER_MINUTE > this.#clock.now()) return split;
    if (this.#splits.size >= REMEMBERED_SPLITS) this.#splits.clear();
    this.#splits.set(minute, split);
    return split;
  }

  /** A block may be remembered when it is over and nothing changed in its course. */
  #isSettled(index: number): boolean {
    const from = index * BLOCK * MS_PER_MINUTE;
    const until = from + BLOCK * MS_PER_MINUTE;
    return until <= this.#clock.now() && this.#changesBetween(from, until).length === 0;
  }

  /** Changes of other functions count where they leave this one another share of the account's concurrency. */
  #changesBetween(from: number, until: number): number[] {
    const { target } = this;
    const own = settingChanges(target, from, until);
    const pool = this.#pool;
    if (pool === undefined) return own;
    const shareAt = (instant: number) =>
      pool.servedShare(target, Math.floor(instant / MS_PER_MINUTE), instant);
    const others = pool
      .changesBetween(from, until)
      .filter((instant) => !own.includes(instant) && shareAt(instant - 1) !== shareAt(instant));
    return others.length === 0 ? own : [...new Set([...own, ...others])].sort((left, right) => left - right);
  }

  #generate(index: number): Block {
    const paths = this.#pathsOf(index * BLOCK * MS_PER_MINUTE);
    const numbers = new Float32Array(BLOCK * (FIXED + 2 * paths.length));
    let place = 0;
    for (let offset = 0; offset < BLOCK; offset++) {
      const number = index * BLOCK + offset;
      const minute = this.#minuteBy(paths, number * MS_PER_MINUTE, number);
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

  /** The same list as last time while routings and settings are the same: a function's blocks share it. */
  #pathsOf(instant: number): readonly Path[] {
    const routings = routingsAt(this.target, instant);
    const latest = this.target.configurationHistory.at(instant);
    const isSame =
      this.#latest === latest &&
      this.#paths.every(({ version, traits }) => traits === traitsAt(this.target, version, instant)) &&
      this.#routings !== undefined &&
      routings.every((each, index) => each === this.#routings?.[index]);
    if (!isSame) {
      this.#paths = pathsAt(this.target, instant);
      this.#routings = routings;
      this.#latest = latest;
    }
    return this.#paths;
  }
}
