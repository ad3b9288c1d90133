import { compareArrivals, compareEvents, type EventSource, type LogEvent } from './log-event.ts';

/** Several sources as one. */
export function merged(sources: readonly EventSource[]): EventSource {
  const [only] = sources;
  if (only !== undefined && sources.length === 1) return only;
  return {
    between: (from, until) => mergeLists(sources.map((source) => source.between(from, until))),
    arrivedIn: (after, until) =>
      sources.flatMap((source) => source.arrivedIn(after, until)).sort(compareArrivals),
    since: Math.min(...sources.map((source) => source.since)),
    // Asked for again: time goes on while a source is read.
    get until() {
      return Math.max(...sources.map((source) => source.until));
    },
    strideMs: Math.min(60_000, ...sources.map((source) => source.strideMs)),
    findStream: (name) => findFirst(sources, (source) => source.findStream(name)),
    streamsBetween: (from, until) => sources.flatMap((source) => source.streamsBetween(from, until)),
  };
}

/** Ordered lists as one ordered list. */
export function mergeLists(lists: readonly (readonly LogEvent[])[]): readonly LogEvent[] {
  const full = lists.filter((list) => list.length > 0);
  const [only = []] = full;
  return full.length < 2 ? only : full.flat().sort(compareEvents);
}

function findFirst<T, R>(list: readonly T[], find: (each: T) => R | undefined): R | undefined {
  for (const each of list) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
