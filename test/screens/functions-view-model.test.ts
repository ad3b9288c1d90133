import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFunctionsViewModel, rankingsNeeded } from '../../screens/functions/view-model.ts';
import { windowTop } from '../../screens/table/place.ts';
import { createFunctionsViewStore, type FunctionsViewState } from '../../src/stores/functions-view-store.ts';
import { functionNamed } from '../feeds/hand-made.ts';
import {
  arnOf,
  details,
  figures,
  MINUTE,
  NOW,
  order,
  ranking,
  screenOn,
  sortedBy,
  statesOf,
  type World,
} from './functions-world.ts';

describe('the order', () => {
  const HEALTH = { a: figures({ p99Ms: 100 }), b: figures({ p99Ms: 300 }) };

  it('has the unknown last in both directions', () => {
    expect(order({ health: HEALTH }, sortedBy('p99'))).toEqual(['b', 'a', 'c']);
    expect(order({ health: HEALTH }, sortedBy('p99', false))).toEqual(['a', 'b', 'c']);
  });

  it('of equal ones is by name in both directions, so that nothing jumps about', () => {
    const functions = ['b', 'c', 'a'].map((name) => functionNamed(name));
    expect(order({ functions }, sortedBy('memory'))).toEqual(['a', 'b', 'c']);
    expect(order({ functions }, sortedBy('memory', false))).toEqual(['a', 'b', 'c']);
    expect(order({ functions }, sortedBy('errors'))).toEqual(['a', 'b', 'c']);
  });

  it('by name does not mind upper and lower case', () => {
    const functions = ['beta', 'Alpha', 'alpha'].map((name) => functionNamed(name));
    expect(order({ functions }, sortedBy('name', false))).toEqual(['Alpha', 'alpha', 'beta']);
  });

  it('by state has what is urgent on top', () => {
    const functions = ['ok', 'split', 'pending', 'failed', 'killed', 'unread'].map((name) =>
      functionNamed(name),
    );
    const world: World = {
      functions,
      details: {
        ok: details(),
        pending: details({ state: 'Pending' }),
        failed: details({ state: 'Failed' }),
        killed: details({ reservedConcurrency: 0 }),
        split: details({ aliases: [{ name: 'live', version: '1', weights: { 2: 0.1 }, revisionId: 'r' }] }),
      },
    };
    expect(order(world, sortedBy('state'))).toEqual(['killed', 'failed', 'pending', 'split', 'ok', 'unread']);
  });

  it('is complete and stable for any figures', () => {
    const value = fc.option(fc.nat(3));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 30 }), fc.boolean(), (values, descending) => {
        const names = values.map((_, index) => `function-${String(index).padStart(2, '0')}`);
        const health = Object.fromEntries(
          names.map((name, index) => [name, figures({ p99Ms: values[index] ?? null })]),
        );
        const { rows } = screenOn({ functions: names.map((name) => functionNamed(name)), health }).look(
          sortedBy('p99', descending),
        );
        expect(rows.map(({ lambda }) => lambda.name).sort()).toEqual(names);
        for (const [index, row] of rows.slice(1).entries()) {
          const [before, here] = [rows[index]?.health?.p99Ms ?? null, row.health?.p99Ms ?? null];
          if (here === null) continue;
          expect(before).not.toBeNull();
          if (before !== here) expect((before ?? 0) > here).toBe(descending);
          else expect((rows[index]?.lambda.name ?? '') < row.lambda.name).toBe(true);
        }
      }),
    );
  });
});

describe('ranked by the account', () => {
  const byErrors = sortedBy('errors');

  it('rows nobody read stand among those that were', () => {
    const world: World = {
      rankings: [ranking('errors', { a: 5, b: 1, c: 9 })],
      health: { b: figures({ errorsPerMin: 7, invocationsPerMin: 10 }) },
    };
    expect(order(world, byErrors)).toEqual(['c', 'b', 'a']);
  });

  it('a row’s own fresh figure is preferred to the ranking', () => {
    const world: World = {
      rankings: [ranking('errors', { a: 50, b: 1 })],
      health: { a: figures({ errorsPerMin: 0, invocationsPerMin: 10 }) },
    };
    expect(order(world, byErrors)).toEqual(['b', 'a', 'c']);
  });

  it('but not one that is much older than the ranking', () => {
    const world: World = {
      rankings: [ranking('errors', { a: 0, b: 1 })],
      health: { a: figures({ errorsPerMin: 50, windowEnd: NOW - 4 * MINUTE }) },
    };
    expect(order(world, byErrors)).toEqual(['b', 'a', 'c']);
  });

  it('a function known to be idle has none, one that is missing is unknown', () => {
    const world: World = { rankings: [ranking('errors', { a: 1 })], health: { c: figures({ idle: true }) } };
    expect(order(world, byErrors)).toEqual(['a', 'c', 'b']);
    expect(order(world, sortedBy('errors', false))).toEqual(['c', 'a', 'b']);
  });

  it('asks for the rankings that order, ! and filter need', () => {
    const needed = (change: Partial<FunctionsViewState>) =>
      rankingsNeeded({ ...createFunctionsViewStore().getState(), ...change });
    expect(needed(sortedBy('invocations'))).toEqual(['invocations']);
    expect(needed(sortedBy('name'))).toEqual([]);
    expect(needed({ ...sortedBy('p99'), onlyTrouble: true })).toEqual(['errors', 'throttles']);
    expect(needed({ ...sortedBy('name'), filter: 'api inv:>100 throttles:>0' })).toEqual([
      'invocations',
      'throttles',
    ]);
    expect(needed({ ...sortedBy('name'), filter: '/(' })).toEqual([]);
  });
});

