import type { WorldClock } from '../clock.ts';
import type { FunctionTraffic } from '../traffic/function-traffic.ts';
import { type Births, LOOK_BACK } from './births.ts';
import { type Environment, environmentFrom, type Origin, pathHashOf } from './environment.ts';
import type { Invocation } from './invocation.ts';
import { concurrencyOf, type Dealing } from './slots.ts';
import { stretchesOf } from './stretches.ts';

/** An environment with the minutes (since the epoch) in which it first and last began an invocation. */
export interface UsedEnvironment {
  environment: Environment;
  first: number;
  last: number;
}

/** Blocks whose uses are remembered: two days. */
const REMEMBERED = 24;

/** Which environments of a function were in use when: what its log streams are listed from. */
export class EnvironmentUses {
  readonly #traffic: FunctionTraffic;
  readonly #births: Births;
  readonly #dealing: Dealing;
  readonly #clock: WorldClock;
  readonly #startingIn: (minute: number) => readonly Invocation[];
  readonly #blocks = new Map<number, readonly UsedEnvironment[]>();

  constructor(
    traffic: FunctionTraffic,
    births: Births,
    dealing: Dealing,
    clock: WorldClock,
    startingIn: (minute: number) => readonly Invocation[],
  ) {
    this.#traffic = traffic;
    this.#births = births;
    this.#dealing = dealing;
    this.#clock = clock;
    this.#startingIn = startingIn;
  }

  /** Those in use in [from, until), by whole blocks of minutes at the beginning; by id. */
  between(from: number, until: number): Map<string, UsedEnvironment> {
    const all = new Map<string, UsedEnvironment>();
    for (let block = Math.floor(from / LOOK_BACK); block * LOOK_BACK < until; block++) {
      for (const use of this.#block(block, until)) noteUse(all, use.environment, use.first, use.last);
    }
    return all;
  }

  #block(block: number, until: number): readonly UsedEnvironment[] {
    const known = this.#blocks.get(block);
    if (known !== undefined) return known;
    const end = Math.min(until, (block + 1) * LOOK_BACK);
    const uses = new Map<string, UsedEnvironment>();
    const current = new Map<string, Environment>();
    for (let minute = block * LOOK_BACK; minute < end; minute++) {
      if (this.#dealing.hasLong) {
        for (const { environment } of this.#startingIn(minute)) noteUse(uses, environment, minute, minute);
      } else this.#noteSlots(minute, current, uses);
    }
    const list = [...uses.values()];
    if ((block + 1) * LOOK_BACK * 60_000 <= this.#clock.now()) {
      if (this.#blocks.size >= REMEMBERED) this.#blocks.clear();
      this.#blocks.set(block, list);
    }
    return list;
  }

  /** Without telling invocations apart: a path's slots are in use whenever it has traffic enough for them. */
  #noteSlots(minute: number, current: Map<string, Environment>, uses: Map<string, UsedEnvironment>): void {
    const { target } = this.#traffic;
    const make = (origin: Origin, version: string) => {
      const environment = environmentFrom(origin, version, target.key);
      current.set(`${origin.pathHash} ${origin.slot}`, environment);
      return environment;
    };
    for (const { whole } of stretchesOf(this.#traffic, minute)) {
      for (const { path, invocations } of whole.paths) {
        if (invocations === 0) continue;
        const pathHash = pathHashOf(path);
        const slots = this.#dealing.slotsFor(invocations, concurrencyOf(whole, invocations));
        const born = this.#births.of(minute).filter((each) => each.pathHash === pathHash);
        for (let slot = 0; slot < slots; slot++) {
          const isReplaced = born.some((each) => each.slot === slot);
          const known = current.get(`${pathHash} ${slot}`);
          // With one call in the minute, the environment born then is the only one that ran.
          if (!isReplaced || invocations >= 2 * slots) {
            noteUse(
              uses,
              known ?? make(this.#births.before(minute, pathHash, slot), path.version),
              minute,
              minute,
            );
          }
        }
        for (const origin of born) noteUse(uses, make(origin, path.version), minute, minute);
      }
    }
  }
}

/** Notes that an environment was in use from a minute to another. */
function noteUse(
  uses: Map<string, UsedEnvironment>,
  environment: Environment,
  first: number,
  last: number,
): void {
  const known = uses.get(environment.id);
  if (known === undefined) uses.set(environment.id, { environment, first, last });
  else {
    known.first = Math.min(known.first, first);
    known.last = Math.max(known.last, last);
  }
}
