/**
 * A terminal inside the test: what the console writes is drawn by a real emulator (xterm), what the test types
 * is read by the console as if from a pty. The real alternate screen, colours and cell contents, in milliseconds.
 */
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { Terminal } from '@xterm/headless';
import { vi } from 'vitest';
import type { ConsoleTerminal } from '../../src/ui/terminal/terminal.ts';

/** How long a test waits for something on the screen, ms: many times what it takes on a quiet machine. */
const PATIENCE_MS = 40_000;

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

  constructor(columns = 100, rows = 30) {
    this.#terminal = new Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
    const write = (data: string | Uint8Array, done?: (error?: Error | null) => void): boolean => {
      this.bytes += Buffer.byteLength(data);
      const draw = (): void => this.#terminal.write(data, () => done?.());
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

  /** Waits until the condition holds on a settled frame. */
  async until(condition: () => boolean, what: string): Promise<void> {
    await vi.waitFor(
      () => {
        if (this.#terminal.modes.synchronizedOutputMode || !condition()) {
          throw new Error(`waited for ${what}; the screen is\n${this.text()}`);
        }
      },
      { timeout: PATIENCE_MS, interval: 10 },
    );
  }

  dispose(): void {
    this.#terminal.dispose();
  }
}
