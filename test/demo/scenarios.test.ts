import { ListVersionsByFunctionCommand, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { connect, MINUTE, START } from './connect.ts';
import { ask, query, total } from './metrics.ts';

const NOW = START / MINUTE;
const CANARY = { FunctionName: 'checkout-api-prod', Resource: 'checkout-api-prod:live' };

describe('bad-canary', () => {
  it('has 20 invocations a second, a tenth of them on a version that fails 8 % and is slower', async () => {
    const account = await connect({ scenario: 'bad-canary' });
    const of = (version: string) => ({ ...CANARY, ExecutedVersion: version });
    const [all, canary, stableErrors, canaryErrors, stableP99, canaryP99] = await ask(account, [
      query('a', 'Invocations', 'Sum', CANARY),
      query('c', 'Invocations', 'Sum', of('42')),
      query('se', 'Errors', 'Average', of('41'), 3600),
      query('ce', 'Errors', 'Average', of('42'), 3600),
      query('sd', 'Duration', 'p99', of('41'), 3600),
      query('cd', 'Duration', 'p99', of('42'), 3600),
    ]);
    expect(total(all) / 3600).toBeGreaterThan(17);
    expect(total(all) / 3600).toBeLessThan(24);
    expect(total(canary) / total(all)).toBeCloseTo(0.1, 2);
    expect(stableErrors?.Values?.[0]).toBeCloseTo(0.002, 3);
    expect(canaryErrors?.Values?.[0]).toBeCloseTo(0.08, 1);
    expect(canaryP99?.Values?.[0]).toBeGreaterThan(1.4 * (stableP99?.Values?.[0] ?? Number.NaN));
  });

  it('lets a client begin an equally bad canary itself', async () => {
    let elapsed = 0;
    const account = await connect({
      scenario: 'bad-canary',
      start: START - 20 * MINUTE,
      elapsed: () => elapsed,
      speed: 1,
    });
    const orders = { FunctionName: 'orders-api-prod' };
    const { Versions = [] } = await account.lambda.send(new ListVersionsByFunctionCommand(orders));
    expect(Versions.at(-1)?.Version).toBe('19');
    const RoutingConfig = { AdditionalVersionWeights: { 19: 0.2 } };
    await account.lambda.send(
      new UpdateAliasCommand({ ...orders, Name: 'prod', FunctionVersion: '18', RoutingConfig }),
    );
    elapsed = 20 * MINUTE;
    const ran = { ...orders, Resource: 'orders-api-prod:prod', ExecutedVersion: '19' };
    const [invocations, errors] = await ask(
      account,
      [query('i', 'Invocations', 'Sum', ran), query('e', 'Errors', 'Sum', ran)],
      { minutes: 16, ago: 4 },
    );
    expect(total(invocations)).toBeGreaterThan(16 * 180);
    expect(total(errors) / total(invocations)).toBeCloseTo(0.08, 1);
  });
});

describe('runaway', () => {
  it('uses up the account and throttles those who reserve nothing, and no one else', async () => {
    const account = await connect({ scenario: 'runaway' });
    const { world } = account;
    const minutesOf = (ago: number) =>
      world.functions.map((target) => ({ target, minute: world.traffic.of(target).minuteOf(NOW - ago) }));
    const throttled = (ago: number) =>
      minutesOf(ago).filter(({ target, minute }) => {
        const { current } = target.reservedConcurrency;
        return current === undefined && minute.throttles > 0;
      });
    expect(throttled(15)).toEqual([]);
    expect(throttled(5).length).toBeGreaterThan(50);
    const reserving = minutesOf(5).find(({ target }) => target.name === 'payments-authorise-prod');
    expect(reserving?.minute).toMatchObject({ throttles: 0 });
    const [used, unreserved, greedy] = await ask(
      account,
      [
        query('c', 'ConcurrentExecutions', 'Maximum', {}),
        query('u', 'UnreservedConcurrentExecutions', 'Maximum', {}),
        query('g', 'ConcurrentExecutions', 'Maximum', { FunctionName: 'image-metadata-extractor' }),
      ],
      { minutes: 5, ago: 4 },
    );
    for (const value of unreserved?.Values ?? []) {
      expect(value).toBeGreaterThan(0.95 * world.unreservedConcurrency);
      expect(value).toBeLessThanOrEqual(world.unreservedConcurrency);
    }
    for (const value of used?.Values ?? []) expect(value).toBeLessThanOrEqual(1000);
    expect(Math.min(...(greedy?.Values ?? []))).toBeGreaterThan(300);
  });

  it('lets its neighbours recover once it is stopped', async () => {
    const { world } = await connect({ scenario: 'runaway' });
    const [greedy, neighbour] = ['image-metadata-extractor', 'catalog-image-url-signer'].map((name) =>
      world.functionNamed(name),
    );
    if (greedy === undefined || neighbour === undefined) throw new Error('no such function');
    const ofNeighbour = () => world.traffic.of(neighbour).minuteOf(NOW);
    expect(ofNeighbour().throttles).toBeGreaterThan(100);
    greedy.reservedConcurrency.set(0, START);
    expect(ofNeighbour().throttles).toBe(0);
    expect(world.traffic.of(greedy).minuteOf(NOW)).toMatchObject({ invocations: 0 });
    expect(world.traffic.of(neighbour).minuteOf(NOW - 1).throttles).toBeGreaterThan(100);
  });
});

describe('every scenario', () => {
  it.each(['company', 'quiet', 'bad-canary', 'runaway', 'codedeploy', 'throttled-account', 'flood', 'empty'])(
    '%s is the same twice from a seed',
    async (scenario) => {
      const figures = async () => {
        const { world } = await connect({ scenario, seed: 5 });
        return world.functions.map((target) => [target.name, world.traffic.of(target).minuteOf(NOW - 4)]);
      };
      expect(await figures()).toEqual(await figures());
    },
  );
});
