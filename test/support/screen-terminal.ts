/**
 * A terminal inside the test: what the console writes is drawn by a real emulator (xterm), what the test types
 * is read by the console as if from a pty. The real alternate screen, colours and cell contents, in milliseconds.
 */
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { Terminal } from '@xterm/headless';
import type { ConsoleTerminal } from '../../src/ui/terminal/terminal.ts';

/** How long a test waits for something on the screen, ms: many times what it takes on a quiet machine. */
const PATIENCE_MS = 40_000;

/** How long whoever sees what he waited for takes to act, ms. The console knows by then that its frame was drawn. */
const REACTION_MS = 30;

/** How often it is looked at while nothing is drawn, ms. */
const LOOK_MS = 100;

/** See the file's head. */
export class ScreenTerminal implements ConsoleTerminal {
  readonly input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
  readonly output: EventEmitter & ConsoleTerminal['output'] & { columns: number; rows: number };
  /** Bytes the console has written so far. */
  bytes = 0;
  /** While true the line is stalled: nothing that is written gets through. */
  stalled = false;
  readonly #terminal: Terminal;
  #held: (() => void)[] = [];
  #unparsed = 0;
  readonly #watchers = new Set<() => void>();

  constructor(columns = 100, rows = 30) {
    this.#terminal = new Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
    const write = (data: string | Uint8Array, done?: (error?: Error | null) => void): boolean => {
      this.bytes += Buffer.byteLength(data);
      const draw = (): void => {
        this.#unparsed += 1;
        this.#terminal.write(data, () => {
          this.#unparsed -= 1;
          for (const look of this.#watchers) look();
          done?.();
        });
      };
      if (this.stalled) this.#held.push(draw);
      else draw();
      return !this.stalled;
    };
    this.output = Object.assign(new EventEmitter(), { isTTY: true, columns, rows, write });
  }

  /** Types text or escape sequences, as one read of the terminal. */
  type(text: string): void {
    this.input.write(text);
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    Object.assign(this.output, { columns, rows });
    this.output.emit('resize');
  }

  /** The line moves again. */
  release(): void {
    this.stalled = false;
    for (const draw of this.#held.splice(0)) draw();
  }

  /** Every line of the screen, without blanks at the ends. */
  lines(): string[] {
    const { active } = this.#terminal.buffer;
    return Array.from(
      { length: this.#terminal.rows },
      (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '',
    );
  }

  text(): string {
    return this.lines().join('\n');
  }

  /** Whether the alternate screen is shown. */
  get isAlternate(): boolean {
    return this.#terminal.buffer.active.type === 'alternate';
  }

  /** Colours of the first cell in which the text stands: palette or RGB numbers, -1 for the default. */
  colorsOf(text: string): { readonly foreground: number; readonly background: number } {
    const { active } = this.#terminal.buffer;
    for (const [row, line] of this.lines().entries()) {
      const column = line.indexOf(text);
      const cell = column < 0 ? undefined : active.getLine(active.viewportY + row)?.getCell(column);
      if (cell) {
        return {
          foreground: cell.isFgDefault() ? -1 : cell.getFgColor(),
          background: cell.isBgDefault() ? -1 : cell.getBgColor(),
        };
      }
    }
    throw new Error(`"${text}" is not on the screen:\n${this.text()}`);
  }

  /** Waits until the screen holds the text (or matches). Half-drawn frames do not count. */
  async shows(wanted: string | RegExp): Promise<void> {
    await this.until(() => {
      const screen = this.text();
      return typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen);
    }, `the screen to show ${wanted}`);
  }

  async hides(unwanted: string): Promise<void> {
    await this.until(() => !this.text().includes(unwanted), `the screen to hide ${unwanted}`);
  }

  /** Waits until the condition holds on a whole frame, and a moment more: nobody types in the instant he sees. */
  until(condition: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (act: () => void, delayMs: number): void => {
        this.#watchers.delete(look);
        clearInterval(looking);
        clearTimeout(patience);
        // Behind whatever else is due: on a busy machine a timer overtakes what came before it.
        setTimeout(() => setImmediate(act), delayMs);
      };
      const look = (): void => {
        const isWhole = this.#unparsed === 0 && !this.#terminal.modes.synchronizedOutputMode;
        // Nothing more comes over a line that is stalled.
        if ((isWhole || this.stalled) && condition()) end(resolve, REACTION_MS);
      };
      const fail = (): void => reject(new Error(`waited for ${what}; the screen is\n${this.text()}`));
      const looking = setInterval(look, LOOK_MS);
      const patience = setTimeout(() => end(fail, 0), PATIENCE_MS);
      this.#watchers.add(look);
      look();
    });
  }

  dispose(): void {
    this.#terminal.dispose();
  }
}
