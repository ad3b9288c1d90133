/** One dead letter as rows: whatever is in it, nothing of it does anything to the terminal, and what is cut is said. */
import { expect, test } from 'vitest';
import { letterRows } from '../../screens/dead-letters/triage/letter-rows.ts';
import { triage } from '../../src/domain/dead-letters/triage.ts';
import { widthOf } from '../../src/domain/text.ts';
import { letter } from '../domain/dead-letters/letters.ts';

const rowsOf = (changes: Parameters<typeof letter>[0]) =>
  letterRows(triage(letter(changes)), undefined, 80).map(({ text }) => text);

test('JSON is spread out, also where it is large; what is cut is counted', () => {
  const body = JSON.stringify(Array.from({ length: 20_000 }, (_, n) => ({ n })));
  const rows = rowsOf({ body });
  expect(rows).toContain('    "n": 0');
  expect(rows.at(-1)).toMatch(/^… [\d,]+ lines more; :export FILE saves all of it$/);
  const line = rowsOf({ body: 'x'.repeat(1_000_000) });
  expect(line.at(-1)).toBe('… 980,000 characters more in this line; :export FILE');
});

test('what would steer a terminal is not in any row, and no row is too wide', () => {
  const hostile = '\x1b[2J\u202Egnp.exe\u0007\r\n👩‍👩‍👧‍👦'.repeat(50);
  const attributes = { evil: { dataType: 'String', text: hostile, binary: null } };
  for (const body of [hostile, JSON.stringify({ [hostile]: hostile })]) {
    for (const row of rowsOf({ body, attributes })) {
      expect(row).not.toMatch(/\p{Cc}|\u202E/u);
      expect(widthOf(row)).toBeLessThanOrEqual(80);
    }
  }
});

test('an attribute that is no text shows its bytes', () => {
  const binary = Buffer.from([0xff, 0x00, 0x1b, 0xc3, 0x28]).toString('base64');
  const raw = { dataType: 'Binary.raw', text: null, binary };
  expect(rowsOf({ attributes: { raw } })).toContain('raw: 5 bytes (Binary.raw): ff 00 1b c3 28');
});