describe('the cursor', () => {
  const onB: Partial<FunctionsViewState> = { ...sortedBy('p99'), cursor: arnOf('b') };

  it('stays on its function when the order changes under it', () => {
    const { look, becomes } = screenOn({ health: { a: figures({ p99Ms: 1 }), b: figures({ p99Ms: 2 }) } });
    expect(look(onB).cursorIndex).toBe(0);
    const { cursorIndex, rows } = becomes({ health: { a: figures({ p99Ms: 3 }), b: figures({ p99Ms: 2 }) } });
    expect(cursorIndex).toBe(1);
    expect(rows[cursorIndex]?.lambda.name).toBe('b');
  });

  it('comes back to its function when the filter that hid it is gone', () => {
    const { look } = screenOn({});
    look({ ...onB, filter: 'c' });
    const { rows, cursorIndex } = look({ filter: '' });
    expect(rows[cursorIndex]?.lambda.name).toBe('b');
  });

  it('whose function is gone is where the screen begins', () => {
    const functions = Array.from({ length: 50 }, (_, index) => functionNamed(`function-${index + 10}`));
    const { look, becomes } = screenOn({ functions });
    look({ ...sortedBy('name', false), cursor: arnOf('function-30'), top: 15, room: 10 });
    const { cursorIndex, top } = becomes({ functions: functions.toSpliced(20, 1) });
    expect([cursorIndex, top]).toEqual([15, 15]);
  });

  it('without rows is nowhere', () => {
    expect(screenOn({ functions: [] }).look()).toMatchObject({ cursorIndex: -1, top: 0, total: 0 });
  });
});

describe('the window', () => {
  const place = fc
    .record({ top: fc.nat(500), room: fc.integer({ min: 1, max: 100 }), rows: fc.nat(300), at: fc.nat() })
    .map(({ at, ...rest }) => ({ ...rest, cursor: rest.rows === 0 ? -1 : at % rest.rows }));

  it('shows the cursor, and no empty room below rows that could fill it', () => {
    fc.assert(
      fc.property(place, ({ top, cursor, room, rows }) => {
        const first = windowTop(top, cursor, room, rows);
        expect(first).toBeGreaterThanOrEqual(0);
        if (rows > 0) {
          expect(cursor).toBeGreaterThanOrEqual(first);
          expect(cursor).toBeLessThan(first + room);
        }
        expect(first + room <= rows || first === 0).toBe(true);
      }),
    );
  });

  it('moves no further than it must', () => {
    fc.assert(
      fc.property(place, ({ top, cursor, room, rows }) => {
        const first = windowTop(top, cursor, room, rows);
        const isFine = (candidate: number) =>
          cursor >= candidate && cursor < candidate + room && (candidate + room <= rows || candidate === 0);
        if (rows > 0 && isFine(top)) expect(first).toBe(top);
        expect(windowTop(first, cursor, room, rows)).toBe(first);
      }),
    );
  });
});

describe('with 10,000 functions', () => {
  const functions = Array.from({ length: 10_000 }, (_, index) =>
    functionNamed(`function-${(index * 7_919) % 10_000}`),
  );

  it('moving the cursor, marking and scrolling filter and sort nothing', () => {
    const { look } = screenOn({ functions });
    const { rows } = look({ ...sortedBy('name', false), filter: '-9999' });
    expect(rows).toHaveLength(9_999);
    for (const change of [
      { cursor: arnOf('function-5000') },
      { top: 100 },
      { marks: new Set(['x']) },
      { room: 50 },
    ]) {
      expect(look(change).rows).toBe(rows);
    }
  });

  it('errors and notices of the feeds filter and sort nothing', () => {
    const model = createFunctionsViewModel();
    const { inventory, health } = statesOf({ functions });
    const view = createFunctionsViewStore().getState();
    const { rows } = model({ inventory, health, view, now: NOW });
    const later = model({
      inventory: { ...inventory, loaded: 50, total: 10_000 },
      health: { ...health, overBudget: true, at: NOW },
      view,
      now: NOW + 1_000,
    });
    expect(later.rows).toBe(rows);
  });

  it('new figures do', () => {
    const { look, becomes } = screenOn({ functions });
    const { rows } = look(sortedBy('p99'));
    const { rows: changed, names } = becomes({ functions, health: { 'function-77': figures({ p99Ms: 1 }) } });
    expect(changed).not.toBe(rows);
    expect(names[0]).toBe('function-77');
  });
});

describe('a frozen screen', () => {
  it('shows what was known then, while the order still can be changed', () => {
    const { look, becomes } = screenOn({ health: { a: figures({ p99Ms: 1 }), b: figures({ p99Ms: 2 }) } });
    look(sortedBy('p99'));
    const then = statesOf({ health: { a: figures({ p99Ms: 1 }), b: figures({ p99Ms: 2 }) } });
    look({ frozen: { at: NOW, ...then } });
    expect(becomes({ functions: [functionNamed('new')] }).names).toEqual(['b', 'a', 'c']);
    expect(look(sortedBy('p99', false)).names).toEqual(['a', 'b', 'c']);
    expect(look({ frozen: null }).names).toEqual(['new']);
  });
});
