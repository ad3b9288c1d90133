/** Looks at the alias again and again, and tells whether AWS can be read at all. */
import { type AppError, needsLogin, toAppError } from '../domain/app-error.ts';
import type { Clock } from '../domain/clock.ts';
import type { AliasSteps, SeenRouting } from './alias-steps.ts';

const LOOK_EVERY_MS = 5_000;
const BLIND_EVERY_MS = 10_000;
/** A line may drop for a moment: so many looks have to fail before the alias counts as unseen. */
const FAILURES_TO_BLIND = 3;
/** A single look, with all that the SDK repeats, ms. */
const LOOK_TIMEOUT_MS = 20_000;

/** What a look told. */
export type Sighting =
  | {
      readonly kind: 'seen';
      readonly routing: SeenRouting;
      /** When it was asked for, ms since the epoch. */
      readonly at: number;
      /** `Flights.started` when it was asked for. */
      readonly started: number;
    }
  | { readonly kind: 'unseen'; readonly error: AppError; readonly isBlind: boolean };

/** What a lookout needs. */
export interface LookoutOptions {
  readonly steps: Pick<AliasSteps, 'look'>;
  readonly clock: Clock;
  /** Forgets the credentials, so that a login elsewhere is noticed. */
  readonly renewCredentials: () => void;
  /** A look has ended and can be taken. */
  readonly onSighting: () => void;
}

/** See the file's head. */
export class Lookout {
  readonly #options: LookoutOptions;
  #sighting: Sighting | null = null;
  #isLooking = false;
  #lookedAt: number | null = null;
  #failures = 0;
  #lastError: AppError | null = null;

  constructor(options: LookoutOptions) {
    this.#options = options;
  }

  get isLooking(): boolean {
    return this.#isLooking;
  }

  /** The newest look since the last call; null when none has ended. */
  take(): Sighting | null {
    const sighting = this.#sighting;
    this.#sighting = null;
    return sighting;
  }

  /** The next look is due at once. */
  hurry(): void {
    this.#lookedAt = null;
  }

  /** Looks when it is time to. */
  lookIfDue(started: number): void {
    const { clock, steps, renewCredentials, onSighting } = this.#options;
    const at = clock.now();
    const everyMs = this.#failures === 0 ? LOOK_EVERY_MS : BLIND_EVERY_MS;
    // A clock that was set back must not stop the looks.
    const isDue = this.#lookedAt === null || Math.abs(at - this.#lookedAt) >= everyMs;
    if (this.#isLooking || !isDue) return;
    if (this.#lastError !== null && needsLogin(this.#lastError)) renewCredentials();
    this.#isLooking = true;
    this.#lookedAt = at;
    void steps
      .look(AbortSignal.timeout(LOOK_TIMEOUT_MS))
      .then(
        (routing): Sighting => {
          this.#failures = 0;
          this.#lastError = null;
          return { kind: 'seen', routing, at, started };
        },
        (thrown): Sighting => {
          const error = toAppError(thrown);
          this.#failures += 1;
          this.#lastError = error;
          return { kind: 'unseen', error, isBlind: needsLogin(error) || this.#failures >= FAILURES_TO_BLIND };
        },
      )
      .then((sighting) => {
        this.#isLooking = false;
        this.#sighting = sighting;
        onSighting();
      });
  }
}
