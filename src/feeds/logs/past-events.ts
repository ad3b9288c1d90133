/** Events of some functions between two times, once each, in the order of time, no faster than they are taken. */
import type { LogEvent } from '../../domain/logs/log-event.ts';
import type { LogPage, LogsGateway } from '../../gateways/logs.ts';
import { isWanted, type LogSource, searchPrefixes } from './log-source.ts';
import { searchInOrder } from './search-in-order.ts';

/** What is wanted of the past; times in ms since the epoch, both inclusive. */
export interface PastQuery {
  readonly from: number;
  readonly to: number;
  /** CloudWatch's filter pattern; null = everything. */
  readonly pattern: string | null;
}

/**
 * Reads all pages of FilterLogEvents, a page of each group at a time.
 *
 * @throws AppError whatever the searches reject with
 */
export async function* pastEvents(
  gateway: LogsGateway,
  sources: readonly LogSource[],
  { from, to, pattern }: PastQuery,
  signal: AbortSignal,
): AsyncGenerator<readonly LogEvent[], void, undefined> {
  const searches = sources.flatMap((source) =>
    searchPrefixes(source, from, to).map((streamPrefix) => {
      const search = { group: source.group.name, streamPrefix, pattern, from, to, urgent: true };
      return only(gateway.search(search, signal), (stream) => isWanted(source, stream));
    }),
  );
  for await (const { events } of searchInOrder(searches, false)) if (events.length > 0) yield events;
}

/**
 * All that the environments wrote which ran one request, from its first line to its last: also lines that bear no
 * id. Whoever reads them tells those of other invocations apart.
 *
 * @throws AppError whatever the searches reject with
 */
export async function* eventsOfRequest(
  gateway: LogsGateway,
  sources: readonly LogSource[],
  { requestId, from, to }: { readonly requestId: string; readonly from: number; readonly to: number },
  signal: AbortSignal,
): AsyncGenerator<readonly LogEvent[], void, undefined> {
  const spans = new Map<string, { source: LogSource; stream: string; from: number; to: number }>();
  for (const source of sources) {
    for await (const events of pastEvents(
      gateway,
      [source],
      { from, to, pattern: `"${requestId}"` },
      signal,
    )) {
      for (const { stream, timestamp } of events) {
        const key = `${source.group.name} ${stream}`;
        const span = spans.get(key) ?? { source, stream, from: timestamp, to: timestamp };
        spans.set(key, { ...span, to: Math.max(span.to, timestamp) });
      }
    }
  }
  const searches = [...spans.values()].map((span) => {
    const search = { group: span.source.group.name, streamPrefix: span.stream, pattern: null, urgent: true };
    const pages = gateway.search({ ...search, from: span.from, to: span.to }, signal);
    // A prefix may be that of longer names too.
    return only(pages, (stream) => stream === span.stream);
  });
  for await (const { events } of searchInOrder(searches, false)) if (events.length > 0) yield events;
}

async function* only(
  pages: AsyncIterable<LogPage>,
  isMeant: (stream: string) => boolean,
): AsyncGenerator<LogPage> {
  for await (const { events, more } of pages) {
    yield { events: events.filter(({ stream }) => isMeant(stream)), more };
  }
}
