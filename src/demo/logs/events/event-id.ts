import { mix } from '../../world/random.ts';
import type { LogEvent } from './log-event.ts';

const DIGITS = 56;
/** Bits behind the timestamp, behind the order, and of the half of the tail that is no zeros. */
const TIMESTAMP_SHIFT = 144n;
const ORDER_SHIFT = 104n;
const TAIL_SHIFT = 52n;

/**
 * The id of an event: 56 digits, the timestamp in the bits from 144 on, as ids of AWS have it, so that
 * ids sort by time. The order comes next: no two events of a group share one.
 */
export function eventIdOf({ timestamp, order }: LogEvent): string {
  const random = mix(order >>> 0, timestamp >>> 0);
  // A number of 52 bits: cheaper than as many digits, and there are 20,000 events a second in a flood.
  const tail = random * 0x100000 + (mix(random, 1) >>> 12);
  const id =
    (BigInt(timestamp) << TIMESTAMP_SHIFT) | (BigInt(order) << ORDER_SHIFT) | (BigInt(tail) << TAIL_SHIFT);
  return id.toString().padStart(DIGITS, '0');
}
