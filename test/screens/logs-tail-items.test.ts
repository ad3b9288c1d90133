import { expect, test } from 'vitest';
import { type HeldLine, heldOf, isLine, type TailItem, tailItems } from '../../screens/logs/tail-items.ts';
import { LineBuffer } from '../../src/domain/logs/line-buffer.ts';
import { event, linesOf } from './log-lines.ts';

/** A tail that keeps ten lines, and a page of some of its items that somebody stays at. */
function pausedTail() {
  const all = new LineBuffer({ lines: 10, bytes: Number.POSITIVE_INFINITY });
  const lines = linesOf(Array.from({ length: 100 }, (_, index) => event(`${index}`, index)));
  let held: readonly HeldLine[] = [];
  const items = (): TailItem[] => {
    const now = tailItems({ all, shown: all, dropped: all.dropped, held });
    return Array.from({ length: now.size }, (_, index) => now.at(index)).filter((item) => item !== undefined);
  };
  return {
    come: (from: number, to: number) => all.add(lines.slice(from, to)),
    /** What is there, a note as how many are missing. */
    texts: () => items().map((item) => (isLine(item) ? item.event.message : `(${item.dropped})`)),
    see(from: number, to: number) {
      held = heldOf(items().slice(from, to), { all, dropped: all.dropped, held });
    },
  };
}

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => String(from + index));

test('a page that a flood pushed out stays, with a note of what is missing below and above it', () => {
  const tail = pausedTail();
  tail.come(0, 10);
  expect(tail.texts()).toEqual(numbers(0, 10));
  tail.see(4, 7);
  tail.come(10, 40);
  expect(tail.texts()).toEqual(['(4)', '4', '5', '6', '(23)', ...numbers(30, 40)]);
});

test('what is missing within a page stays told when all of it has been pushed out', () => {
  const tail = pausedTail();
  tail.come(0, 10);
  tail.see(4, 7);
  tail.come(10, 40);
  // From 6 over the note to 31.
  tail.see(3, 7);
  tail.come(40, 70);
  expect(tail.texts()).toEqual(['(6)', '6', '(23)', '30', '31', '(28)', ...numbers(60, 70)]);
  tail.see(0, 6);
  expect(tail.texts()).toEqual(['(6)', '6', '(23)', '30', '31', '(28)', ...numbers(60, 70)]);
});
