import { describe, expect, test } from 'vitest';
import { historyNote } from '../../screens/logs/invocations/history.ts';
import type { Invocation } from '../../src/domain/logs/invocation.ts';
import type { InvocationHistory } from '../../src/stores/logs-lookups-store.ts';

const DAY_MS = 86_400_000;

const note = (parts: Partial<InvocationHistory>): string =>
  historyNote({
    targets: [{ functionName: 'orders', qualifier: null }],
    from: 0,
    to: 7 * DAY_MS,
    phase: 'read',
    bytes: null,
    silent: [],
    invocations: [],
    matched: null,
    isCut: false,
    bytesScanned: null,
    error: null,
    ...parts,
  });

describe('a longer past', () => {
  test('names its price before anything that a window of 80 columns may cut', () => {
    const priced = note({ phase: 'priced', bytes: 583e6, to: DAY_MS - 1 });
    expect(priced.slice(0, 60)).toMatch(/at most 583 MB, less than \$0\.01: Enter reads/);
    expect(note({ phase: 'priced', bytes: 583e6 }).length).toBeLessThan(80);
  });

  test('says that only the newest came where a query gave as many as it may', () => {
    const newest = { invocations: Array<Invocation>(10_000), matched: 1_234_567, isCut: true };
    expect(note(newest)).toBe('ONLY the newest 10,000 of 1,234,567 in the last 7 d');
    expect(note({ ...newest, matched: null })).toContain('ONLY the newest 10,000 of');
    expect(note({ ...newest, isCut: false, matched: 10_002 })).toBe('With 10,000 of the last 7 d');
  });
});
