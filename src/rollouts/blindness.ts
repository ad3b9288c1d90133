/**
 * When AWS cannot be read, and when what was missed meanwhile has been judged: only then a rollout sees again. One
 * that is taken up from a dead process begins blind, for what happened while nobody drove it.
 */
import type { RolloutRecord } from '../domain/rollout/record.ts';
import { next, type Rollout } from '../domain/rollout/rollout.ts';
import type { Judge } from './judge.ts';

/** See the file's head. */
export class Blindness {
  readonly #judge: Judge;
  /** Nothing that is read of the past counts for the sample of the present step. */
  #isTakenUp: boolean;
  /** When AWS was seen again, ms since the epoch. */
  #seenAgainAt: number | null = null;
  #lastedMs = 0;

  constructor(judge: Judge, isTakenUp: boolean) {
    this.#judge = judge;
    this.#isTakenUp = isTakenUp;
  }

  /** The alias cannot be read. */
  lost(): void {
    this.#seenAgainAt = null;
  }

  /** The alias was read, at `at`, ms since the epoch. */
  seen(at: number): void {
    this.#seenAgainAt ??= at;
  }

  /** Whether all that was missed has been judged; true once, at the end of a blindness. */
  isOver(): boolean {
    if (this.#seenAgainAt === null || !this.#judge.hasReadUpTo(this.#seenAgainAt)) return false;
    if (this.#isTakenUp) this.#judge.beginStep();
    this.#isTakenUp = false;
    this.#seenAgainAt = null;
    return true;
  }

  /** How long it has lasted, ms, with what passed since the last call; 0 for one that sees. */
  lasted(isBlind: boolean, passedMs: number): number {
    this.#lastedMs = isBlind ? this.#lastedMs + passedMs : 0;
    return this.#lastedMs;
  }
}

/** The parts of a record that change when a rollout is taken up at `now`, ms since the epoch. */
export function takenUp(rollout: Rollout, now: number): Pick<RolloutRecord, 'rollout' | 'trouble'> {
  const trouble = { message: 'Reading what happened while nobody drove it', next: [] };
  return { rollout: next(rollout, { type: 'blind', at: now }), trouble };
}
