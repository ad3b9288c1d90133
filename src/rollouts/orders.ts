/** What the process of a rollout hears from people, and does: orders, and whether anybody is there. */
import type { Owner } from '../domain/changes/entry.ts';
import type { Logger } from '../domain/logger.ts';
import type { RolloutOrder } from '../domain/rollout/record.ts';
import { refusal } from '../domain/rollout/rollout.ts';
import type { RolloutFiles } from '../journal/rollout-files.ts';
import type { Course } from './course.ts';

/** What hearing needs. */
export interface OrdersTools {
  readonly files: RolloutFiles;
  readonly self: Owner;
  readonly logger: Logger;
  readonly course: Course;
  /** Orders to go on that a dead process never heard are not carried out by the next one; ms since the epoch. */
  readonly hearsFrom: number;
  /** A person wants it to go on: what failed before is tried again at once. */
  readonly onObeyed: () => void;
  /** More orders wait. */
  readonly onMore: () => void;
}

/** See the file's head. */
export class Orders {
  readonly #tools: OrdersTools;

  constructor(tools: OrdersTools) {
    this.#tools = tools;
  }

  /**
   * Hears of terminals and of the next order; resolves with it: it can be forgotten once the record is written. Of
   * several an abort goes first, the others by their time; one at a time, so that each finds its answer in the record.
   */
  async hear(): Promise<RolloutOrder | null> {
    const { files, self, logger, course, onMore } = this.#tools;
    const { id, onInterrupt } = course.record;
    const heard = await Promise.all([files.orders(id), files.attached(id, self)]).catch((error) => {
      logger.warn('orders of the rollout cannot be read', error);
      return null;
    });
    if (heard === null) return null;
    const [orders, { present, lost }] = heard;
    course.set({ attached: present > 0 });
    // The last one's terminal, since the last look.
    const isLost = present === 0 && lost > 0;
    if (isLost && onInterrupt === 'hold') course.happen({ type: 'hold' });
    if (isLost && onInterrupt === 'rollback') {
      course.happen({ type: 'abort', by: 'interrupt', reason: 'its terminal was lost' });
    }
    const order = orders.find((each) => each.order === 'abort') ?? orders[0] ?? null;
    if (order !== null) this.#obey(order);
    if (orders.length > 1) onMore();
    return order;
  }

  /** An order whose answer is on the disk. Never rejects: one that is left is known by that answer. */
  async forget(order: RolloutOrder): Promise<void> {
    const { files, course } = this.#tools;
    await files.answered(course.record.id, order).catch(() => {});
  }

  #obey(order: RolloutOrder): void {
    const { course, hearsFrom, onObeyed } = this.#tools;
    // It was carried out before the process that wrote so died.
    if (order.id === course.record.answered?.orderId) return;
    let why: string | null = null;
    if (order.order === 'abort') {
      course.happen({ type: 'abort', by: 'operator', reason: order.reason });
    } else if (order.order === 'leave') {
      course.stop('left', `left unguarded by ${order.actor}`);
    } else {
      why = order.at < hearsFrom ? 'Nobody was there when it was given' : null;
      why ??= refusal(course.record.rollout, order.order);
      if (why === null) course.happen({ type: order.order });
      onObeyed();
    }
    course.set({ answered: { orderId: order.id, refusal: why } });
  }
}
