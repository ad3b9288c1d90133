import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OrderedLines } from '../../src/cli/logs/ordered-lines.ts';
import { compareLines } from '../../src/domain/logs/line-buffer.ts';
import { event, linesOf, messages } from '../screens/log-lines.ts';

const HOLD_MS = 2_500;
const TICK_MS = 200;

/** What comes out of lines that were written and came at some times, ms, and when. */
function throughTime(written: readonly { readonly at: number; readonly delay: number }[]) {
  const ordered = new OrderedLines();
  const lines = linesOf(written.map(({ at }, index) => event(`${index}`, at)));
  const out: { message: string; heldMs: number }[] = [];
  for (let now = 0; now < 20_000; now += TICK_MS) {
    const came = lines.filter((_, index) => {
      const { at = 0, delay = 0 } = written[index] ?? {};
      return at + delay > now - TICK_MS && at + delay <= now;
    });
    ordered.add(came, now);
    for (const { event } of ordered.due(now, false)) {
      const { at = 0, delay = 0 } = written[Number(event.message)] ?? {};
      out.push({ message: event.message, heldMs: now - at - delay });
    }
  }
  const places = out.map(({ message }) => lines[Number(message)]).filter((line) => line !== undefined);
  return {
    out,
    isSorted: places.every((line, at) => at === 0 || compareLines(places[at - 1] ?? line, line) < 0),
  };
}

test('lines come in order, each once and soon, whichever comes first within the time they wait', () => {
  const late = fc.record({
    at: fc.integer({ min: 1, max: 10_000 }),
    delay: fc.integer({ min: 0, max: HOLD_MS - 2 * TICK_MS }),
  });
  fc.assert(
    fc.property(fc.array(late, { maxLength: 60 }), (written) => {
      const { out, isSorted } = throughTime(written);
      expect(isSorted).toBe(true);
      expect(new Set(out.map(({ message }) => message)).size).toBe(written.length);
      for (const { heldMs } of out) expect(heldMs).toBeLessThanOrEqual(HOLD_MS + 2 * TICK_MS);
    }),
  );
});

test('what comes later than that still comes, and holds nobody up', () => {
  const { out } = throughTime([
    { at: 1_000, delay: 6_000 },
    { at: 2_000, delay: 0 },
  ]);
  expect(out.map(({ message }) => message)).toEqual(['1', '0']);
});

test('the past of a function that is not read yet is waited for, as long as there is room', () => {
  const ordered = new OrderedLines();
  const [early, later] = [linesOf([event('early', 0)]), linesOf([event('later', 10)])];
  ordered.add(later, 0);
  expect(ordered.due(60_000, true)).toEqual([]);
  ordered.add(early, 60_000);
  expect(messages(ordered.rest())).toEqual(['early', 'later']);
  const many = linesOf(Array.from({ length: 50_001 }, (_, index) => event(`${index}`, index)));
  ordered.add(many, 60_000);
  expect(ordered.due(60_000, true)).toHaveLength(50_001);
});
