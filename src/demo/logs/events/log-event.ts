import type { LogStream, StreamRange } from './log-stream.ts';

/** One log event, as it lies in its group. */
export interface LogEvent {
  /** ms since the epoch: what the sender says. */
  readonly timestamp: number;
  /** ms since the epoch at which CloudWatch Logs got it: before that nobody can read it. */
  readonly ingestionTime: number;
  /** Below 2^40: of events of one timestamp the order, and the middle of the event's id. */
  readonly order: number;
  readonly stream: string;
  /** What Lambda's own lines are: START, END or REPORT; what Insights calls `@type`. */
  readonly type?: string | undefined;
  /** Made when it is read, as most events of a busy group never are. */
  readonly message: string;
}

/** Where a group's events come from: traffic, clients, a flood. */
export interface EventSource {
  /**
   * The events with a timestamp in [from, until) (ms since the epoch), by timestamp and order; also those
   * that are yet to arrive, so the reader looks at `ingestionTime`.
   */
  between(from: number, until: number): readonly LogEvent[];
  /** No event has an earlier timestamp, ms since the epoch. */
  readonly since: number;
  /** Nor, of those that have arrived, this timestamp or a later one. */
  readonly until: number;
  /** How long an interval is best read at once, ms. */
  readonly strideMs: number;
  /** The events that arrived after one instant and no later than another, in order of their arrival. */
  arrivedIn(after: number, until: number): readonly LogEvent[];
  /** Where the events of a stream lie; undefined when there is no such stream (yet). */
  findStream(name: string): StreamRange | undefined;
  /** The streams that had something in [from, until), ms since the epoch, in no order; more is no harm. */
  streamsBetween(from: number, until: number): LogStream[];
}

/** Those of some events that arrived after one instant and no later than another, in order of their arrival. */
export function arrivedAmong(events: readonly LogEvent[], after: number, until: number): LogEvent[] {
  return events
    .filter(({ ingestionTime }) => ingestionTime > after && ingestionTime <= until)
    .sort(compareArrivals);
}

/** By arrival, then by timestamp and order. */
export function compareArrivals(left: LogEvent, right: LogEvent): number {
  return left.ingestionTime - right.ingestionTime || compareEvents(left, right);
}

/** By timestamp, then by order. */
export function compareEvents(left: LogEvent, right: LogEvent): number {
  return left.timestamp - right.timestamp || left.order - right.order;
}

/** The index of the first event that does not come before a timestamp and order. */
export function lowerBound(events: readonly LogEvent[], timestamp: number, order = 0): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const event = events[middle];
    const isBefore =
      event !== undefined &&
      (event.timestamp < timestamp || (event.timestamp === timestamp && event.order < order));
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  return low;
}
