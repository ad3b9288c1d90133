/**
 * Runs one reading again and again: never two at once, with its own next delay each time, slower while it
 * fails, at once when asked. Everything that polls goes through here.
 */
import { type AppError, toAppError } from '../domain/app-error.ts';

/** How a poller behaves. */
export interface PollerOptions {
  /** Does the reading; the signal aborts when the poller stops. Resolves with ms until the next one. */
  readonly read: (signal: AbortSignal) => Promise<number>;
  /** Hears of every failure; the poller itself goes on. */
  readonly onError: (error: AppError) => void;
  /** Random share 0–1 for the jitter of the back-off. */
  readonly random?: () => number;
}

/** The first wait after a failure, ms; it doubles with each further one. */
const BACKOFF_FIRST_MS = 1_000;
/** The longest wait after failures, ms. */
const BACKOFF_LONGEST_MS = 60_000;

/** A reading that repeats until stopped. */
export interface Poller {
  /** Starts with a reading at once. Starting twice is the same as once. */
  start(): void;
  /** Reads now instead of at the next tick; while a reading runs, once more right after it. */
  refresh(): void;
  /** Reads soon because new rows came into view; unlike `refresh` it does not cut a back-off short. */
  nudge(): void;
  /** Aborts the reading that runs and plans no other. */
  stop(): void;
}

/** ms to wait after `failures` failures in a row: 1 s, 2 s, 4 s … 60 s, each shortened by up to half at random. */
export function backoffMs(failures: number, random: number): number {
  const full = Math.min(BACKOFF_LONGEST_MS, BACKOFF_FIRST_MS * 2 ** (failures - 1));
  return Math.round(full * (1 - random / 2));
}

/** See Poller. */
export function createPoller({ read, onError, random = Math.random }: PollerOptions): Poller {
  let running: AbortController | null = null;
  let timer: NodeJS.Timeout | undefined;
  let busy = false;
  let failures = 0;
  let again: 'no' | 'nudged' | 'refreshed' = 'no';

  const plan = (delayMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(tick, Math.max(0, delayMs));
  };

  const tick = async (): Promise<void> => {
    const controller = running;
    if (!controller) return;
    clearTimeout(timer);
    timer = undefined;
    busy = true;
    let delayMs: number;
    try {
      delayMs = await read(controller.signal);
      failures = 0;
    } catch (thrown) {
      if (controller.signal.aborted) return;
      failures += 1;
      delayMs = backoffMs(failures, random());
      onError(toAppError(thrown));
    } finally {
      if (running === controller) busy = false;
    }
    if (running !== controller) return;
    const isWanted = again === 'refreshed' || (again === 'nudged' && failures === 0);
    again = 'no';
    plan(isWanted ? 0 : delayMs);
  };

  return {
    start() {
      if (running) return;
      running = new AbortController();
      failures = 0;
      void tick();
    },
    refresh() {
      if (!running) return;
      failures = 0;
      if (busy) again = 'refreshed';
      else plan(0);
    },
    nudge() {
      if (!running || failures > 0) return;
      if (!busy) plan(0);
      else if (again === 'no') again = 'nudged';
    },
    stop() {
      running?.abort();
      running = null;
      busy = false;
      again = 'no';
      clearTimeout(timer);
    },
  };
}
