/**
 * The lines of a tail that somebody asked for (by level, by a search), kept in order beside the buffer they are
 * in. New lines are judged as they come; those that were there already are judged in pieces, newest first, so
 * that neither a keystroke nor a frame waits for a hundred thousand of them.
 */
import { BUFFER_LIMITS, compareLines, LineBuffer } from '../../src/domain/logs/line-buffer.ts';
import type { LogLine } from '../../src/domain/logs/log-line.ts';

/** Which lines are wanted. Must always answer the same for a line. */
export type Keeps = (line: LogLine) => boolean;

/** Characters of messages judged in one piece: a few ms even for an unkind regular expression. */
const PIECE_CHARACTERS = 400_000;
/** Lines judged in one piece. */
const PIECE_LINES = 5_000;

/** The buffer all lines are in says what leaves; this one is told. */
const UNLIMITED = { lines: BUFFER_LIMITS.lines * 2, bytes: Number.POSITIVE_INFINITY };

/** See the file's head. */
export class FilteredLines {
  /** Those that were found, with their context. */
  readonly lines = new LineBuffer(UNLIMITED);
  readonly #all: LineBuffer;
  readonly #keeps: Keeps;
  readonly #context: number;
  /** All lines from this one on have been judged; null = none of those that were there at first. */
  #judgedFrom: LogLine | null = null;
  #isDone: boolean;

  /**
   * @param all where they are; it is changed in place
   * @param context so many lines before and after each are kept as well
   */
  constructor(all: LineBuffer, keeps: Keeps, context = 0) {
    this.#all = all;
    this.#keeps = keeps;
    this.#context = context;
    this.#isDone = all.size === 0;
  }

  /** Whether every line has been judged. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** How much of the buffer has been judged, 0–1. */
  get progress(): number {
    if (this.#isDone) return 1;
    const { size } = this.#all;
    return size === 0 || !this.#judgedFrom ? 0 : 1 - this.#all.indexOf(this.#judgedFrom) / size;
  }

  /** Judges lines that have just been put into the buffer. Those before what has been judged wait for `work`. */
  add(batch: readonly LogLine[]): void {
    const from = this.#judgedFrom;
    const waits = (line: LogLine): boolean => !this.#isDone && (!from || compareLines(line, from) < 0);
    this.#take(batch.filter((line) => !waits(line)));
    this.#followBuffer();
  }

  /** Judges one more piece of what was there before, newest first. */
  work(): void {
    if (this.#isDone) return;
    this.#followBuffer();
    let index = (this.#judgedFrom ? this.#all.indexOf(this.#judgedFrom) : this.#all.size) - 1;
    const piece: LogLine[] = [];
    let characters = 0;
    for (; index >= 0 && piece.length < PIECE_LINES && characters < PIECE_CHARACTERS; index -= 1) {
      const line = this.#all.at(index);
      if (!line) break;
      characters += line.event.message.length;
      piece.push(line);
    }
    this.#judgedFrom = piece.at(-1) ?? this.#judgedFrom;
    this.#isDone = index < 0;
    this.#take(piece);
  }

  #take(judged: readonly LogLine[]): void {
    const wanted = judged.filter(this.#keeps);
    if (this.#context === 0) {
      this.lines.add(wanted);
      return;
    }
    const around = new Set<LogLine>();
    for (const line of wanted) this.#surround(line, around);
    // A line that came later may belong to a find that was there before it.
    for (const line of judged) if (!around.has(line) && this.#isNearFind(line)) around.add(line);
    this.lines.add([...around].filter((line) => !isIn(this.lines, line)));
  }

  #surround(line: LogLine, around: Set<LogLine>): void {
    const index = this.#all.indexOf(line);
    // It may have left the buffer in the very batch it came in.
    if (this.#all.at(index) !== line) return;
    for (const near of this.#all.slice(index - this.#context, index + this.#context + 1)) around.add(near);
  }

  #isNearFind(line: LogLine): boolean {
    const index = this.#all.indexOf(line);
    const before = this.#all.slice(index - this.#context, index);
    return before.some((near) => isIn(this.lines, near) && this.#keeps(near));
  }

  /** What has left the buffer leaves here too. */
  #followBuffer(): void {
    const first = this.#all.at(0);
    if (first) this.lines.dropBefore(first);
  }
}

function isIn(lines: LineBuffer, line: LogLine): boolean {
  return lines.at(lines.indexOf(line)) === line;
}
