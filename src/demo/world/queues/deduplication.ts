import { createHash } from 'node:crypto';

const FIVE_MINUTES_MS = 300_000;

/** What a FIFO queue answered to the first message of a deduplication id. */
export interface Sent {
  id: string;
  sequenceNumber: string | undefined;
}

/** The deduplication ids of the last five minutes, which a FIFO queue accepts again but does not store. */
export class Deduplication {
  /** In order of time: the oldest first. */
  readonly #sent = new Map<string, Sent & { at: number }>();

  /** What the first message of this id got, when it came less than five minutes before `now`. */
  earlier(scope: string, now: number): Sent | undefined {
    for (const [key, { at }] of this.#sent) {
      if (at + FIVE_MINUTES_MS > now) break;
      this.#sent.delete(key);
    }
    return this.#sent.get(scope);
  }

  remember(scope: string, sent: Sent, now: number): void {
    this.#sent.delete(scope);
    this.#sent.set(scope, { ...sent, at: now });
  }
}

/** The id that ContentBasedDeduplication gives a body: attributes do not count. */
export function contentId(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}
