import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FilterField, parseFilter } from '../../src/domain/filter.ts';
import { anyCharacter } from '../support/any-character.ts';

interface Row {
  readonly name: string;
  readonly runtime: string | null;
  readonly errors: number | null;
  readonly share: number | null;
  readonly p99: number | null;
}

const FIELDS: readonly FilterField<Row>[] = [
  { names: ['runtime'], value: (row) => row.runtime },
  { names: ['errors', 'err'], value: (row) => row.errors, unit: 'count' },
  { names: ['error%'], value: (row) => row.share, unit: 'share' },
  { names: ['p99'], value: (row) => row.p99, unit: 'ms' },
];

const ROWS: readonly Row[] = [
  { name: 'Checkout-api', runtime: 'nodejs22.x', errors: 12, share: 0.03, p99: 1_500 },
  { name: 'checkout-worker', runtime: 'python3.9', errors: 0, share: 0, p99: 80 },
  { name: 'orders-api-prod', runtime: 'python3.12', errors: 2_500, share: 0.57, p99: 900 },
  { name: 'never-looked-at', runtime: null, errors: null, share: null, p99: null },
];

const parse = (text: string) => parseFilter(text, (row: Row) => row.name, FIELDS);

/** The names that pass, in their order. */
function matching(text: string): string[] {
  const filter = parse(text);
  if (!filter.ok) throw new Error(filter.problem);
  return ROWS.filter(filter.matches).map(({ name }) => name);
}

function problem(text: string): string {
  const filter = parse(text);
  return filter.ok ? 'none' : filter.problem;
}

const [CHECKOUT_API, CHECKOUT_WORKER, ORDERS, UNKNOWN] = ROWS.map(({ name }) => name);

describe('words', () => {
  it.each([
    ['part of the name, upper or lower case', 'CHECK', [CHECKOUT_API, CHECKOUT_WORKER]],
    ['all of several', 'check api', [CHECKOUT_API]],
    ['none with a minus', '-check -never', [ORDERS]],
    ['a glob is for the whole name', '*-api', [CHECKOUT_API]],
    ['a glob with one open letter', 'order?-*', [ORDERS]],
    ['signs of a pattern are just signs in a glob', '*(+*', []],
    ['a minus alone is in every name with one', '-', [CHECKOUT_API, CHECKOUT_WORKER, ORDERS, UNKNOWN]],
  ])('%s', (_what, text, names) => {
    expect(matching(text)).toEqual(names);
  });

  it.each(['', '   '])('of "%s" keep everything', (text) => {
    expect(matching(text)).toHaveLength(ROWS.length);
    expect(parse(text)).toMatchObject({ ok: true, empty: true });
  });
});

describe('patterns', () => {
  it.each([
    ['match the name', '/^orders-.*-prod$/', [ORDERS]],
    ['mind upper and lower case', '/checkout/', [CHECKOUT_WORKER]],
    ['do not with i', '/checkout/i', [CHECKOUT_API, CHECKOUT_WORKER]],
    ['filter before the closing slash is typed', '/^order', [ORDERS]],
    ['may hold spaces', '/orders api|worker$/', [CHECKOUT_WORKER]],
    ['may be negated', '-/api/', [CHECKOUT_WORKER, UNKNOWN]],
    ['go with other terms', '/api/ runtime:python', [ORDERS]],
    ['keep everything while there is only a slash', '/', ROWS.map(({ name }) => name)],
    ['keep everything while there is only a negated slash', '-/', ROWS.map(({ name }) => name)],
  ])('%s', (_what, text, names) => {
    expect(matching(text)).toEqual(names);
  });

  it.each(['/(/', '/(', '/[a-', '/a\\'])('%s is not one yet, and says so', (text) => {
    expect(problem(text)).toContain('is not a regular expression yet');
  });

  it('take time in proportion to the names, whatever they are', () => {
    const filter = parseFilter<string>('/(a+)+$/', (name) => name, []);
    expect(filter.ok && filter.matches(`${'a'.repeat(63)}!`)).toBe(false);
  });

  it('take no other flag than i', () => {
    expect(problem('/api/x')).toContain('only i');
  });
});

