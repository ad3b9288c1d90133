/** What `rollout` understands, and what the arguments alone show to be wrong. */
import { describe, expect, test } from 'vitest';
import { parse } from '../../src/cli/parse.ts';
import { aliasTarget, wishFrom } from '../../src/cli/rollout/request.ts';
import { AppError } from '../../src/domain/app-error.ts';
import { DEFAULT_GUARD } from '../../src/domain/guard/settings.ts';
import type { RolloutWish } from '../../src/rollouts/proposal.ts';

function wish(line: string): RolloutWish {
  const invocation = parse(['rollout', ...line.split(' ')]);
  return wishFrom(invocation, aliasTarget(invocation.words[0] ?? '', 'rollout'));
}

function refusal(line: string): string {
  try {
    wish(line);
  } catch (error) {
    if (error instanceof AppError && error.exitCode === 2) return [error.message, ...error.next].join('\n');
  }
  throw new Error(`${line} is no wrong usage`);
}

describe('rollout', () => {
  test('has a guard, ten minutes of patience and somebody to guard on, unless told otherwise', () => {
    expect(wish('orders:live --to 42 --strategy 5,100@5m')).toEqual({
      function: 'orders',
      alias: 'live',
      to: '42',
      strategy: { name: '5,100@5m', steps: [{ weight: 5, bakeMs: 300_000 }] },
      guard: DEFAULT_GUARD,
      onInterrupt: 'guard',
      maxBlindMs: 600_000,
      overrideDeployment: null,
    });
  });

  test('takes the guard’s settings, in percent', () => {
    const line =
      'orders:live --to 42 --strategy canary10percent5minutes --on-interrupt rollback --max-blind 90s';
    expect(wish(`${line} --tolerate 0.5 --false-alarms 2% --min-sample 200`)).toMatchObject({
      guard: { ...DEFAULT_GUARD, toleratedDifference: 0.005, falseAlarmRate: 0.02, minimumSample: 200 },
      onInterrupt: 'rollback',
      maxBlindMs: 90_000,
    });
    expect(wish(`${line} --guard off`).guard).toBeNull();
  });

  test.each([
    ['orders --to 42 --strategy 5,100@5m', /orders names no alias.*\n.*orders:live/],
    ['orders:41 --to 42 --strategy 5,100@5m', /41 is a version/],
    ['orders:live --to $LATEST --strategy 5,100@5m', /AWS splits no alias with \$LATEST.*\n.*publish/],
    ['orders:live --to v42 --strategy 5,100@5m', /--to takes the number of a version, not v42/],
    ['orders:live --to 42 --strategy 140@5m', /140 is no weight/],
    ['orders:live --to 42', /needs --strategy STEPS/],
    ['orders:live --strategy 5,100@5m', /needs --to VERSION/],
    [
      'orders:live --to 42 --strategy 5,100@5m --tolerate 80',
      /--tolerate takes percent above 0 up to 50, not 80/,
    ],
    [
      'orders:live --to 42 --strategy 5,100@5m --on-interrupt quit',
      /--on-interrupt takes guard, hold, rollback/,
    ],
  ])('refuses %s', (line, words) => {
    expect(refusal(line)).toMatch(words);
  });
});
