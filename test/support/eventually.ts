/** Waiting for what another process, or another turn of this one, brings about. */
import { vi } from 'vitest';

/**
 * Waits until the expectation does not throw, and resolves with what it returns; rejects with its last error.
 * The limit, a minute, is for machines that are busy with other things: where all is well nobody gets near it.
 * Not for tests with fake timers.
 */
export function eventually<Value>(expectation: () => Value | Promise<Value>): Promise<Value> {
  return vi.waitFor(expectation, { timeout: 60_000, interval: 20 });
}
