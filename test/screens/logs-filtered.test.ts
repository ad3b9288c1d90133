import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FilteredLines } from '../../screens/logs/filtered-lines.ts';
import { LineBuffer } from '../../src/domain/logs/line-buffer.ts';
import type { LogLine } from '../../src/domain/logs/log-line.ts';
import { event, linesOf, messages } from './log-lines.ts';

const isWanted = ({ event: { message } }: LogLine): boolean => message.includes('x');

/** Judges what was there, to the end. */
function judge(found: FilteredLines): void {
  while (!found.isDone) found.work();
}

const shown = (found: FilteredLines): string[] => messages(found.lines.slice(0));

describe('filtered lines', () => {
  test('are those that were there and those that come, in order', () => {
    const all = new LineBuffer();
    const [old, none, late, young] = linesOf([
      event('x1', 10),
      event('a', 20),
      event('x0', 5),
      event('x3', 30),
    ]);
    if (!old || !none || !late || !young) throw new Error('four lines');
    all.add([old, none]);
    const found = new FilteredLines(all, isWanted);
    expect(shown(found)).toEqual([]);
    judge(found);
    expect(found.progress).toBe(1);
    all.add([young, late]);
    found.add([young, late]);
    expect(shown(found)).toEqual(['x0', 'x1', 'x3']);
  });

  test('leave with the buffer’s', () => {
    const all = new LineBuffer({ lines: 3, bytes: 1_000 });
    const found = new FilteredLines(all, isWanted);
    for (const line of linesOf(['x1', 'a', 'x2', 'b', 'c'].map((text, index) => event(text, index)))) {
      all.add([line]);
      found.add([line]);
    }
    expect(shown(found)).toEqual(['x2']);
  });

  test('bring the lines around them, also those that come later', () => {
    const all = new LineBuffer();
    const lines = linesOf(['a', 'b', 'x', 'c', 'd', 'e', 'x', 'f'].map((text, index) => event(text, index)));
    const found = new FilteredLines(all, isWanted, 1);
    for (const line of lines) {
      all.add([line]);
      found.add([line]);
    }
    expect(shown(found)).toEqual(['b', 'x', 'c', 'e', 'x', 'f']);
    const again = new FilteredLines(all, isWanted, 1);
    judge(again);
    expect(shown(again)).toEqual(shown(found));
  });

  test('are complete and in order, however lines come while the rest is still being judged', () => {
    const step = fc.oneof(
      fc.constant('work' as const),
      fc.array(fc.record({ at: fc.nat(50), text: fc.constantFrom('x', 'a') }), { maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.nat(30), fc.array(step, { maxLength: 20 }), (before, steps) => {
        const events = [...Array(before).keys()].map((at) => event(at % 3 ? 'a' : 'x', at));
        const read = linesOf([
          ...events,
          ...steps.flatMap((one) => (one === 'work' ? [] : one.map(({ at, text }) => event(text, at)))),
        ]);
        const all = new LineBuffer({ lines: 40, bytes: 1_000_000 });
        all.add(read.splice(0, before));
        const found = new FilteredLines(all, isWanted);
        for (const one of steps) {
          if (one === 'work') found.work();
          else {
            const batch = read.splice(0, one.length);
            all.add(batch);
            found.add(batch);
          }
        }
        judge(found);
        found.add([]);
        expect(found.lines.slice(0)).toEqual(all.slice(0).filter(isWanted));
      }),
    );
  });
});
