/**
 * An instant on the wire. Each protocol writes it its own way: seconds as a JSON number, CBOR tag 1,
 * ISO text in XML; so operations answer with this class and never choose.
 */
export class Timestamp {
  readonly milliseconds: number;

  constructor(milliseconds: number) {
    this.milliseconds = milliseconds;
  }

  /** Seconds since the epoch: what JSON and CBOR carry. */
  get seconds(): number {
    return this.milliseconds / 1000;
  }

  /** JSON protocols of AWS carry epoch seconds as a number. */
  toJSON(): number {
    return this.seconds;
  }

  /** What the query protocol writes, e.g. `2026-11-21T09:00:00Z`: whole seconds without a fraction. */
  toIso(): string {
    const text = new Date(this.milliseconds).toISOString();
    return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
  }
}
