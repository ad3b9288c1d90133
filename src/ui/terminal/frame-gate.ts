/**
 * Decides when the screen is drawn again: at once after a quiet time, then at most thirty times a second, and
 * never while the last frame is still on its way out. Stores may change a thousand times in between.
 */

/** Shortest time between two frames, ms (30 a second). */
export const FRAME_MS = 33;

/** What the gate must know of the output. */
export interface GateOutput {
  readonly isDrained: boolean;
  whenDrained(callback: () => void): void;
}

/** See the file's head. */
export interface FrameGate {
  /** Something that is drawn has changed. */
  readonly touch: () => void;
  /** Hears that it may draw now. Returns the way out. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Draws nothing until `resume`: the terminal belongs to somebody else. */
  pause(): void;
  resume(): void;
  /** Plans no frame any more. */
  stop(): void;
}

/** A gate before `output`; `now` is a monotonic time in ms. */
export function createFrameGate(output: GateOutput, now: () => number = () => performance.now()): FrameGate {
  const listeners = new Set<() => void>();
  let state: 'idle' | 'planned' | 'paused' | 'stopped' = 'idle';
  let dirty = false;
  let timer: NodeJS.Timeout | undefined;
  let lastFrame = Number.NEGATIVE_INFINITY;

  const draw = (): void => {
    if (state !== 'planned') return;
    if (!output.isDrained) {
      output.whenDrained(draw);
      return;
    }
    state = 'idle';
    dirty = false;
    lastFrame = now();
    for (const listener of listeners) listener();
  };

  const plan = (): void => {
    if (state !== 'idle') return;
    state = 'planned';
    const wait = lastFrame + FRAME_MS - now();
    // Not in the same turn even when nothing waits: the rest of the read or reply belongs to the same frame.
    if (wait <= 0) setImmediate(draw);
    else timer = setTimeout(draw, wait);
  };

  return {
    touch() {
      dirty = true;
      plan();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pause() {
      if (state === 'stopped') return;
      clearTimeout(timer);
      state = 'paused';
    },
    resume() {
      if (state !== 'paused') return;
      state = 'idle';
      if (dirty) plan();
    },
    stop() {
      clearTimeout(timer);
      state = 'stopped';
    },
  };
}
