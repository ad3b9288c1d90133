import type { WorldClock } from '../clock.ts';
import type { LambdaFunction } from '../model.ts';
import { provisionedAt } from '../provisioned.ts';
import { demandOf } from './demand.ts';
import { meanDuration } from './durations.ts';
import { isAsking, slowdownAt } from './minute.ts';
import { capacityChanges } from './setting-changes.ts';

const MS_PER_MINUTE = 60_000;
/** Minutes remembered. */
const REMEMBERED = 512;

/**
 * The account's concurrency, which all functions share that reserve none. When they ask for more than there
 * is, each minute's calls find it used up with the same probability, whoever makes them: that is how one
 * runaway function throttles its neighbours.
 */
export class ConcurrencyPool {
  readonly #clock: WorldClock;
  readonly #limit: number;
  readonly #functions: () => readonly LambdaFunction[];
  /** By instant. */
  readonly #shares = new Map<number, number>();
  /** What each function asks for in a minute, which no setting changes. */
  readonly #demands = new Map<number, Map<LambdaFunction, number>>();

  /** `limit`: the account's; `functions`: all there ever were. */
  constructor(clock: WorldClock, limit: number, functions: () => readonly LambdaFunction[]) {
    this.#clock = clock;
    this.#limit = limit;
    this.#functions = functions;
  }

  /**
   * The share (0–1) of a function's calls in a minute (since the epoch) that the account has room for, with the
   * settings of an instant of it, ms since the epoch.
   */
  servedShare(target: LambdaFunction, minute: number, instant: number): number {
    if (target.reservedConcurrency.at(instant) !== undefined) return 1;
    if (this.#demandOf(target, minute) <= provisionedAt(target, instant)) return 1;
    const known = this.#shares.get(instant);
    if (known !== undefined) return known;
    const share = this.#shareOf(minute, instant);
    // What is in force at an instant is sure once it has passed.
    if (instant < this.#clock.now()) remember(this.#shares, instant, share);
    return share;
  }

  /** The instants after `from` and before `until` (ms since the epoch) at which anybody's share changed. */
  changesBetween(from: number, until: number): number[] {
    return this.#functions().flatMap((target) => capacityChanges(target, from, until));
  }

  /**
   * Whether nothing is left at an instant (ms since the epoch), with so many executions beside the drawn traffic.
   */
  isUsedUp(instant: number, beside: number): boolean {
    if (beside === 0) return false;
    const { left, asked } = this.#balanceAt(Math.floor(instant / MS_PER_MINUTE), instant);
    // Where drawn traffic alone asks for too much, the share of it that is throttled tells so.
    return beside + (asked < left ? asked : 0) >= left;
  }

  #shareOf(minute: number, instant: number): number {
    const { left, asked } = this.#balanceAt(minute, instant);
    return asked <= left ? 1 : Math.max(0, left) / asked;
  }

  /** What functions without a reservation may use together at an instant, and what their traffic asks for. */
  #balanceAt(minute: number, instant: number): { left: number; asked: number } {
    let left = this.#limit;
    let asked = 0;
    for (const target of this.#functions()) {
      const reserved = target.reservedConcurrency.at(instant);
      const provisioned = provisionedAt(target, instant);
      left -= reserved ?? provisioned;
      if (reserved !== undefined || !isAsking(target, instant)) continue;
      asked += Math.max(0, this.#demandOf(target, minute) - provisioned);
    }
    return { left, asked };
  }

  /** Mean executions at once that a function would have if there were room for all. */
  #demandOf(target: LambdaFunction, minute: number): number {
    let demands = this.#demands.get(minute);
    if (demands === undefined) {
      demands = new Map();
      remember(this.#demands, minute, demands);
    }
    const known = demands.get(target);
    if (known !== undefined) return known;
    const { profile, key } = target;
    const birth = Math.floor(this.#clock.start / MS_PER_MINUTE);
    const calls = demandOf(profile, key, minute, birth);
    const demand = (calls * meanDuration(profile, slowdownAt(profile, minute - birth))) / MS_PER_MINUTE;
    demands.set(target, demand);
    return demand;
  }
}

function remember<T>(memory: Map<number, T>, minute: number, value: T): void {
  memory.set(minute, value);
  for (const oldest of memory.keys()) {
    if (memory.size <= REMEMBERED) break;
    memory.delete(oldest);
  }
}
