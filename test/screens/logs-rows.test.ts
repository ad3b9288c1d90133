import { describe, expect, test } from 'vitest';
import { fieldsHead, lineRows } from '../../screens/logs/drawing/line-rows.ts';
import { lineFormat } from '../../screens/logs/line-format.ts';
import type { LogEvent } from '../../src/domain/logs/log-event.ts';
import { FIRST_LOOK, type LogsViewState } from '../../src/stores/logs-view-store.ts';
import { createTheme } from '../../src/ui/theme.ts';
import { event, linesOf, NOON } from './log-lines.ts';

const ID = '8b91df80-80f7-4688-b5fc-5083a6abb548';
const FAILED = `${new Date(NOON).toISOString()}\t${ID}\tERROR\tInvoke Error \t${JSON.stringify({
  errorType: 'TypeError',
  errorMessage: 'no amount\u001b[2J',
  code: 'E_AMOUNT',
  stack: ['TypeError: no amount', '    at total (/var/task/a.js:1:2)', '    at handler (/var/task/b.js:3:4)'],
})}`;

/** How a window of 80 columns lays lines out; the first columns are the time, the version and the level. */
const format = (view: Partial<LogsViewState>) =>
  lineFormat({
    view: { ...FIRST_LOOK, times: 'utc', ...view },
    writers: [{ functionName: 'orders', version: '42' }],
    width: 78,
    now: NOON,
    oldest: NOON,
    theme: createTheme(0),
  });

const rowsOf = (message: string, view: Partial<LogsViewState>, parts?: Partial<LogEvent>): string[] =>
  linesOf([event(message, 0, parts)]).flatMap((line) => lineRows(line, format(view)));

const withoutHead = (rows: readonly string[]): string[] => rows.map((row) => row.slice(20));

describe('a line that is shown whole', () => {
  test('has a row for each frame, also where the runtime printed them as JSON on one', () => {
    expect(withoutHead(rowsOf(FAILED, { wrap: true }))).toEqual([
      'TypeError: no amount',
      '    at total (/var/task/a.js:1:2)',
      '    at handler (/var/task/b.js:3:4)',
      'code=E_AMOUNT',
    ]);
  });

  test('has a row for each frame and loses no field where it is JSON as a whole', () => {
    const said = {
      level: 'ERROR',
      orderId: 'o-7',
      errorType: 'X',
      errorMessage: 'y',
      stackTrace: ['at a', 'at b'],
    };
    const rows = withoutHead(rowsOf(JSON.stringify(said), { wrap: true }));
    expect(rows).toEqual(JSON.stringify(said, null, 2).split('\n'));
  });

  test('says where the rest is once it takes more rows than a tail has room for', () => {
    const long = 'x'.repeat(8_000);
    expect(rowsOf(long, { wrap: true }).at(-1)).toContain(':save FILE keeps all of them');
    const owned = `${new Date(NOON).toISOString()}\t${ID}\tINFO\t${long}`;
    expect(rowsOf(owned, { wrap: true }).at(-1)).toContain('Enter shows all of them');
  });
});

describe('fields as columns', () => {
  const fields = ['orderId', 'latencyMs', 'region', 'tier', 'ok'];
  const message = JSON.stringify({
    message: 'a message of some length',
    orderId: 'o-7',
    latencyMs: 12,
    region: 'eu',
    ok: true,
  });

  test('leave the text room at 80 columns, and say how many more there are', () => {
    const columns = { json: 'columns', fields } as const;
    expect(fieldsHead(format(columns))).toMatch(/message {10,}orderId +latencyMs +→3$/);
    expect(rowsOf(message, columns)[0]).toMatch(/ a message of some length +o-7 +12 *$/);
  });

  test('are scrolled sideways to the last one, and no further', () => {
    expect(fieldsHead(format({ json: 'columns', fields, scrollX: 40 }))).toMatch(
      /message +region +tier +→1$/,
    );
    for (const scrollX of [60, 400]) {
      expect(fieldsHead(format({ json: 'columns', fields, scrollX }))).toMatch(/message +tier +ok *$/);
    }
  });

  test('stand aside for lines that are no JSON', () => {
    expect(rowsOf('plain text that needs the whole of its row', { json: 'columns', fields })[0]).toMatch(
      / plain text that needs the whole of its row$/,
    );
  });
});
