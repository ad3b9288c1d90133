/** What the process of a rollout hears from people: orders, and whether anybody is there. */
import type { Owner } from '../domain/changes/entry.ts';
import type { Logger } from '../domain/logger.ts';
import type { RolloutOrder } from '../domain/rollout/record.ts';
import type { RolloutFiles } from '../journal/rollout-files.ts';

/** What was heard at one moment. */
export interface Heard {
  /** A person is attached. */
  readonly attached: boolean;
  /** The last one's terminal was lost since the last look. */
  readonly isLost: boolean;
  /** The next order; null = none. */
  readonly order: RolloutOrder | null;
  /** More orders wait. */
  readonly hasMore: boolean;
}

/** Listens; null when the files cannot be read. Of several orders an abort goes first, the others by their time. */
export async function listen(
  id: string,
  files: RolloutFiles,
  self: Owner,
  logger: Logger,
): Promise<Heard | null> {
  try {
    const [orders, { present, lost }] = await Promise.all([files.orders(id), files.attached(id, self)]);
    const order = orders.find((each) => each.order === 'abort') ?? orders[0] ?? null;
    return {
      attached: present > 0,
      isLost: present === 0 && lost > 0,
      order,
      hasMore: orders.length > 1,
    };
  } catch (error) {
    logger.warn('orders of the rollout cannot be read', error);
    return null;
  }
}
