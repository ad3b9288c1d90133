import { expect, test } from 'vitest';
import { LinePrinter } from '../../src/cli/logs/line-printer.ts';
import type { Output } from '../../src/cli/output.ts';

/** A reader of stdout that takes a piece when told. */
function slowReader() {
  const taken: string[] = [];
  const waiting: (() => void)[] = [];
  const output: Pick<Output, 'data'> = {
    data: (text) =>
      new Promise((resolve) => {
        waiting.push(() => {
          taken.push(text);
          resolve();
        });
      }),
  };
  return {
    output,
    text: () => taken.join(''),
    /** Takes everything that comes from now on. */
    async takeAll(): Promise<void> {
      while (waiting.length > 0) {
        waiting.shift()?.();
        await new Promise(setImmediate);
      }
    },
  };
}

const LINE = `${'x'.repeat(999)}\n`;

test('searches wait while a reader is behind, and go on when it has caught up', async () => {
  const reader = slowReader();
  const printer = new LinePrinter(reader.output);
  let hasRoom = false;
  printer.add(Array.from({ length: 5_000 }, () => LINE));
  const room = printer.room().then(() => {
    hasRoom = true;
  });
  await new Promise(setImmediate);
  expect(hasRoom).toBe(false);
  await reader.takeAll();
  await Promise.all([room, printer.flush()]);
  expect(reader.text()).toBe(LINE.repeat(5_000));
  expect(printer.takeDropped()).toBe(0);
});

test('what cannot wait is dropped, oldest first, and counted', async () => {
  const reader = slowReader();
  const printer = new LinePrinter(reader.output);
  const numbered = (from: number): string[] =>
    Array.from({ length: 10_000 }, (_, index) => `${String(from + index).padStart(8)}${LINE}`);
  for (let batch = 0; batch < 6; batch += 1) printer.add(numbered(batch * 10_000));
  const dropped = printer.takeDropped();
  expect(dropped).toBeGreaterThan(40_000);
  expect(printer.takeDropped()).toBe(0);
  await reader.takeAll();
  await printer.flush();
  const lines = reader.text().split('\n').filter(Boolean);
  expect(lines.length + dropped).toBe(60_000);
  expect(Number(lines.at(-1)?.slice(0, 8))).toBe(59_999);
});
