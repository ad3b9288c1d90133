/** Lets each wanted event of a log group through once. */
import type { LogEvent } from '../../domain/logs/log-event.ts';
import { EventMerge, type EventWay } from '../../domain/logs/merge.ts';
import { isWanted, type LogSource } from './log-source.ts';

/** Streams of which it is remembered whether they are wanted. */
const MOST_STREAMS = 5_000;

/** See the file's head. */
export class EventGate {
  readonly #merge = new EventMerge();
  readonly #wanted = new Map<string, boolean>();
  #source: LogSource | null = null;

  /** From now on the source's streams are wanted; none without a source. What has passed stays known. */
  open(source: LogSource | null): void {
    this.#source = source;
    this.#wanted.clear();
  }

  /** Those of the events that have not passed yet, by whichever way. */
  fresh(way: EventWay, events: readonly LogEvent[]): LogEvent[] {
    const source = this.#source;
    if (!source) return [];
    return events.filter((event) => this.#isWanted(source, event.stream) && this.#merge.isNew(way, event));
  }

  /** How much is remembered. */
  get size(): number {
    return this.#merge.size;
  }

  /** See EventMerge. */
  forget(time: number): void {
    this.#merge.forget(time);
  }

  #isWanted(source: LogSource, stream: string): boolean {
    let wanted = this.#wanted.get(stream);
    if (wanted === undefined) {
      wanted = isWanted(source, stream);
      if (this.#wanted.size >= MOST_STREAMS) this.#wanted.clear();
      this.#wanted.set(stream, wanted);
    }
    return wanted;
  }
}
