/** What a function's tail asks of the live tail sessions that it shares with others. */
import type { FunctionTail } from './function-tail.ts';

/** Who carries the lines of several functions by live tail. */
export interface LiveCarrier {
  join(member: FunctionTail): void;
  /** Its streams are others now. */
  renew(member: FunctionTail): void;
  leave(member: FunctionTail): void;
}
