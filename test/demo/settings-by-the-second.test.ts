import {
  DeleteFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { START } from './connect.ts';
import { connectLife, type LivingAccount } from './life.ts';
import { filterAll, groupOf } from './logs.ts';
import { ofMinutes } from './metrics.ts';

const SECOND = 1000;
const kill = ({ lambda }: LivingAccount, FunctionName: string, ReservedConcurrentExecutions = 0) =>
  lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));

/** When a function's invocations began, s since START, as its START lines tell. */
async function starts(account: LivingAccount, name: string): Promise<number[]> {
  const { events } = await filterAll(account, {
    logGroupName: groupOf(name),
    filterPattern: '"START RequestId"',
    startTime: START,
  });
  return events.map(({ timestamp = 0 }) => (timestamp - START) / SECOND);
}

describe('a function that is killed in the middle of a minute', () => {
  it('stops in that second, in its log and in its metrics, and goes on in the second it may', async () => {
    const FunctionName = 'checkout-voucher-validate-prod';
    const account = await connectLife({ scenario: 'company' });
    account.live(20);
    await kill(account, FunctionName);
    account.live(130);
    await account.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    account.live(400);
    const [invocations, errors, throttles, concurrency] = await Promise.all([
      ofMinutes(account, 'Invocations', 'Sum', { FunctionName }),
      ofMinutes(account, 'Errors', 'Sum', { FunctionName }),
      ofMinutes(account, 'Throttles', 'Sum', { FunctionName }),
      ofMinutes(account, 'ConcurrentExecutions', 'Maximum', { FunctionName }),
    ]);
    const begun = await starts(account, FunctionName);
    const between = (from: number, until: number) =>
      begun.filter((second) => second >= from && second < until).length;
    expect(between(0, 20)).toBeGreaterThan(100);
    expect(between(20, 150)).toBe(0);
    expect(between(150, 180)).toBeGreaterThan(100);
    expect([0, 1, 2, 3].map((minute) => invocations.get(minute))).toEqual([
      between(0, 60),
      undefined,
      between(120, 180),
      between(180, 240),
    ]);
    expect(errors.get(1)).toBeUndefined();
    expect(concurrency.get(1)).toBeUndefined();
    // What came while it was killed was throttled: two thirds of the first minute, and all of the second.
    const usual = between(180, 240);
    expect((throttles.get(0) ?? 0) / usual).toBeCloseTo(2 / 3, 1);
    expect((throttles.get(1) ?? 0) / usual).toBeCloseTo(1, 0);
    expect(throttles.get(3)).toBe(0);
  });

  it('lets end what runs', async () => {
    const FunctionName = 'catalog-recommendations-trainer'; // some four minutes each, at night
    const account = await connectLife({ scenario: 'company', start: Date.parse('2026-11-20T02:00:00Z') });
    account.live(300);
    await kill(account, FunctionName);
    account.live(1800);
    const running = await ofMinutes(account, 'ConcurrentExecutions', 'Maximum', { FunctionName });
    const after = [6, 7, 8, 9, 10].map((minute) => running.get(minute) ?? 0);
    expect(after[0]).toBeGreaterThanOrEqual(2);
    expect(after).toEqual(after.toSorted((left, right) => right - left));
    expect(running.get(25)).toBeUndefined();
    expect((await ofMinutes(account, 'Invocations', 'Sum', { FunctionName })).get(6)).toBeUndefined();
  });

  it('never takes back what its metrics said', async () => {
    const FunctionName = 'checkout-voucher-validate-prod';
    const account = await connectLife({ scenario: 'company' });
    const seen: number[] = [];
    for (let second = 5; second < 240; second += 5) {
      account.live(5);
      if (second === 40) await kill(account, FunctionName);
      seen.push((await ofMinutes(account, 'Invocations', 'Sum', { FunctionName })).get(0) ?? 0);
    }
    // Until the kill the minute was known by shares, since then by the invocation: a few may change their place.
    const drops = seen.map((sum, index) => (seen[index - 1] ?? 0) - sum);
    expect(Math.max(...drops)).toBeLessThan(10);
    expect(seen.at(-1)).toBe((await starts(account, FunctionName)).length);
  });

  it('gives its concurrency back to the account in that second', async () => {
    const account = await connectLife({ scenario: 'runaway' });
    const neighbour = { FunctionName: 'checkout-voucher-validate-prod' };
    account.live(90);
    await kill(account, 'image-metadata-extractor');
    account.live(400);
    const throttles = await ofMinutes(account, 'Throttles', 'Sum', neighbour);
    expect(throttles.get(0)).toBeGreaterThan(100);
    expect((throttles.get(1) ?? 0) / (throttles.get(0) ?? 0)).toBeCloseTo(0.5, 1);
    expect(throttles.get(2)).toBe(0);
    const unreserved = await ofMinutes(account, 'UnreservedConcurrentExecutions', 'Maximum', {});
    expect(unreserved.get(0)).toBeGreaterThan(500);
    expect(unreserved.get(3)).toBeLessThan(300);
  });
});

it('counts what a shifted alias runs from that second on, as its log tells', async () => {
  const name = 'orders-api-prod';
  const account = await connectLife({ scenario: 'company' });
  account.live(30);
  await account.lambda.send(
    new UpdateAliasCommand({
      FunctionName: name,
      Name: 'prod',
      FunctionVersion: '18',
      RoutingConfig: { AdditionalVersionWeights: { '17': 0.25 } },
    }),
  );
  account.live(400);
  const { events } = await filterAll(account, {
    logGroupName: groupOf(name),
    filterPattern: '"START RequestId"',
    startTime: START,
    endTime: START + 60 * SECOND - 1,
  });
  const ofVersion = (version: string) =>
    events.filter(({ message }) => message?.trimEnd().endsWith(`Version: ${version}`));
  for (const version of ['17', '18']) {
    const counted = await ofMinutes(account, 'Invocations', 'Sum', {
      FunctionName: name,
      Resource: `${name}:prod`,
      ExecutedVersion: version,
    });
    expect(counted.get(0)).toBe(ofVersion(version).length);
  }
  expect(ofVersion('17').length).toBeGreaterThan(50);
  expect(ofVersion('17').every(({ timestamp = 0 }) => timestamp >= START + 30 * SECOND)).toBe(true);
});
