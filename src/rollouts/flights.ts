/** Steps on their way to AWS: mostly one; two when a roll back does not wait for the step it overtakes. */
import type { DesiredRouting } from '../domain/rollout/rollout.ts';
import type { StepResult } from './alias-steps.ts';

/** A step that came to an end. */
export interface Landing {
  readonly wanted: DesiredRouting;
  readonly result: StepResult;
  /** Another one was on its way at the same time: AWS may show that one's work by now. */
  readonly overlapped: boolean;
}

interface Flight {
  readonly wanted: DesiredRouting;
  readonly cancel: AbortController;
  overlapped: boolean;
}

/** See the file's head. */
export class Flights {
  readonly #onLanding: () => void;
  readonly #flying = new Set<Flight>();
  #landed: Landing[] = [];
  #started = 0;

  /** @param onLanding a step has ended and can be taken */
  constructor(onLanding: () => void) {
    this.#onLanding = onLanding;
  }

  /** How many are on their way. */
  get count(): number {
    return this.#flying.size;
  }

  /** Counts the steps that were ever begun: two readings that are alike had no step between them. */
  get started(): number {
    return this.#started;
  }

  has(wanted: DesiredRouting): boolean {
    return [...this.#flying].some((flight) => isSameStep(flight.wanted, wanted));
  }

  /** Calls off every step but this: what AWS has been sent is finished, nothing new begun. */
  keepOnly(wanted: DesiredRouting | null): void {
    for (const flight of this.#flying) {
      if (wanted === null || !isSameStep(flight.wanted, wanted)) flight.cancel.abort();
    }
  }

  begin(wanted: DesiredRouting, set: (signal: AbortSignal) => Promise<StepResult>): void {
    const flight: Flight = { wanted, cancel: new AbortController(), overlapped: this.#flying.size > 0 };
    for (const other of this.#flying) other.overlapped = true;
    this.#flying.add(flight);
    this.#started += 1;
    void set(flight.cancel.signal).then((result) => {
      this.#flying.delete(flight);
      this.#landed.push({ wanted, result, overlapped: flight.overlapped });
      this.#onLanding();
    });
  }

  /** Those that have ended since the last call. */
  take(): readonly Landing[] {
    return this.#landed.splice(0);
  }
}

/** Whether two steps want the same of the alias. */
export function isSameStep(one: DesiredRouting, other: DesiredRouting): boolean {
  if (one.to !== other.to) return false;
  return one.to !== 'split' || other.to !== 'split' || one.weight === other.weight;
}
