import type { WorldClock } from '../clock.ts';
import type { LambdaFunction, Routing } from '../model.ts';
import { troubleAt } from './demand.ts';
import { durationsOf, happen, type Minute } from './minute.ts';
import { type Path, pathsAt } from './paths.ts';

/** Minutes per remembered block. */
const BLOCK = 5;
/** Blocks remembered per function: 200 minutes, more than the 3 h that clients ask for. */
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

interface Memory {
  blocks: (Block | undefined)[];
  routings: Routing[];
  paths: readonly Path[];
}

/**
 * What happened to each function, minute by minute, generated when asked for and the same every time.
 * Blocks that lie wholly in the past are remembered compactly; the present is worked out anew each time,
 * so that a change of settings shows in it at once and never in the past.
 */
export class Traffic {
  readonly #clock: WorldClock;
  readonly #memories = new Map<LambdaFunction, Memory>();

  constructor(clock: WorldClock) {
    this.#clock = clock;
  }

  /** Minutes since the epoch at which the world was born: what troubles count from. */
  get birthMinute(): number {
    return Math.floor(this.#clock.start / MS_PER_MINUTE);
  }

  /**
   * What happened to a function in a minute (minutes since the epoch). The running and future minutes
   * are given as they will have been if nothing changes.
   */
  minuteOf(target: LambdaFunction, minute: number): Minute {
    const memory = this.#memoryOf(target);
    const index = Math.floor(minute / BLOCK);
    const slot = index % REMEMBERED;
    const known = memory.blocks[slot];
    if (known !== undefined && known.index === index) return this.#recall(target, known, minute);
    if (!this.#isSettled(target, index)) {
      return happen(target, pathsAt(target, minute * MS_PER_MINUTE), minute, this.birthMinute);
    }
    const block = this.#remember(target, memory, index);
    memory.blocks[slot] = block;
    return this.#recall(target, block, minute);
  }

  /** A block may be remembered when it is over and all its minutes share their paths. */
  #isSettled(target: LambdaFunction, index: number): boolean {
    const from = index * BLOCK * MS_PER_MINUTE;
    const until = from + BLOCK * MS_PER_MINUTE;
    if (until > this.#clock.now()) return false;
    for (const alias of target.aliases.values()) {
      if (alias.routing.changesBetween(from, until).length > 0) return false;
    }
    return true;
  }

  #remember(target: LambdaFunction, memory: Memory, index: number): Block {
    const paths = this.#pathsOf(target, memory, index * BLOCK * MS_PER_MINUTE);
    const stride = FIXED + 2 * paths.length;
    const numbers = new Float32Array(BLOCK * stride);
    for (let offset = 0; offset < BLOCK; offset++) {
      const minute = happen(target, paths, index * BLOCK + offset, this.birthMinute);
      let place = offset * stride;
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

  #recall(target: LambdaFunction, block: Block, minute: number): Minute {
    const { paths, numbers } = block;
    const start = (minute - block.index * BLOCK) * (FIXED + 2 * paths.length);
    const number = (offset: number) => numbers[start + offset] ?? 0;
    const slowdown = troubleAt(target.profile.troubles, 'slow', minute - this.birthMinute, 1);
    let errors = 0;
    const parts = paths.map((path, index) => {
      const invocations = number(FIXED + 2 * index);
      const failed = number(FIXED + 2 * index + 1);
      errors += failed;
      const durations = durationsOf(target, path, minute, slowdown, invocations);
      return { path, invocations, errors: failed, durations };
    });
    return {
      invocations: number(0),
      errors,
      throttles: number(1),
      concurrency: number(2),
      coldStarts: number(3),
      paths: parts,
    };
  }

  #memoryOf(target: LambdaFunction): Memory {
    const known = this.#memories.get(target);
    if (known !== undefined) return known;
    const memory: Memory = { blocks: new Array(REMEMBERED), routings: [], paths: [] };
    this.#memories.set(target, memory);
    return memory;
  }

  /** The same list as last time while the routings are the same: thousands of blocks share it. */
  #pathsOf(target: LambdaFunction, memory: Memory, instant: number): readonly Path[] {
    const routings = [...target.aliases.values()].map((alias) => alias.routing.at(instant));
    const isSame =
      memory.paths.length > 0 && routings.every((routing, index) => routing === memory.routings[index]);
    if (!isSame) {
      memory.paths = pathsAt(target, instant);
      memory.routings = routings;
    }
    return memory.paths;
  }
}
