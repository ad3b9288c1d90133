import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOf } from '../../../src/domain/logs/line-text.ts';
import { parseSearch, type Search } from '../../../src/domain/logs/search.ts';
import { hostileText } from '../hostile-text.ts';
import { eventOf, ID, lineOf } from './lines.ts';

function searchFor(typed: string): Search {
  const parsed = parseSearch(typed);
  if (!parsed.ok || parsed.search === null) throw new Error(`no search: ${typed}`);
  return parsed.search;
}

const NODE = `2026-11-21T12:00:00.000Z\t${ID}\tERROR\tGET /v1/orders/7 answered 503 in 12 ms\n`;

describe('a search', () => {
  it.each([
    ['answered', true],
    ['ANSWERED', false],
    ['get /v1/orders/7', true],
    ['Get', false],
    ['/v1/orders', true],
    [ID, true],
    ['ERROR  GET', true],
    ['503 in', true],
    ['5.3', false],
    ['/answered 5\\d\\d/', true],
    ['/ANSWERED/', false],
    ['/ANSWERED/i', true],
    ['/^answered/', false],
    ['/ms$/', true],
  ])('for %j finds the line: %s', (typed, expected) => {
    expect(searchFor(typed).matches(lineOf(NODE))).toBe(expected);
  });

  it('looks at what is drawn, not at what colours or hides it', () => {
    const line = lineOf('\x1b[31mpay\u00admenty\x1b[0m \u202efailed\tnow');
    expect(searchFor('paymenty failed  now').matches(line)).toBe(true);
    expect(searchFor('[31m').matches(line)).toBe(false);
  });

  it('says where it stands in a text', () => {
    const text = 'error: an Error is an ERROR';
    expect(searchFor('error').rangesIn(text)).toEqual([
      { start: 0, end: 5 },
      { start: 10, end: 15 },
      { start: 22, end: 27 },
    ]);
    expect(searchFor('/an? /').rangesIn(text)).toEqual([
      { start: 7, end: 10 },
      { start: 19, end: 22 },
    ]);
  });

  it('is none while nothing is typed, and is refused with a reason', () => {
    expect(parseSearch('  ')).toEqual({ ok: true, search: null });
    expect(parseSearch('/(a/')).toEqual({
      ok: false,
      problem: 'a ( has no ) behind it',
    });
  });

  it('finds ranges that lie in the text, in order, apart, and never within a character', () => {
    const typed = fc.oneof(
      hostileText,
      fc.constantFrom('a', '/./', '/[^a]/', '/\\w+|\\s/', '/a*/'),
      hostileText.map((one) => `/${one}/`),
    );
    fc.assert(
      fc.property(typed, hostileText, (pattern, message) => {
        const parsed = parseSearch(pattern);
        if (!parsed.ok || parsed.search === null) return;
        const text = textOf({ event: eventOf(message), bodyAt: 0 });
        let last = 0;
        for (const { start, end } of parsed.search.rangesIn(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(text.slice(start, end).isWellFormed()).toBe(true);
          last = end;
        }
      }),
    );
  });

  it('for a text finds it wherever it was put', () => {
    fc.assert(
      fc.property(hostileText, fc.string({ minLength: 1 }), hostileText, (before, needle, after) => {
        if (needle.trim() === '') return;
        expect(
          searchFor(`x${needle}x`.replaceAll('/', '')).matches(
            lineOf(`${before} x${needle.replaceAll('/', '')}x ${after}`),
          ),
        ).toBe(true);
      }),
    );
  });
});
