/**
 * Takes the elements of one long list out of a JSON object while its bytes arrive. A page of log events has some
 * 4 MB: read at once it would hold up keys and frames, and lie in memory three times over.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACKET = 0x5d;
const CLOSING_BRACE = 0x7d;

/** Blanks that a serialiser may put around a key's colon. */
const MOST_BLANKS = 16;

/** See the file's head. */
export class JsonListReader {
  readonly #key: RegExp;
  readonly #keyLength: number;
  readonly #onElements: (text: string) => void;
  /** What is not of the list. */
  readonly #rest: Buffer[] = [];
  /** Beginning of an element that ends in a later chunk. */
  #begun: Buffer[] = [];
  #depth = 0;
  #isInList = false;
  #isInString = false;
  #isEscaped = false;

  /**
   * @param name key of the list in the outermost object; letters only
   * @param onElements hears of complete elements, as JSON between commas, some at a time
   */
  constructor(name: string, onElements: (text: string) => void) {
    this.#key = new RegExp(`"${name}"\\s*:\\s*$`);
    this.#keyLength = name.length + MOST_BLANKS;
    this.#onElements = onElements;
  }

  /** Reads the next bytes, wherever they were cut. */
  write(chunk: Buffer): void {
    let from = 0;
    let elementsEnd = -1;
    for (let at = 0; at < chunk.length; at += 1) {
      if (this.#isInString) {
        at = this.#endOfString(chunk, at);
        continue;
      }
      switch (chunk[at]) {
        case QUOTE:
          this.#isInString = true;
          break;
        case OPENING_BRACE:
        case OPENING_BRACKET:
          this.#depth += 1;
          if (this.#depth === 2 && chunk[at] === OPENING_BRACKET && this.#isKeyBefore(chunk, from, at)) {
            this.#rest.push(chunk.subarray(from, at + 1));
            this.#isInList = true;
            from = at + 1;
          }
          break;
        case CLOSING_BRACE:
        case CLOSING_BRACKET:
          this.#depth -= 1;
          if (this.#isInList && this.#depth === 1) {
            this.#take(chunk.subarray(from, at));
            this.#isInList = false;
            from = at;
          }
          break;
        case COMMA:
          if (this.#isInList && this.#depth === 2) elementsEnd = at;
          break;
        default:
      }
    }
    if (!this.#isInList) {
      this.#rest.push(chunk.subarray(from));
      return;
    }
    if (elementsEnd >= from) {
      this.#take(chunk.subarray(from, elementsEnd));
      from = elementsEnd + 1;
    }
    this.#begun.push(chunk.subarray(from));
  }

  /** All bytes but the elements: the object with an empty list. */
  rest(): Buffer {
    return Buffer.concat([...this.#rest, ...this.#begun]);
  }

  /** Index of the quote that ends the string, or of the chunk's last byte. */
  #endOfString(chunk: Buffer, start: number): number {
    for (let at = start; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === BACKSLASH) this.#isEscaped = true;
      else if (byte === QUOTE) {
        this.#isInString = false;
        return at;
      }
    }
    return chunk.length;
  }

  #isKeyBefore(chunk: Buffer, from: number, at: number): boolean {
    const before = Buffer.concat([...this.#rest.slice(-this.#keyLength), chunk.subarray(from, at)]);
    return this.#key.test(before.toString('latin1', Math.max(0, before.length - this.#keyLength)));
  }

  #take(bytes: Buffer): void {
    const elements = this.#begun.length === 0 ? bytes : Buffer.concat([...this.#begun, bytes]);
    this.#begun = [];
    const text = elements.toString('utf8');
    if (text.trim() !== '') this.#onElements(text);
  }
}
