/** A log line as data, as runbooks know it (design.md, "Command line"). */
import type { LogLine } from './log-line.ts';

/** One JSON object a line; fields may be added, never changed. */
export interface LineRecord {
  /** ms since the epoch, as is `ingestionTime`. */
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly function: string | null;
  readonly version: string | null;
  readonly requestId: string | null;
  readonly level: string | null;
  /** As it came from AWS. */
  readonly message: string;
  readonly stream: string;
  /** Left out where live tail told it, which gives none. */
  readonly eventId?: string;
}

/** The record of a line. */
export function recordOf({ event, functionName, version, requestId, level }: LogLine): LineRecord {
  const { timestamp, ingestionTime, message, stream, eventId } = event;
  const record = {
    timestamp,
    ingestionTime,
    function: functionName,
    version,
    requestId,
    level,
    message,
    stream,
  };
  return eventId === null ? record : { ...record, eventId };
}
