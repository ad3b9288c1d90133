/**
 * A real pseudo-terminal with a program in it: what the program writes is drawn by a real emulator (xterm), which
 * also answers the program's queries as a terminal does. Needs no test runner: the benchmarks use it as well.
 */
import { createRequire } from 'node:module';
import { type IPty, spawn } from '@lydell/node-pty';

// The package is CommonJS, and Node does not see its names.
const { Terminal } = createRequire(import.meta.url)('@xterm/headless') as typeof import('@xterm/headless');

/** How long something on the screen is waited for, ms. */
const PATIENCE_MS = 60_000;

/** What runs in the terminal, and how large it is. */
export interface PtyOptions {
  readonly file: string;
  readonly args: readonly string[];
  /** All of the program's variables. Those of this process are not passed on. */
  readonly environment: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly rows?: number;
}

/** How the program ended: by itself, or by a signal (its number; else 0). */
export interface PtyExit {
  readonly code: number;
  readonly signal: number;
}

/** See the file's head. */
export class PtyTerminal {
  /** Resolves when the program has ended and all it wrote is on the screen. */
  readonly exit: Promise<PtyExit>;
  /** Everything the program wrote. */
  written = '';
  /** When what is on the screen now was received, as `performance.now()` tells time. */
  receivedAt = 0;
  readonly #pty: IPty;
  readonly #screen: InstanceType<typeof Terminal>;
  #unparsed = 0;
  #ended: PtyExit | null = null;
  readonly #watchers = new Set<() => void>();

  constructor({ file, args, environment, columns = 100, rows = 30 }: PtyOptions) {
    this.#screen = new Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1_000 });
    this.#pty = spawn(file, [...args], { cols: columns, rows, env: { ...environment } });
    this.#screen.onData((reply) => this.#pty.write(reply));
    this.#pty.onData((data) => {
      const receivedAt = performance.now();
      this.written += data;
      this.#unparsed += 1;
      this.#screen.write(data, () => {
        this.#unparsed -= 1;
        this.receivedAt = receivedAt;
        this.#look();
      });
    });
    this.exit = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal }) => {
        const ended = { code: exitCode, signal: signal ?? 0 };
        this.#screen.write('', () => {
          this.#ended = ended;
          this.#look();
          resolve(ended);
        });
      });
    });
  }

  /** The program's process. */
  get pid(): number {
    return this.#pty.pid;
  }

  /** Types text or escape sequences, in one write. */
  type(text: string): void {
    this.#pty.write(text);
  }

  resize(columns: number, rows: number): void {
    this.#screen.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  /** Sends a signal to the program alone, not to its process group. */
  kill(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** The line drops: the program's terminal is gone, and nobody will ever read or type again. */
  hangUp(): void {
    // Not among the package's types.
    (this.#pty as unknown as { destroy(): void }).destroy();
  }

  /** Ends what still runs, and forgets the screen. */
  dispose(): void {
    if (!this.#ended) this.#pty.kill('SIGKILL');
    this.#screen.dispose();
  }

  /** Every line of the screen, without blanks at the ends. */
  lines(): string[] {
    const { active } = this.#screen.buffer;
    return Array.from(
      { length: this.#screen.rows },
      (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '',
    );
  }

  text(): string {
    return this.lines().join('\n');
  }

  /** Whether the alternate screen is shown. */
  get isAlternate(): boolean {
    return this.#screen.buffer.active.type === 'alternate';
  }

  /** Modes a program has to switch off before it leaves. */
  get modes(): {
    readonly pastesMarked: boolean;
    readonly updating: boolean;
    readonly cursorHidden: boolean;
  } {
    const { bracketedPasteMode, synchronizedOutputMode } = this.#screen.modes;
    return {
      pastesMarked: bracketedPasteMode,
      updating: synchronizedOutputMode,
      // The emulator does not tell; the last of both sequences does.
      cursorHidden: this.written.lastIndexOf('\x1b[?25l') > this.written.lastIndexOf('\x1b[?25h'),
    };
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

  /** Waits until the condition holds on a whole frame, the last that was received. */
  until(condition: () => boolean, what: string, patienceMs = PATIENCE_MS): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        stop();
        act();
      };
      const fail = (why: string): void =>
        settle(() => reject(new Error(`waited for ${what}, ${why}; the screen is\n${this.text()}`)));
      const look = (): void => {
        if (this.#unparsed > 0 || this.modes.updating) return;
        if (condition()) settle(resolve);
        else if (this.#ended) fail(`but the program ended with ${JSON.stringify(this.#ended)}`);
      };
      const timer = setTimeout(() => fail('in vain'), patienceMs);
      const stop = this.watch(look);
      look();
    });
  }

  /** Calls back at every whole frame: no synchronised update (DEC mode 2026) is open. Returns the way out. */
  watch(onFrame: () => void): () => void {
    this.#watchers.add(onFrame);
    return () => this.#watchers.delete(onFrame);
  }

  #look(): void {
    if (this.modes.updating) return;
    for (const watcher of this.#watchers) watcher();
  }
}
