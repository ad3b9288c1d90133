/** Asking Logs Insights for invocations: the query, what it costs, and its rows as events. */
import type { LogEvent } from './log-event.ts';

/** Dollars for each GB (10^9 bytes) a query scans; from memory, and other in some regions: an estimate. */
const DOLLARS_PER_GB = 0.005;

/** Rows a query gives at most; AWS gives up to 100,000, which take it long. */
export const MOST_ROWS = 10_000;

/** What a query that scans so many bytes costs: `1.2 GB, $0.01`; null = nobody knows how many. An estimate. */
export function scanWords(bytes: number | null): string {
  if (bytes === null) return `nobody knows how much that is; about $${DOLLARS_PER_GB} for each GB`;
  const dollars = (bytes / 1e9) * DOLLARS_PER_GB;
  return `${sizeWords(bytes)}, ${dollars < 0.01 ? 'less than $0.01' : `$${dollars.toFixed(2)}`}`;
}

function sizeWords(bytes: number): string {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/**
 * The query for the newest reports of invocations, in the Text and the JSON format, and for timeouts of the old
 * style, whose REPORT does not tell them.
 *
 * @param functionName only of this function, whose name its streams bear; null = of the whole group
 */
export function reportsQuery(functionName: string | null): string {
  const own = functionName === null ? '' : ` | filter @logStream like "/${functionName}["`;
  return (
    'fields @timestamp, @ingestionTime, @logStream, @message' +
    ` | filter @type = "REPORT" or type = "platform.report" or @message like "Task timed out after"${own}` +
    ` | sort @timestamp desc | limit ${MOST_ROWS}`
  );
}

/** The events in a query's rows, oldest first; rows without time, stream or message are none. */
export function eventsInRows(
  rows: readonly Readonly<Record<string, string>>[],
  group: string,
): readonly LogEvent[] {
  const events = rows.flatMap((row): LogEvent[] => {
    const timestamp = timeIn(row['@timestamp']);
    const stream = row['@logStream'];
    const message = row['@message'];
    if (timestamp === null || stream === undefined || message === undefined) return [];
    const ingestionTime = timeIn(row['@ingestionTime']) ?? timestamp;
    return [{ eventId: null, group, stream, timestamp, ingestionTime, message }];
  });
  return events.sort((one, other) => one.timestamp - other.timestamp);
}

/** `2026-11-21 14:30:00.123`, which is UTC, or ms since the epoch. */
function timeIn(text: string | undefined): number | null {
  if (text === undefined) return null;
  const time = /^\d+$/.test(text) ? Number(text) : Date.parse(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(time) ? null : time;
}
