import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMANDS, GLOBAL_OPTIONS } from '../../src/cli/grammar.ts';
import { helpText } from '../../src/cli/help.ts';
import { tableText } from '../../src/cli/table.ts';
import { globMatcher } from '../../src/domain/glob.ts';
import { didYouMean, nearest } from '../../src/domain/nearest.ts';

describe('nearest', () => {
  const columns = ['name', 'runtime', 'memory', 'invocations', 'errors', 'p50', 'p99'];

  test('finds names with a letter missing, added, replaced or swapped', () => {
    for (const typed of ['eror', 'errrors', 'erbors', 'erorrs', 'ERRORS']) {
      expect(nearest(typed, columns), typed).toEqual(['errors']);
    }
  });

  test('finds a name by its beginning', () => {
    expect(nearest('inv', columns)).toEqual(['invocations']);
  });

  test('shows a short list whole when nothing is near, and nothing of a long one', () => {
    expect(didYouMean('zzz', ['one', 'two'])).toEqual(['there are: one, two']);
    const many = Array.from({ length: 50 }, (_, index) => `screen-number-${index}`);
    expect(didYouMean('zzz', many)).toEqual([]);
  });
});

describe('globMatcher', () => {
  test('knows * and ?, and takes everything else as it stands', () => {
    expect(globMatcher('pay-*')('pay-api-prod')).toBe(true);
    expect(globMatcher('pay-*')('my-pay-api')).toBe(false);
    expect(globMatcher('pay-?')('pay-1')).toBe(true);
    expect(globMatcher('pay-?')('pay-12')).toBe(false);
    expect(globMatcher('a.b')('axb')).toBe(false);
  });

  test('every name matches itself, and its beginning with a star', () => {
    const literal = fc.string().filter((text) => !/[*?]/.test(text));
    fc.assert(
      fc.property(literal, literal, (head, tail) => {
        expect(globMatcher(head + tail)(head + tail)).toBe(true);
        expect(globMatcher(`${head}*`)(head + tail)).toBe(true);
      }),
    );
  });
});

describe('help', () => {
  test('lists every command and every global option', () => {
    const text = helpText(null);
    for (const { name, summary } of COMMANDS) {
      expect(text).toContain(`lambdatop ${name}`);
      expect(text).toContain(summary);
    }
    for (const { name } of GLOBAL_OPTIONS) expect(text).toContain(`--${name}`);
    expect(text).toContain('130 interrupted');
  });

  test('of a command lists its own options too, with an example', () => {
    expect(helpText('functions')).toContain('--filter GLOB');
    expect(helpText('functions')).toContain('lambdatop functions --metrics --sort errors');
  });

  test('fits into 100 columns', () => {
    const texts = [null, ...COMMANDS.map(({ name }) => name)].map(helpText);
    const widest = Math.max(...texts.flatMap((text) => text.split('\n')).map((line) => line.length));
    expect(widest).toBeLessThanOrEqual(100);
  });
});

describe('tableText', () => {
  const columns = [
    { head: 'name', align: 'left' },
    { head: 'errors', align: 'right' },
  ] as const;

  test('aligns cells of any width', () => {
    const rows = [
      ['checkout', '0.5%'],
      ['支払い', '12%'],
    ];
    expect(tableText(columns, rows, false)).toBe('NAME      ERRORS\ncheckout    0.5%\n支払い       12%\n');
  });

  test('colours only when it may', () => {
    expect(tableText(columns, [], true)).toContain('\u001b[');
    expect(tableText(columns, [], false)).not.toContain('\u001b[');
  });
});
