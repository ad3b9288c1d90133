import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsOf, searchTextOf, textOf } from '../../../src/domain/logs/line-text.ts';
import { jsonOf, powertoolsOf } from '../../../src/domain/logs/log-json.ts';
import { widthOf } from '../../../src/domain/text.ts';
import { hostileText } from '../hostile-text.ts';
import { eventOf, ID, lineOf } from './lines.ts';

const TIME = '2026-11-21T12:00:00.000Z';

describe('a line as it is drawn', () => {
  it.each([
    ['without what the logger put first', `${TIME}\t${ID}\tINFO\tpaid\t7\n`, 'paid  7'],
    [
      'with its rows in a row',
      '[ERROR] ValueError: no\rTraceback:\r\u00a0\u00a0File "a.py"\n',
      'ValueError: no ↵ Traceback: ↵   File "a.py"',
    ],
    ['without escape sequences', '\x1b[31mred\x1b[0m \x1b]8;;http://x\x07link\x1b]8;;\x07', 'red link'],
    ['without overrides of direction', 'abc\u202edef', 'abcdef'],
    ['empty', '\n', ''],
  ])('%s', (_what, message, text) => {
    expect(textOf(lineOf(message))).toBe(text);
  });

  it('in rows, with what the logger put first when asked', () => {
    const line = lineOf(`${TIME}\t${ID}\tERROR\tno\n    at f\r\n\tat g\n\n`);
    expect(rowsOf(line)).toEqual(['no', '    at f', '  at g']);
    expect(rowsOf(line, true)[0]).toBe(`${TIME}  ${ID}  ERROR  no`);
  });

  it('never as more than a screen can hold, and says so', () => {
    const long = lineOf('x'.repeat(256_000));
    expect(widthOf(textOf(long))).toBeLessThan(9_000);
    expect(rowsOf(long).at(-1)).toContain('256,000 characters');
    const many = rowsOf(lineOf('row\n'.repeat(10_000)));
    expect(many).toHaveLength(501);
    expect(many.at(-1)).toContain('40,000 characters');
    expect(widthOf(textOf(lineOf(`e${'\u0301'.repeat(1_000)}!`)))).toBe(2);
  });

  it('never holds what moves the cursor, whatever it was', () => {
    fc.assert(
      fc.property(hostileText, (message) => {
        const line = { event: eventOf(message), bodyAt: 0 };
        for (const text of [textOf(line), ...rowsOf(line), ...searchTextOf(line).split('\n')]) {
          expect(text).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
        }
      }),
    );
  });
});

describe('a line as search sees it', () => {
  it.each([
    [`${TIME}\t${ID}\tINFO\tpaid\n`, `${TIME}  ${ID}  INFO  paid`],
    ['one\r\ntwo\rthree\n', 'one\ntwo\nthree'],
    ['\x1b[31mred\x1b[0m é', 'red é'],
  ])('%j', (message, text) => {
    expect(searchTextOf(lineOf(message))).toBe(text);
  });

  it('is whole, however long', () => {
    expect(searchTextOf(lineOf(`${'x'.repeat(200_000)}needle`))).toContain('needle');
  });
});

describe('JSON', () => {
  it('is found behind what the logger put first', () => {
    expect(jsonOf(lineOf(`${TIME}\t${ID}\tINFO\t{"a":1}\n`))).toEqual({ a: 1 });
    expect(jsonOf(lineOf('{"a":1}\n'))).toEqual({ a: 1 });
  });

  it.each(['{"a":', '[1]', 'text {"a":1}', ''])('is not %j', (message) => {
    expect(jsonOf(lineOf(message))).toBeNull();
  });

  it('of Powertools is recognised', () => {
    const json = {
      service: 'orders',
      cold_start: true,
      function_request_id: ID,
      correlation_id: 'c',
      xray_trace_id: '1-2',
    };
    expect(powertoolsOf(json)).toEqual({
      service: 'orders',
      correlationId: 'c',
      coldStart: true,
      xrayTraceId: '1-2',
      functionRequestId: ID,
    });
    expect(powertoolsOf({ service: 'orders', message: 'x' })).toBeNull();
  });
});
