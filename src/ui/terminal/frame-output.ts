/**
 * The stream Ink draws to: the terminal, plus the knowledge of whether the last frame has left the machine.
 * On a slow line bytes pile up; drawing on top of them would show an ever older past, so the frame gate asks
 * `isDrained` before each frame, and a resize is passed on only then.
 */
import { Writable } from 'node:stream';

/** What we need of a terminal's output stream (`process.stdout`, or a test's terminal). */
export interface TerminalStream extends NodeJS.EventEmitter {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(data: string | Uint8Array, done?: (error?: Error | null) => void): boolean;
}

/** A terminal as Ink expects it, which knows when its frames have been written out. */
export class FrameOutput extends Writable {
  readonly isTTY = true;
  #bytes = 0;
  readonly #terminal: TerminalStream;
  readonly #onResize: () => void;

  constructor(terminal: TerminalStream) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
    this.#onResize = () => this.whenDrained(() => this.emit('resize'));
    terminal.on('resize', this.#onResize);
  }

  get columns(): number {
    return this.#terminal.columns || 80;
  }

  get rows(): number {
    return this.#terminal.rows || 24;
  }

  /** Bytes handed to the terminal so far, for the benchmark of traffic on the line. */
  get bytesWritten(): number {
    return this.#bytes;
  }

  /** Whether everything written has been taken by the terminal. */
  get isDrained(): boolean {
    return this.writableLength === 0;
  }

  /** Calls back once nothing is left to be written: at once, or after the write that is under way. */
  whenDrained(callback: () => void): void {
    if (this.isDrained) callback();
    else this.write('', () => this.whenDrained(callback));
  }

  /** Stops listening to the terminal. */
  release(): void {
    this.#terminal.off('resize', this.#onResize);
  }

  override _write(
    chunk: string | Buffer,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    this.#bytes += Buffer.byteLength(chunk);
    // A terminal that is gone (EIO) is reported by its own `error` or by SIGHUP; here it just takes no more.
    this.#terminal.write(chunk, () => done());
  }
}

/**
 * Makes writes to a terminal return before a slow line has taken them. Node opens terminals for blocking
 * writes, so a stalled SSH line would freeze feeds and keys with it; there is no public switch for it.
 */
export function unblockWrites(stream: unknown): void {
  const handle = (stream as { _handle?: { setBlocking?: (blocking: boolean) => void } })._handle;
  handle?.setBlocking?.(false);
}
