import { hexText, mix } from '../../world/random.ts';
import type { LogEvent } from './log-event.ts';

/**
 * The id of an event: 56 digits, the timestamp in the bits from 144 on, as ids of AWS have it, so that
 * ids sort by time. The order comes next: no two events of a group share one.
 */
export function eventIdOf({ timestamp, order }: LogEvent): string {
  const head = timestamp.toString(16) + order.toString(16).padStart(10, '0');
  const tail = hexText(mix(order >>> 0, timestamp >>> 0), 26);
  return BigInt(`0x${head}${tail}`).toString().padStart(56, '0');
}
