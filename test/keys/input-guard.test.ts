import { spawn } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { attachInput, type InputGuard } from '../../src/keys/input-guard.ts';
import type { KeyEvent } from '../../src/keys/token.ts';
import { eventually } from '../support/eventually.ts';

/** A terminal's input: a stream that knows raw mode. */
class Terminal extends PassThrough {
  isRaw = false;
  setRawMode(isRaw: boolean): void {
    this.isRaw = isRaw;
  }
}

let terminal: Terminal;
let reads: string[];
let written: string;
let ends: (Error | null)[];
let guard: InputGuard;

const words = (events: readonly KeyEvent[]) =>
  events
    .map((event) => (event.type === 'paste' ? `paste(${event.text})` : event.text || event.key))
    .join(' ');

beforeEach(() => {
  terminal = new Terminal();
  reads = [];
  written = '';
  ends = [];
  guard = attachInput({
    stdin: terminal,
    write: (sequence) => {
      written += sequence;
    },
    onEvents: (events) => void reads.push(words(events)),
    onEnd: (error) => void ends.push(error),
  });
});

describe('reading a terminal', () => {
  it('delivers the keys of one read together', async () => {
    terminal.write('jj\r');
    await eventually(() => expect(reads).toEqual(['j j enter']));
    terminal.write('\x1b[A');
    await eventually(() => expect(reads).toEqual(['j j enter', 'up']));
  });

  it('puts characters together that a read cut in two', async () => {
    const [first, ...rest] = Buffer.from('é');
    terminal.write(Uint8Array.of(first ?? 0));
    terminal.write(Uint8Array.from(rest));
    await eventually(() => expect(reads).toEqual(['é']));
  });

  it('hears the silence that makes an ESC the Esc key', async () => {
    terminal.write('\x1b');
    await eventually(() => expect(reads).toEqual(['escape']));
  });

  it('hears what came while the process was busy before it believes in a silence', async () => {
    const script = `process.stdout.write('\\x1b'); setTimeout(() => process.stdout.write('[A'), 100)`;
    const child = spawn(process.execPath, ['-e', script]);
    attachInput({
      stdin: child.stdout,
      write: () => {},
      onEvents: (events) => void reads.push(words(events)),
      onEnd: () => {},
    });
    child.stdout.once('data', () => {
      const started = performance.now();
      while (performance.now() - started < 400);
    });
    await eventually(() => expect(reads).toEqual(['up']));
  });
});

describe('the terminal’s modes', () => {
  it('are raw with marked pastes while attached, and as before afterwards', () => {
    expect([terminal.isRaw, written]).toEqual([true, '\x1b[?2004h']);
    guard.detach();
    expect([terminal.isRaw, written]).toEqual([false, '\x1b[?2004h\x1b[?2004l']);
    guard.resume();
    expect(terminal.isRaw).toBe(false);
  });

  it('are given to another program and taken back', async () => {
    terminal.write('\x1b[200~half');
    await eventually(() => expect(terminal.readableLength).toBe(0));
    guard.pause();
    expect([terminal.isRaw, terminal.isPaused()]).toEqual([false, true]);
    terminal.write('for the other program');
    guard.resume();
    terminal.write('j');
    await eventually(() => expect(reads).toEqual(['j']));
    expect([terminal.isRaw, written]).toEqual([true, '\x1b[?2004h\x1b[?2004l\x1b[?2004h']);
  });
});

describe('the end of the terminal', () => {
  it('is told once', async () => {
    terminal.end();
    await eventually(() => expect(ends).toEqual([null]));
    terminal.destroy(new Error('read EIO'));
    await eventually(() => expect(terminal.closed).toBe(true));
    expect(ends).toEqual([null]);
    expect(terminal.isRaw).toBe(false);
  });

  it('survives EIO, even after detaching', async () => {
    terminal.destroy(new Error('read EIO'));
    await eventually(() => expect(ends).toEqual([new Error('read EIO')]));
    guard.detach();
    expect(() => terminal.emit('error', new Error('read EIO'))).not.toThrow();
  });
});
