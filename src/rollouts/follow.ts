/** Watching a rollout from another process than its own. */
import type { Owner } from '../domain/changes/entry.ts';
import type { RolloutOrder, RolloutRecord } from '../domain/rollout/record.ts';
import type { NewOrder, RolloutFiles } from '../journal/rollout-files.ts';
import { type RolloutState, stateOf } from './unfinished.ts';

/** A rollout at one moment. */
export interface RolloutSight {
  readonly record: RolloutRecord;
  readonly state: RolloutState;
}

/** Every state of a rollout as it is written, until nobody drives it any more or the signal aborts. */
export async function* followRollout(
  files: RolloutFiles,
  id: string,
  self: Owner,
  signal: AbortSignal,
): AsyncGenerator<RolloutSight> {
  let wake = (): void => {};
  let isChanged = true;
  const notice = (): void => {
    isChanged = true;
    wake();
  };
  const stop = files.watch(id, notice);
  signal.addEventListener('abort', notice, { once: true });
  try {
    let seen: string | null = null;
    while (!signal.aborted) {
      isChanged = false;
      const record = await files.read(id);
      if (record !== null) {
        const state = stateOf(record, self);
        const stamp = `${record.updatedAt} ${state}`;
        if (stamp !== seen) yield { record, state };
        seen = stamp;
        if (state === 'over' || state === 'unfinished') return;
      }
      if (!isChanged && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    stop();
    signal.removeEventListener('abort', notice);
  }
}

/**
 * Gives an order and waits for its answer.
 *
 * @returns the refusal as a sentence; null when it was carried out, and when its process ended meanwhile
 */
export async function giveOrder(
  files: RolloutFiles,
  id: string,
  order: NewOrder,
  self: Owner,
  signal: AbortSignal,
): Promise<string | null> {
  const given: RolloutOrder = await files.order(id, order);
  for await (const { record } of followRollout(files, id, self, signal)) {
    if (record.answered?.orderId === given.id) return record.answered.refusal;
  }
  return null;
}
