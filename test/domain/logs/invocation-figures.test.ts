import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Invocation } from '../../../src/domain/logs/invocation.ts';
import {
  durationHistogram,
  memoryHistogram,
  percentilesOf,
} from '../../../src/domain/logs/invocation-figures.ts';
import { parseInvocationFilter, sortInvocations } from '../../../src/domain/logs/invocation-filter.ts';
import { ID, NOON } from './lines.ts';

function invocation(rest: Partial<Invocation>): Invocation {
  return {
    requestId: ID,
    functionName: 'orders',
    version: '42',
    group: '/aws/lambda/orders',
    stream: 's',
    attempt: 1,
    startedAt: NOON,
    endedAt: null,
    durationMs: null,
    billedDurationMs: null,
    memorySizeMb: null,
    maxMemoryUsedMb: null,
    initDurationMs: null,
    isCold: null,
    status: 'ok',
    error: null,
    ...rest,
  };
}

describe('percentiles', () => {
  it('are by nearest rank, of what is known', () => {
    const values = [null, ...Array.from({ length: 200 }, (_, index) => 200 - index), null];
    expect(percentilesOf(values)).toEqual({ count: 200, p50: 100, p90: 180, p99: 198, max: 200 });
    expect(percentilesOf([7])).toEqual({ count: 1, p50: 7, p90: 7, p99: 7, max: 7 });
    expect(percentilesOf([null])).toBeNull();
  });

  it('leave the share they promise below them', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1 }), (values) => {
        const p90 = percentilesOf(values)?.p90 ?? Number.NaN;
        expect(values).toContain(p90);
        expect(values.filter((value) => value <= p90).length).toBeGreaterThanOrEqual(values.length * 0.9);
        expect(values.filter((value) => value < p90).length).toBeLessThan(values.length * 0.9);
      }),
    );
  });
});

describe('histograms', () => {
  it('of durations reach from the shortest to the longest', () => {
    const durations = [3, 12, 12, 9_000_000, null];
    const buckets = durationHistogram(durations.map((durationMs) => invocation({ durationMs })));
    expect(buckets.slice(0, 3)).toEqual([
      { from: 2, until: 5, count: 1 },
      { from: 5, until: 10, count: 0 },
      { from: 10, until: 20, count: 2 },
    ]);
    expect(buckets.at(-1)).toMatchObject({ from: 2_000_000, count: 1 });
    expect(durationHistogram([invocation({})])).toEqual([]);
  });

  it('of memory show what used all of it by itself', () => {
    const used = [64, 127, 128, 130].map((maxMemoryUsedMb) =>
      invocation({ maxMemoryUsedMb, memorySizeMb: 128 }),
    );
    const buckets = memoryHistogram(used);
    expect(buckets[0]).toEqual({ from: 0.5, until: 0.6, count: 1 });
    expect(buckets.slice(-2).map(({ from, count }) => [from, count])).toEqual([
      [0.9, 1],
      [1, 2],
    ]);
  });

  it('count everything that is known once', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.double({ min: 0, max: 1e7, noNaN: true }))), (durations) => {
        const buckets = durationHistogram(durations.map((durationMs) => invocation({ durationMs })));
        const sum = buckets.reduce((all, { count }) => all + count, 0);
        expect(sum).toBe(durations.filter((one) => one !== null).length);
      }),
    );
  });
});

const ALL = [
  invocation({
    requestId: 'a',
    status: 'timeout',
    isCold: true,
    durationMs: 3_000,
    initDurationMs: 90,
    startedAt: 1,
  }),
  invocation({
    requestId: 'b',
    status: 'error',
    durationMs: 12,
    isCold: false,
    error: { type: 'ValueError', message: 'no such order' },
    startedAt: 2,
  }),
  invocation({ requestId: 'c', status: 'init-error', version: '4', isCold: true, startedAt: 3 }),
  invocation({
    requestId: 'd',
    status: 'ok',
    durationMs: 7,
    isCold: false,
    maxMemoryUsedMb: 125,
    memorySizeMb: 128,
    startedAt: 4,
  }),
  invocation({ requestId: 'e', status: 'running', version: '$LATEST', startedAt: 5 }),
];

describe('the filter', () => {
  it.each([
    ['cold:yes', 'ac'],
    ['cold:yes status:timeout', 'a'],
    ['status:error', 'b'],
    ['status:time', 'a'],
    ['-status:ok -status:running', 'abc'],
    ['failed:yes', 'abc'],
    ['version:42', 'abd'],
    ['version:4', 'c'],
    ['version:4*', 'abcd'],
    ['version:$LATEST', 'e'],
    ['duration>3000', ''],
    ['duration>=3s', 'a'],
    ['duration:<10', 'd'],
    ['-duration<10', 'abce'],
    ['memory%>90%', 'd'],
    ['error:ValueError', 'b'],
    ['error:*order*', 'b'],
    ['"no"', ''],
    ['/no such (order|user)/', 'b'],
    ['such order', 'b'],
    ['init>50', 'a'],
    ['', 'abcde'],
  ])('%s', (text, expected) => {
    const filter = parseInvocationFilter(text);
    expect(
      filter.ok &&
        ALL.filter(filter.matches)
          .map(({ requestId }) => requestId)
          .join(''),
    ).toBe(expected);
  });

  it.each([
    ['duraton>3', 'did you mean duration'],
    ['duration>x', 'write a number'],
    ['/(/', 'not a regular expression'],
  ])('%s is refused with a hint', (text, hint) => {
    const filter = parseInvocationFilter(text);
    expect(filter.ok ? '' : filter.problem).toContain(hint);
  });
});

describe('sorting', () => {
  it.each([
    ['duration', true, 'abdec'],
    ['duration', false, 'dbaec'],
    ['started', true, 'edcba'],
    ['status', true, 'acbde'],
    ['version', true, 'edbac'],
    ['error', false, 'bedca'],
  ] as const)('by %s, descending: %s, puts what is unknown last', (by, descending, expected) => {
    expect(
      sortInvocations(ALL, by, descending)
        .map(({ requestId }) => requestId)
        .join(''),
    ).toBe(expected);
  });
});