describe('fields', () => {
  it.each([
    ['text by part', 'runtime:python', [CHECKOUT_WORKER, ORDERS]],
    ['text by glob', 'runtime:python3.1*', [ORDERS]],
    ['text exactly', 'runtime:=PYTHON3.9', [CHECKOUT_WORKER]],
    ['text but not this', '-runtime:python', [CHECKOUT_API, UNKNOWN]],
    ['by any of its names', 'ERR:>0', [CHECKOUT_API, ORDERS]],
    ['more', 'errors:>12', [ORDERS]],
    ['at least', 'errors:>=12', [CHECKOUT_API, ORDERS]],
    ['less', 'errors:<12', [CHECKOUT_WORKER]],
    ['at most', 'errors:<=12', [CHECKOUT_API, CHECKOUT_WORKER]],
    ['exactly', 'errors:12', [CHECKOUT_API]],
    ['exactly, said so', 'errors:=0', [CHECKOUT_WORKER]],
    ['thousands', 'errors:2.5k', [ORDERS]],
    ['percent', 'error%:>=3%', [CHECKOUT_API, ORDERS]],
    ['percent without its sign', 'error%:57', [ORDERS]],
    ['milliseconds', 'p99:>80', [CHECKOUT_API, ORDERS]],
    ['seconds', 'p99:>=1.5s', [CHECKOUT_API]],
    ['minutes', 'p99:<1min', [CHECKOUT_API, CHECKOUT_WORKER, ORDERS]],
  ])('%s', (_what, text, names) => {
    expect(matching(text)).toEqual(names);
  });

  it('that are unknown match nothing, not even anything', () => {
    for (const text of ['runtime:*', 'runtime:n', 'runtime:=', 'errors:>=0', 'error%:<=100%']) {
      expect(matching(text)).not.toContain(UNKNOWN);
    }
  });

  it('still to be completed keep everything', () => {
    expect(matching('runtime:')).toHaveLength(ROWS.length);
    expect(matching('-runtime: errors:')).toHaveLength(ROWS.length);
  });

  it('asked for are told', () => {
    const filter = parse('api err:>0 -runtime:python p99:');
    expect(filter.ok && [...filter.fields]).toEqual(['errors', 'runtime']);
  });

  it('that do not exist name those that do', () => {
    expect(problem('memroy:512')).toBe('no field "memroy": filter by runtime, errors, error%, p99');
    expect(problem('runtme:python')).toBe('no field "runtme": did you mean runtime?');
    expect(problem('constructor:x')).toContain('no field "constructor"');
  });

  it.each(['errors:many', 'errors:>', 'errors:>-1', 'errors:1,000', 'errors:5s', 'errors:5%', 'errors:1e3'])(
    '%s lacks a number, and the problem shows how to write it',
    (text) => {
      expect(problem(text)).toBe('errors: write a number after it, such as errors:>0');
    },
  );

  it('of other units show theirs', () => {
    expect(problem('error%:>x')).toContain('error%:>1%');
    expect(problem('p99:>3days')).toContain('p99:>500ms');
  });

  it('of text cannot be compared', () => {
    expect(problem('runtime:>python3')).toBe('runtime is text: it cannot be compared by >');
  });
});

describe('whatever is typed', () => {
  const pieces = fc.oneof(
    fc.constantFrom('/', '-', ':', '*', '?', '(', '[', '\\', ' ', 'errors:', 'p99:>', 'runtime:=', '%', '1'),
    fc.string({ unit: anyCharacter, maxLength: 5 }),
  );
  const typed = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));

  it('is a filter that can be applied, or a problem in a sentence', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const filter = parse(text);
        if (filter.ok) for (const row of ROWS) expect(typeof filter.matches(row)).toBe('boolean');
        else expect(filter.problem.length).toBeGreaterThan(10);
      }),
    );
  });
});
