/** When a step that did not work is tried again. */
import type { DesiredRouting } from '../domain/rollout/rollout.ts';

const FORWARD_MS = 10_000;
/** The way back is tried sooner. */
const BACK_MS = 2_000;

/** See the file's head. */
export class Retry {
  #failure: { readonly at: number; readonly pauseMs: number } | null = null;

  /** A step failed; `at` in ms since the epoch. */
  failed({ to }: DesiredRouting, at: number): void {
    this.#failure = { at, pauseMs: to === 'stable' ? BACK_MS : FORWARD_MS };
  }

  /** What failed before does not hold anything up any more. */
  forget(): void {
    this.#failure = null;
  }

  /** It is too early for another attempt. A clock that was set back does not make it wait for longer. */
  isEarly(now: number): boolean {
    return this.#failure !== null && Math.abs(now - this.#failure.at) < this.#failure.pauseMs;
  }
}
