import { describe, expect, it } from 'vitest';
import { inTrouble, rowOf } from '../../screens/functions/row.ts';
import { functionNamed } from '../feeds/hand-made.ts';
import {
  arnOf,
  details,
  figures,
  MINUTE,
  NOW,
  ranking,
  screenOn,
  statesOf,
  type World,
} from './functions-world.ts';

describe('the filter', () => {
  const functions = ['checkout-api', 'orders-api', 'orders-worker'].map((name) => functionNamed(name));

  it('leaves what matches, and says of how many', () => {
    const { names, total } = screenOn({ functions }).look({ filter: 'orders' });
    expect(names).toEqual(['orders-api', 'orders-worker']);
    expect(total).toBe(3);
  });

  it('follows what is being typed, and comes back when that is given up', () => {
    const { look } = screenOn({ functions });
    expect(look({ filter: 'api' }).names).toHaveLength(2);
    expect(look({ typing: { text: 'worker', cursor: 6 } }).names).toEqual(['orders-worker']);
    expect(look({ typing: null }).names).toHaveLength(2);
  });

  it('that cannot be used keeps the rows there were, and says why', () => {
    const { look } = screenOn({ functions });
    expect(look({ typing: { text: '/orders', cursor: 7 } }).names).toHaveLength(2);
    const { names, filterProblem } = look({ typing: { text: '/orders(', cursor: 8 } });
    expect(names).toEqual(['orders-api', 'orders-worker']);
    expect(filterProblem).toContain('not a regular expression yet');
    expect(look({ typing: { text: '/orders-w', cursor: 9 } })).toMatchObject({
      names: ['orders-worker'],
      filterProblem: null,
    });
  });

  it('that never could be used shows everything', () => {
    const { names, filterProblem } = screenOn({ functions }).look({ filter: 'nonsense:1' });
    expect(names).toHaveLength(3);
    expect(filterProblem).toContain('no field "nonsense": filter by name');
  });

  it('takes a pasted ARN', () => {
    expect(screenOn({ functions }).look({ filter: arnOf('orders-api') }).names).toEqual(['orders-api']);
  });

  it.each([
    ['runtime:python', []],
    ['runtime:image', ['image']],
    ['support:deprecated', ['old']],
    ['state:killed', ['killed']],
    ['-state:killed reserved:>=0', ['image']],
    ['reserved:0', ['killed']],
    ['alias:live', ['old']],
    ['memory:>1k', ['image']],
    ['arch:x86', ['killed']],
    ['errors:>0', ['old']],
    ['error%:>1', ['old']],
    ['p99:>=1.5s', ['old']],
    ['age:>1min', ['old']],
  ])('%s finds %j', (filter, names) => {
    const world: World = {
      functions: [
        functionNamed('image', { runtime: null, memoryMb: 2_048 }),
        functionNamed('killed', { architecture: 'x86_64' }),
        functionNamed('old', { runtime: 'nodejs16.x' }),
      ],
      health: {
        old: figures({
          invocationsPerMin: 100,
          errorsPerMin: 5,
          errorShare: 0.05,
          p99Ms: 1_500,
          iteratorAgeMs: 90_000,
        }),
      },
      details: {
        image: details({ reservedConcurrency: 10 }),
        killed: details({ reservedConcurrency: 0 }),
        old: details({ aliases: [{ name: 'live', version: '3', weights: {}, revisionId: 'r' }] }),
      },
    };
    expect(screenOn(world).look({ filter }).names).toEqual(names);
  });
});

describe('! shows', () => {
  const row = (world: World) => {
    const { inventory, health } = statesOf({ functions: [functionNamed('a')], ...world });
    const [lambda = functionNamed('a')] = inventory.functions;
    return rowOf(lambda, health, NOW);
  };
  const OLD = NOW - 60 * MINUTE;

  it.each<[string, World]>([
    ['killed ones', { details: { a: details({ reservedConcurrency: 0 }) } }],
    ['failed ones', { details: { a: details({ state: 'Failed' }) } }],
    ['1 % errors', { health: { a: figures({ invocationsPerMin: 100, errorsPerMin: 1, errorShare: 0.01 }) } }],
    ['throttles', { health: { a: figures({ throttles: 1 }) } }],
    ['a stream left behind', { health: { a: figures({ iteratorAgeMs: 60_000 }) } }],
    ['errors the account’s ranking knows of', { rankings: [ranking('errors', { a: 0.2 })] }],
    ['throttles the account’s ranking knows of', { rankings: [ranking('throttles', { a: 0.2 })] }],
    [
      'errors that began after the row was last read',
      {
        rankings: [ranking('errors', { a: 40 })],
        health: { a: figures({ windowEnd: OLD, invocationsPerMin: 100, errorsPerMin: 0, errorShare: 0 }) },
      },
    ],
  ])('%s', (_what, world) => {
    expect(inTrouble(row(world))).toBe(true);
  });

  it.each<[string, World]>([
    ['what nothing is known of', {}],
    [
      'what is well',
      { details: { a: details() }, health: { a: figures({ invocationsPerMin: 100, errorsPerMin: 0 }) } },
    ],
    ['less than 1 % errors', { health: { a: figures({ invocationsPerMin: 1_000, errorsPerMin: 9 }) } }],
    ['idle ones', { health: { a: figures({ idle: true }) } }],
    ['a ranking of zero', { rankings: [ranking('errors', { a: 0 }), ranking('throttles', { a: 0 })] }],
    [
      'errors that were over before the ranking',
      {
        rankings: [ranking('errors', { a: 0 })],
        health: { a: figures({ windowEnd: OLD, invocationsPerMin: 100, errorsPerMin: 50, errorShare: 0.5 }) },
      },
    ],
    [
      'a few errors among many invocations, read or ranked',
      {
        rankings: [ranking('errors', { a: 2 })],
        health: { a: figures({ windowEnd: OLD, invocationsPerMin: 10_000, errorsPerMin: 1 }) },
      },
    ],
  ])('not %s', (_what, world) => {
    expect(inTrouble(row(world))).toBe(false);
  });

  it('only these', () => {
    const world: World = { health: { b: figures({ throttles: 3 }) } };
    expect(screenOn(world).look({ onlyTrouble: true }).names).toEqual(['b']);
  });
});
