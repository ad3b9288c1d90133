/**
 * Shows each event of a log group once, whichever ways it comes by and however often: live tail sessions that
 * overlap or were cut, and searches that read the same time again.
 *
 * Events of a live tail have no id. Two that look alike may still be two, so looks are counted for each way: an
 * event is new when one way has now told more of its look than were shown before. Every way tells each event at
 * most once and invents none, so what is shown never exceeds what is there; and it reaches it as soon as one way
 * has told them all, as a search of their time does. Searches read again and again: theirs count by id.
 */
import type { LogEvent } from './log-event.ts';

/** One way events come by: the number of a live tail session, or `SEARCH`. */
export type EventWay = number;

/** All searches of the group together. */
export const SEARCH: EventWay = 0;

/** How many events of one look were shown, and how many each way has told: way, number, way, number, … */
interface Look {
  shown: number;
  readonly told: number[];
}

/** What is remembered of a second. */
interface Bucket {
  /** By `lookOf`. As long as searches alone have told a look it is but a number, how many: a flood has many looks. */
  readonly looks: Map<number, Look | number>;
  readonly ids: Set<string>;
}

const BUCKET_MS = 1_000;

/** The events of one group, as far as they may come again. */
export class EventMerge {
  readonly #buckets = new Map<number, Bucket>();

  /** Counts one event, and says whether it is to be shown. */
  isNew(way: EventWay, event: LogEvent): boolean {
    const bucket = this.#bucketOf(event);
    if (way === SEARCH && event.eventId !== null) {
      if (bucket.ids.has(event.eventId)) return false;
      bucket.ids.add(event.eventId);
    }
    const key = lookOf(event);
    const known = bucket.looks.get(key);
    // A search that gives no ids cannot tell a second event from one it has read before.
    const mayBeKnown = way === SEARCH && event.eventId === null;
    if (known === undefined) {
      bucket.looks.set(key, way === SEARCH ? 1 : { shown: 1, told: [way, 1] });
      return true;
    }
    if (typeof known === 'number' && way === SEARCH) {
      if (!mayBeKnown) bucket.looks.set(key, known + 1);
      return !mayBeKnown;
    }
    const look = typeof known === 'number' ? { shown: known, told: [SEARCH, known] } : known;
    bucket.looks.set(key, look);
    const told = mayBeKnown ? 1 : tellAgain(look.told, way);
    if (told <= look.shown) return false;
    look.shown = told;
    return true;
  }

  /** Of how many searched events and looks it knows: what they take is bounded by forgetting. */
  get size(): number {
    let size = 0;
    for (const { looks, ids } of this.#buckets.values()) size += looks.size + ids.size;
    return size;
  }

  /**
   * Forgets what is over by `time`, ms since the epoch: events that both were written and arrived before it. No
   * later search may reach back behind it. Remembers up to a second more than that.
   */
  forget(time: number): void {
    const first = Math.floor(time / BUCKET_MS);
    for (const number of this.#buckets.keys()) if (number < first) this.#buckets.delete(number);
  }

  #bucketOf({ timestamp, ingestionTime }: LogEvent): Bucket {
    const number = Math.floor(Math.max(timestamp, ingestionTime) / BUCKET_MS);
    let bucket = this.#buckets.get(number);
    if (!bucket) {
      bucket = { looks: new Map(), ids: new Set() };
      this.#buckets.set(number, bucket);
    }
    return bucket;
  }
}

/** One more told by this way; returns how many it has told in all. */
function tellAgain(told: number[], way: EventWay): number {
  for (let index = 0; index < told.length; index += 2) {
    if (told[index] !== way) continue;
    const count = (told[index + 1] ?? 0) + 1;
    told[index + 1] = count;
    return count;
  }
  told.push(way, 1);
  return 1;
}

/**
 * What both ways of reading tell of an event, as a number: lines are long. Two that differ have the same once in
 * 10^15 times, and only within one second.
 */
function lookOf({ timestamp, ingestionTime, stream, message }: LogEvent): number {
  const written = hash(stream, timestamp, ingestionTime);
  return hash(message, written, written / 2 ** 32);
}

/** 53 bits of a text (cyrb53 by bryc, public domain), and of 32 bits each of two seeds. */
function hash(text: string, seed: number, otherSeed: number): number {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ otherSeed;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0);
}
