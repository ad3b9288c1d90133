import type { WorldClock } from '../clock.ts';
import type { FunctionTraffic } from '../traffic/function-traffic.ts';
import { OLD, type Origin } from './environment.ts';
import { Part } from './part.ts';
import { coldIndexes, type Dealing } from './slots.ts';
import { stretchesOf } from './stretches.ts';

/** Cold starts are looked for this many minutes back, up to twice as many: then the environment is "old". */
export const LOOK_BACK = 150;
/** Minutes whose births are remembered. */
const REMEMBERED = 2000;

/**
 * The cold starts of a function, and so its execution environments: each slot's environment lives from
 * one cold start to the next. Nothing is stored but what can be worked out again.
 */
export class Births {
  readonly #traffic: FunctionTraffic;
  readonly #dealing: Dealing;
  readonly #clock: WorldClock;
  readonly #minutes = new Map<number, readonly Origin[]>();

  constructor(traffic: FunctionTraffic, dealing: Dealing, clock: WorldClock) {
    this.#traffic = traffic;
    this.#dealing = dealing;
    this.#clock = clock;
  }

  /** The environments born in a minute (since the epoch), in the order of their births. */
  of(minute: number): readonly Origin[] {
    const known = this.#minutes.get(minute);
    if (known !== undefined) return known;
    const births = this.#workOut(minute);
    if ((minute + 1) * 60_000 > this.#clock.now()) return births;
    if (this.#minutes.size >= REMEMBERED) this.#minutes.clear();
    this.#minutes.set(minute, births);
    return births;
  }

  /** The environment that a slot had when a minute began. */
  before(minute: number, pathHash: number, slot: number): Origin {
    const first = (Math.floor(minute / LOOK_BACK) - 1) * LOOK_BACK;
    for (let earlier = minute - 1; earlier >= first; earlier--) {
      const birth = this.of(earlier).findLast((each) => each.slot === slot && each.pathHash === pathHash);
      if (birth !== undefined) return birth;
    }
    return { pathHash, slot, minute: first, birth: OLD };
  }

  /** Whether an origin that somebody names is one of this function's. */
  has(origin: Origin): boolean {
    if (origin.birth === OLD) return origin.minute % LOOK_BACK === 0;
    const { pathHash, slot, birth } = origin;
    return this.of(origin.minute).some(
      (each) => each.birth === birth && each.slot === slot && each.pathHash === pathHash,
    );
  }

  /** The last minute in which an environment may have begun an invocation, no later than `latest`. */
  lastMinuteOf({ minute, pathHash, slot, birth }: Origin, latest: number): number {
    const end = Math.min(latest, (Math.floor(minute / LOOK_BACK) + 2) * LOOK_BACK - 1);
    for (let later = minute; later < end; later++) {
      const isReplaced = this.of(later).some(
        (each) =>
          each.slot === slot &&
          each.pathHash === pathHash &&
          (later > minute || birth === OLD || each.birth > birth),
      );
      if (isReplaced) return later;
    }
    return end;
  }

  #workOut(minute: number): Origin[] {
    const births: Origin[] = [];
    const { target } = this.#traffic;
    for (const { whole } of stretchesOf(this.#traffic, minute)) {
      for (const [place, indexes] of coldIndexes(target, whole, minute).entries()) {
        if (indexes.length === 0) continue;
        const part = new Part(target, whole, place, minute, this.#dealing);
        const { pathHash } = part;
        for (const index of indexes) {
          births.push({
            pathHash,
            slot: part.slotOf(index),
            minute,
            birth: Math.min(births.length, OLD - 1),
          });
        }
      }
    }
    return births;
  }
}
