/** Orders to the processes of rollouts, as the console gives them. */
import type { Owner } from '../../domain/changes/entry.ts';
import { type RolloutRecord, targetOf } from '../../domain/rollout/record.ts';
import type { NewOrder } from '../../journal/rollout-files.ts';
import { giveOrder } from '../../rollouts/follow.ts';
import type { RolloutsStore } from '../../stores/rollouts-store.ts';
import type { Flash } from '../../stores/shell-store.ts';
import type { AnyOrder } from './order-dialog.ts';
import type { Surroundings } from './surroundings.ts';

/** What giving needs. */
export interface OrderGivingTools {
  readonly store: RolloutsStore;
  readonly self: Owner;
  readonly surroundings: () => Promise<Surroundings>;
  /** ARN of the caller. Rejects with an AppError where AWS does not tell. */
  readonly actor: () => Promise<string>;
  readonly say: (text: string, level: Flash['level']) => void;
  /** The console ends: nobody waits for an answer any more. */
  readonly signal: AbortSignal;
}

/** See the file's head. */
export interface OrderGiving {
  /** Gives an order, and says what came of it where that is not what was meant. */
  give(record: RolloutRecord, order: AnyOrder): Promise<void>;
  /** Tells the processes of all that run here what to do without this console; waits for no answer. */
  bid(order: 'abort' | 'leave'): Promise<void>;
}

/** How long an order may take to be heard, ms. */
const ORDER_MS = 15_000;

/** See the file's head. */
export function createOrderGiving(tools: OrderGivingTools): OrderGiving {
  const { store, self, surroundings, actor, say, signal } = tools;
  return {
    async give(record, order) {
      const { files } = await surroundings();
      const by = await actor().catch(() => record.actor);
      const patience = AbortSignal.any([signal, AbortSignal.timeout(ORDER_MS)]);
      const refusal = await giveOrder(files, record.id, newOrder(order, by), self, patience);
      const target = targetOf(record);
      if (refusal !== null) say(`${target}: ${refusal}`, 'warn');
      else if (patience.aborted && !signal.aborted) {
        const { pid } = record.owner;
        say(`${target}: process ${pid} has not answered yet; the order waits for it`, 'warn');
      }
    },
    async bid(order) {
      const { files } = await surroundings();
      const running = (store.getState().known ?? []).filter(({ state }) => state === 'running');
      await Promise.all(running.map(({ record }) => files.order(record.id, newOrder(order, record.actor))));
    },
  };
}

function newOrder(order: AnyOrder | 'leave', actor: string): NewOrder {
  return order === 'abort' ? { order, actor, reason: 'rolled back by hand' } : { order, actor };
}
