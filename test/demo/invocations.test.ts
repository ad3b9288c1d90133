import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEnvironmentId } from '../../src/demo/world/invocations/environment.ts';
import { endOf, type Invocation, requestIdOf } from '../../src/demo/world/invocations/invocation.ts';
import { sample, shuffled } from '../../src/demo/world/invocations/permutation.ts';
import type { LambdaFunction } from '../../src/demo/world/model.ts';
import type { World } from '../../src/demo/world/world.ts';
import { connect, MINUTE, START } from './connect.ts';
import { ask, query } from './metrics.ts';

const NOW = START / MINUTE;

function functionNamed(world: World, name: string): LambdaFunction {
  const target = world.functionNamed(name);
  if (target === undefined) throw new Error(`no function ${name}`);
  return target;
}

/** The durations' percentile as CloudWatch takes it: the smallest value that so many do not exceed. */
function percentile(invocations: readonly Invocation[], share: number): number | undefined {
  const sorted = invocations.map((each) => each.durationMs).sort((left, right) => left - right);
  return sorted[Math.ceil(share * sorted.length) - 1];
}

describe('the invocations of a minute', () => {
  it('are as many as its metrics count, on each path, failed and cold ones too', async () => {
    const { world } = await connect();
    fc.assert(
      fc.property(fc.constantFrom(...world.functions), fc.integer({ min: 1, max: 3000 }), (target, ago) => {
        const minute = world.traffic.of(target).minuteOf(NOW - ago);
        const list = world.invocations.of(target).startingIn(NOW - ago);
        for (const { path, invocations, errors } of minute.paths) {
          const taken = list.filter(
            (each) => each.path.qualifier === path.qualifier && each.path.version === path.version,
          );
          expect(taken).toHaveLength(invocations);
          expect(taken.filter((each) => each.outcome !== 'success')).toHaveLength(errors);
        }
        expect(list.filter((each) => each.initMs !== undefined)).toHaveLength(minute.coldStarts);
      }),
      { numRuns: 150 },
    );
  });

  it('start within it, in order, and end at the timeout at the latest', async () => {
    const { world } = await connect();
    const wrong = world.functions.flatMap((target) => {
      let last = (NOW - 4) * MINUTE;
      return world.invocations
        .of(target)
        .startingIn(NOW - 4)
        .filter(({ start, durationMs, outcome }) => {
          const isInOrder = start >= last && start < (NOW - 3) * MINUTE;
          last = start;
          const { timeoutMs } = target.profile;
          return (
            !isInOrder || durationMs > timeoutMs || (outcome === 'timeout') !== (durationMs === timeoutMs)
          );
        });
    });
    expect(wrong).toEqual([]);
  });

  it('have the durations of which CloudWatch tells the percentiles', async () => {
    const account = await connect();
    const name = 'catalog-graphql-gateway';
    const stats = ['p50', 'p90', 'p99', 'Maximum', 'Minimum'];
    const results = await ask(
      account,
      stats.map((stat) => query(`q_${stat.toLowerCase()}`, 'Duration', stat, { FunctionName: name })),
      { minutes: 1, ago: 5 },
    );
    const list = account.world.invocations.of(functionNamed(account.world, name)).startingIn(NOW - 6);
    const reported = results.map((result) => result.Values?.[0]);
    expect(reported).toEqual([0.5, 0.9, 0.99, 1, 1 / list.length].map((share) => percentile(list, share)));
  });

  it('never share an execution environment at the same time, across minutes too', async () => {
    const { world } = await connect();
    const overlapping = world.functions.flatMap((target) => {
      const busyUntil = new Map<string, number>();
      const minutes = [4, 3, 2, 1].flatMap((ago) => world.invocations.of(target).startingIn(NOW - ago));
      return minutes.filter((each) => {
        const before = busyUntil.get(each.environment.id) ?? 0;
        busyUntil.set(each.environment.id, endOf(each));
        return each.start <= before;
      });
    });
    expect(overlapping).toEqual([]);
  });

  it('keep their environments for a while, and begin new ones only with a cold start', async () => {
    const { world } = await connect();
    const target = functionNamed(world, 'checkout-voucher-validate-prod');
    const invocations = world.invocations.of(target);
    const seen = new Set(invocations.startingIn(NOW - 60).map((each) => each.environment.id));
    let coldStarts = 0;
    for (let ago = 59; ago > 0; ago--) {
      for (const { environment, initMs } of invocations.startingIn(NOW - ago)) {
        if (initMs !== undefined) coldStarts += 1;
        if (initMs !== undefined && seen.has(environment.id))
          throw new Error('a warm environment began cold');
        seen.add(environment.id);
      }
    }
    expect(coldStarts).toBeGreaterThan(0);
    expect(seen.size).toBeLessThan(60);
  });

  it('have unique request ids and environment ids that tell where they come from', async () => {
    const { world } = await connect();
    const target = functionNamed(world, 'identity-jwt-authorizer');
    const list = [1, 2, 3, 4].flatMap((ago) => world.invocations.of(target).startingIn(NOW - ago));
    const ids = list.map(requestIdOf);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids.slice(0, 50)) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-b[0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    const environment = list[0]?.environment.id ?? '';
    const origin = readEnvironmentId(environment, target.key);
    expect(origin !== undefined && world.invocations.of(target).births.has(origin)).toBe(true);
    const forged = environment.startsWith('0') ? `1${environment.slice(1)}` : `0${environment.slice(1)}`;
    expect(readEnvironmentId(forged, target.key)).toBeUndefined();
  });

  it('are the same in whatever order minutes are read', async () => {
    const [one, other] = [await connect(), await connect()];
    const read = ({ world }: typeof one, ago: number) =>
      world.invocations.of(functionNamed(world, 'image-virus-scan')).startingIn(NOW - ago);
    const forward = [9, 8, 7, 6].map((ago) => read(one, ago));
    const backward = [6, 7, 8, 9].map((ago) => read(other, ago)).toReversed();
    expect(backward).toEqual(forward);
  });

  it('change from the moment traffic is shifted, and never before', async () => {
    const { world } = await connect({ start: START });
    const target = functionNamed(world, 'orders-api-prod');
    const before = world.invocations.of(target).startingIn(NOW);
    target.aliases
      .get('prod')
      ?.routing.set({ version: '17', additionalWeights: { '18': 0.5 } }, START + 20_000);
    const after = world.invocations.of(target).startingIn(NOW);
    const early = (list: readonly Invocation[]) => list.filter((each) => each.start < START + 20_000);
    expect(early(after)).toEqual(early(before));
    const late = after.filter((each) => each.start >= START + 20_000).map((each) => each.path.version);
    expect(new Set(late)).toEqual(new Set(['17', '18']));
  });
});

describe('drawing without repetition', () => {
  it('gives each number once, and as many as wanted', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(320), fc.nat(), (count, wanted, hash) => {
        expect([...shuffled(count, hash)].sort((left, right) => left - right)).toEqual(
          Array.from({ length: count }, (_, index) => index),
        );
        const drawn = sample(count, wanted, hash);
        expect(new Set(drawn).size).toBe(Math.min(count, wanted));
        for (const each of drawn) expect(each).toBeLessThan(count);
      }),
    );
  });
});
