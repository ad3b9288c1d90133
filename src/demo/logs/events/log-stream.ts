import { hashText, mix } from '../../world/random.ts';

/** Where the events of a log stream may lie: timestamps in [from, until), ms since the epoch. */
export interface StreamRange {
  from: number;
  until: number;
}

/** A stream as DescribeLogStreams tells of it; ms since the epoch. */
export interface LogStream {
  name: string;
  created: number;
  first: number | undefined;
  last: number | undefined;
  lastIngestion: number | undefined;
}

/** What is told of a stream's last event is older than the truth by up to so much (facts, section 3). */
const MOST_LAG_MS = 40 * 60_000;
/** Between a last event and its arrival, as told. */
const TOLD_DELAY_MS = 700;

/** What is told at `now` of a stream of Lambda's, whose first and last events have these timestamps. */
export function toldStream(name: string, first: number, last: number, now: number): LogStream {
  const known = now - (mix(hashText(0, name), 73) % MOST_LAG_MS);
  const told = Math.max(first, Math.min(last, known));
  return { name, created: first, first, last: told, lastIngestion: told + TOLD_DELAY_MS };
}
