import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evidenceText, type RollBackCandidate, ranked } from '../../../src/domain/traffic/candidate.ts';
import {
  canaryOf,
  hasSameVersions,
  isSplit,
  routingText,
  split,
  toRouting,
  unsplit,
} from '../../../src/domain/traffic/routing.ts';

describe('a routing', () => {
  test('survives the journal, and its share reads back as the percent that was typed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), (tenths) => {
        const routing = split('41', '42', tenths / 10);
        expect(toRouting(JSON.parse(JSON.stringify(routing)))).toEqual(routing);
        expect(String(canaryOf(routing)?.share).length).toBeLessThanOrEqual('0.001'.length);
        expect(routingText(routing)).toContain(`42 ${tenths / 10} %`);
      }),
    );
  });

  test('reads as version, or as both with what they get', () => {
    expect(routingText(unsplit('41'))).toBe('41');
    expect(routingText(split('41', '42', 10))).toBe('41 90 %, 42 10 %');
    expect(routingText(split('41', '42', 99.9))).toBe('41 0.1 %, 42 99.9 %');
  });

  test('with a leftover weight of 0 is not split, and still names the version', () => {
    const leftover = { version: '41', weights: { 42: 0 } };
    expect(isSplit(leftover)).toBe(false);
    expect(canaryOf(leftover)?.version).toBe('42');
    expect(hasSameVersions(leftover, split('41', '42', 50))).toBe(true);
    expect(hasSameVersions(leftover, unsplit('41'))).toBe(false);
  });

  test('is not read from what a journal of another kind, or a damaged one, holds', () => {
    for (const value of [null, 7, '41', {}, { version: '41' }, { version: 41, weights: {} }]) {
      expect(toRouting(value as never)).toBeNull();
    }
  });
});

describe('candidates of a roll back', () => {
  const candidate = (version: string, more: Partial<RollBackCandidate> = {}): RollBackCandidate => ({
    version,
    evidence: 'published',
    lastServed: null,
    invocations: null,
    errorShare: null,
    publishedAt: null,
    rolledBackAt: null,
    ...more,
  });
  const order = (...all: RollBackCandidate[]): string[] => ranked(all, '42').map(({ version }) => version);

  test('begin with what served last, and end with what is no way back', () => {
    const served = (version: string, lastServed: number) =>
      candidate(version, { evidence: 'executed', lastServed });
    expect(
      order(
        candidate('43'),
        candidate('39'),
        candidate('40', { evidence: 'journal' }),
        served('37', 1_000),
        served('41', 2_000),
        candidate('38', { evidence: 'executed', lastServed: 3_000, rolledBackAt: 4_000 }),
      ),
    ).toEqual(['41', '37', '40', '39', '38', '43']);
  });

  test('say what speaks for them, and that the errors are not known where they are not', () => {
    const at = new Date(2026, 10, 21, 14, 2).getTime();
    const served = candidate('41', { evidence: 'executed', lastServed: at, errorShare: 0.002 });
    expect(evidenceText(served)).toBe('served until 14:02, errors 0.20%');
    expect(evidenceText({ ...served, errorShare: null })).toBe('served until 14:02, errors not known');
    expect(evidenceText({ ...served, rolledBackAt: at })).toBe('rolled back by lambdatop at 14:02');
  });
});
