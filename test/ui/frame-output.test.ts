import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { FrameOutput, type TerminalStream } from '../../src/ui/terminal/frame-output.ts';

/** A terminal at the end of a slow line: it takes a write only when the test says so. */
class SlowTerminal extends EventEmitter implements TerminalStream {
  columns = 100;
  rows = 30;
  readonly received: string[] = [];
  readonly #taking: (() => void)[] = [];

  write(data: string | Uint8Array, done?: (error?: Error | null) => void): boolean {
    this.received.push(String(data));
    this.#taking.push(() => done?.());
    return false;
  }

  /** Takes what was written, and what follows from that, until nothing comes any more. */
  async takeAll(): Promise<void> {
    while (this.#taking.length > 0) {
      this.#taking.shift()?.();
      await new Promise(setImmediate);
    }
  }
}

function outputOfTest() {
  const terminal = new SlowTerminal();
  return { terminal, output: new FrameOutput(terminal) };
}

describe('an output', () => {
  it('is drained until something is written, and again once the terminal has taken all of it', async () => {
    const { terminal, output } = outputOfTest();
    expect(output.isDrained).toBe(true);
    output.write('one');
    output.write('two');
    expect(output.isDrained).toBe(false);
    expect(terminal.received).toEqual(['one']);
    await terminal.takeAll();
    expect(output.isDrained).toBe(true);
    expect(terminal.received).toEqual(['one', 'two']);
  });

  it('that is drained calls back at once', () => {
    const callback = vi.fn();
    outputOfTest().output.whenDrained(callback);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it('that is not calls back once, when nothing is left, also of what was written meanwhile', async () => {
    const { terminal, output } = outputOfTest();
    const drainedAt: string[][] = [];
    output.write('one');
    output.whenDrained(() => drainedAt.push([...terminal.received].filter((text) => text !== '')));
    output.write('two');
    await new Promise(setImmediate);
    expect(drainedAt).toEqual([]);
    await terminal.takeAll();
    expect(drainedAt).toEqual([['one', 'two']]);
  });

  it('has the terminal’s size, and a usual one where it has none', () => {
    const { terminal, output } = outputOfTest();
    expect([output.columns, output.rows]).toEqual([100, 30]);
    terminal.columns = 0;
    terminal.rows = 0;
    expect([output.columns, output.rows]).toEqual([80, 24]);
  });

  it('passes a resize on only when it is drained', async () => {
    const { terminal, output } = outputOfTest();
    const resized = vi.fn();
    output.on('resize', resized);
    terminal.emit('resize');
    expect(resized).toHaveBeenCalledTimes(1);
    output.write('a frame');
    terminal.emit('resize');
    await new Promise(setImmediate);
    expect(resized).toHaveBeenCalledTimes(1);
    await terminal.takeAll();
    expect(resized).toHaveBeenCalledTimes(2);
  });

  it('released, leaves the terminal alone', () => {
    const { terminal, output } = outputOfTest();
    output.release();
    expect(terminal.listenerCount('resize')).toBe(0);
  });

  it('counts the bytes that went out', async () => {
    const { terminal, output } = outputOfTest();
    output.write('漢');
    output.write('ab');
    await terminal.takeAll();
    expect(output.bytesWritten).toBe(5);
  });
});
