import { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutEnd, cutMiddle, ELLIPSIS, fitTo, graphemesOf, sanitise, widthOf } from '../../src/domain/text.ts';
import { hostileText } from './hostile-text.ts';

/** What a terminal shows after this was written to it, and where its cursor stands. */
async function drawn(text: string): Promise<{ lines: string[]; row: number }> {
  const terminal = new Terminal({ cols: 300, rows: 5, allowProposedApi: true });
  await new Promise<void>((done) => terminal.write(text, done));
  const { active } = terminal.buffer;
  const lines = [0, 1, 2, 3, 4].map((row) => active.getLine(row)?.translateToString(true) ?? '');
  terminal.dispose();
  return { lines, row: active.cursorY };
}

describe('sanitised text', () => {
  it('is drawn as itself, on one line, wherever it comes from', async () => {
    const property = fc.asyncProperty(hostileText, async (text) => {
      const clean = sanitise(text);
      const { lines, row } = await drawn(`before|${clean}|after`);
      expect(row).toBe(0);
      expect(lines).toEqual([`before|${clean}|after`, '', '', '', '']);
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it('has no control, no invisible character and no half of one', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const clean = sanitise(text);
        expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
        expect(clean).not.toMatch(/\p{M}{3}/u);
        expect(clean.isWellFormed()).toBe(true);
      }),
    );
  });

  it('stays as it is when sanitised again', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(sanitise(sanitise(text))).toBe(sanitise(text));
      }),
    );
  });

  it.each([
    ['a name', 'orders-api-prod', 'orders-api-prod'],
    ['colours and a moved cursor', '\x1b[31mred\x1b[0m\x1b[2A', 'red'],
    ['a link', '\x1b]8;;http://evil\x07here\x1b]8;;\x07', 'here'],
    ['line ends', 'a\r\nb\u2028c', 'a··b·c'],
    ['a direction override', 'abc\u202ecba', 'abccba'],
    ['a joined family', '👩‍👩‍👧', '👩👩👧'],
    ['a skin tone', '👍🏽', '👍'],
    ['a flag', '🇩🇪', 'DE'],
    ['a keycap', '1️⃣', '1'],
    ['a tag hidden in two halves', '\udb40\u200b\udc41', '\ufffd\ufffd'],
    ['piled marks', 'e\u0301\u0302\u0303\u0304', 'e\u0301\u0302'],
    ['a mark that would hang on the neighbour', '\u0301x', 'x'],
    ['accents, Chinese and emoji', 'é 漢字 🚀', 'é 漢字 🚀'],
  ])('%s', (_what, text, clean) => {
    expect(sanitise(text)).toBe(clean);
  });
});

describe('width', () => {
  it.each([
    ['', 0],
    ['orders-api', 10],
    ['é', 1],
    ['漢字', 4],
    ['🚀', 2],
    [ELLIPSIS, 1],
  ])('of %j is %i', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });
});

const clean = hostileText.map(sanitise);
const width = fc.integer({ min: 0, max: 40 });

describe('fitting', () => {
  it('fills exactly the width, to either side', () => {
    fc.assert(
      fc.property(clean, width, fc.constantFrom('left' as const, 'right' as const), (text, room, align) => {
        expect(widthOf(fitTo(text, room, align))).toBe(room);
      }),
    );
  });

  it('cuts to at most the width, and leaves alone what fits', () => {
    fc.assert(
      fc.property(clean, width, fc.double({ min: 0, max: 1, noNaN: true }), (text, room, headShare) => {
        for (const cut of [cutEnd(text, room), cutMiddle(text, room, headShare)]) {
          expect(widthOf(cut)).toBeLessThanOrEqual(room);
          if (widthOf(text) <= room) expect(cut).toBe(text);
          else if (room > 0) expect(cut).toContain(ELLIPSIS);
        }
      }),
    );
  });

  it('never cuts through a character', () => {
    fc.assert(
      fc.property(clean, width, (text, room) => {
        const whole = new Set([...graphemesOf(text), ELLIPSIS]);
        for (const cut of [cutEnd(text, room), cutMiddle(text, room)]) {
          for (const part of graphemesOf(cut)) expect(whole).toContain(part);
        }
      }),
    );
  });

  it('keeps the beginning, or both ends', () => {
    expect(cutEnd('orders-created-handler', 10)).toBe('orders-cr…');
    expect(cutMiddle('orders-created-handler', 10)).toBe('order…dler');
    expect(cutMiddle('orders-created-handler', 10, 0.3)).toBe('ord…andler');
    expect(cutEnd('漢字漢字', 4)).toBe('漢…');
    expect(fitTo('7', 4, 'right')).toBe('   7');
    expect(fitTo('orders', 4)).toBe('ord…');
  });
});
