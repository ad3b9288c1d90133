import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startAccount } from '../../src/demo/account.ts';
import { connect, MINUTE, post, START } from './connect.ts';

const NOW = START / MINUTE;

/** What a client that asks a little of everything reads, byte by byte. */
async function transcript(seed: number): Promise<string[]> {
  const { endpoint } = await connect({ seed });
  const get = async (path: string) => {
    const reply = await fetch(endpoint + path);
    return `${reply.headers.get('x-amzn-requestid')} ${await reply.text()}`;
  };
  const target = { 'x-amz-target': 'GraniteServiceVersion20100801.GetMetricData' };
  const Expression = 'SELECT SUM(Errors) FROM SCHEMA("AWS/Lambda", FunctionName) GROUP BY FunctionName';
  const MetricDataQueries = [{ Id: 'q', Expression, Period: 60 }];
  const range = { StartTime: (START - 60 * MINUTE) / 1000, EndTime: START / 1000 };
  return [
    await get('/2015-03-31/functions'),
    await get('/2015-03-31/functions/orders-api-prod'),
    await get('/2015-03-31/event-source-mappings'),
    (await post(endpoint, '/', target, JSON.stringify({ MetricDataQueries, ...range }))).text,
  ];
}

describe('the same seed', () => {
  it('gives the same bytes, another seed another world', async () => {
    const [first, again, other] = [await transcript(3), await transcript(3), await transcript(4)];
    expect(again).toEqual(first);
    for (const [index, text] of other.entries()) expect(text).not.toBe(first[index]);
  });

  it('gives the same history in whatever order and however often it is asked for', async () => {
    const { world } = await connect();
    const same = await connect();
    const name = fc.constantFrom(...world.functions.map((each) => each.name));
    const asked = fc.array(fc.tuple(name, fc.integer({ min: 0, max: 500 })), { minLength: 1, maxLength: 30 });
    const read = (from: typeof world, [each, ago]: readonly [string, number]) => {
      const target = from.functionNamed(each);
      return target === undefined ? undefined : from.traffic.of(target).minuteOf(NOW - ago);
    };
    fc.assert(
      fc.property(asked, (questions) => {
        const reversed = questions.toReversed().map((question) => read(same.world, question));
        expect(questions.map((question) => read(world, question))).toEqual(reversed.toReversed());
      }),
      { numRuns: 40 },
    );
  });
});

describe('a minute', () => {
  it('adds up: errors within invocations, paths to the whole, nothing negative', async () => {
    const { world } = await connect();
    fc.assert(
      fc.property(fc.constantFrom(...world.functions), fc.integer({ min: 0, max: 20_000 }), (target, ago) => {
        const minute = world.traffic.of(target).minuteOf(NOW - ago);
        const sum = (of: 'invocations' | 'errors') =>
          minute.paths.reduce((total, path) => total + path[of], 0);
        expect(sum('invocations')).toBe(minute.invocations);
        expect(sum('errors')).toBe(minute.errors);
        expect(minute.errors).toBeLessThanOrEqual(minute.invocations);
        expect(minute.throttles).toBeGreaterThanOrEqual(0);
        expect(minute.concurrency).toBeLessThanOrEqual(minute.invocations);
        expect(minute.coldStarts).toBeLessThanOrEqual(minute.invocations);
        for (const path of minute.paths) expect(path.errors).toBeLessThanOrEqual(path.invocations);
      }),
      { numRuns: 500 },
    );
  });

  it('never runs more at once than is reserved', async () => {
    const { world } = await connect();
    for (const target of world.functions) {
      const reserved = target.reservedConcurrency.current;
      if (reserved === undefined) continue;
      for (let ago = 0; ago < 30; ago++) {
        expect(world.traffic.of(target).minuteOf(NOW - ago).concurrency).toBeLessThanOrEqual(reserved);
      }
    }
  });

  it('changes from the moment a setting does, and never before', async () => {
    const { world } = await connect();
    const target = world.functions.find((each) => each.name === 'orders-api-prod');
    if (target === undefined) throw new Error('no such function');
    const traffic = world.traffic.of(target);
    const before = traffic.minuteOf(NOW - 1);
    const unhindered = traffic.minuteOf(NOW);
    target.reservedConcurrency.set(0, START);
    expect(traffic.minuteOf(NOW)).toMatchObject({ invocations: 0, throttles: unhindered.invocations });
    target.aliases.get('prod')?.routing.set({ version: '17', additionalWeights: { '18': 0.5 } }, START);
    target.reservedConcurrency.set(undefined, START);
    const split = traffic.minuteOf(NOW);
    expect(split.paths.map((each) => each.path.version)).toEqual(['17', '18']);
    expect(split.invocations).toBe(unhindered.invocations);
    expect(traffic.minuteOf(NOW - 1)).toEqual(before);
  });
});

describe('the company', () => {
  it('keeps realistic rates, with idle functions among them', async () => {
    const { world } = await connect();
    const rates = world.functions.map((each) => world.traffic.of(each).minuteOf(NOW - 5).invocations);
    expect(Math.max(...rates)).toBeGreaterThan(3000);
    expect(Math.max(...rates)).toBeLessThan(15_000);
    expect(rates.filter((rate) => rate === 0).length).toBeGreaterThan(20);
  });

  it('has a night and a day', async () => {
    const { world } = await connect();
    const target = world.functionNamed('catalog-api-prod');
    if (target === undefined) throw new Error('no such function');
    const at = (iso: string) => world.traffic.of(target).minuteOf(Date.parse(iso) / MINUTE).invocations;
    expect(at('2026-11-20T16:00:00Z')).toBeGreaterThan(2 * at('2026-11-20T04:00:00Z'));
  });
});

it('runs faster when told to, and stands still at speed 0', async () => {
  const still = await connect();
  expect(still.world.clock.now()).toBe(START);
  const fast = await startAccount({ start: START, speed: 100_000, scenario: 'empty' });
  await fetch(`${fast.endpoint}/_control/world`);
  expect(fast.world.clock.now()).toBeGreaterThan(START + 1000);
  await fast.close();
});
