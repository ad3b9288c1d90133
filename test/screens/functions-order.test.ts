import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOrder, sortRows } from '../../screens/functions/order.ts';
import { type FunctionRow, rowOf } from '../../screens/functions/row.ts';
import { functionNamed } from '../feeds/hand-made.ts';
import { figures, NOW, statesOf } from './functions-world.ts';

const { health: NOTHING } = statesOf({});

/** Row number so-and-so, in the order of names, with this p99; null is not read yet. */
function row(number: number, p99Ms: number | null): FunctionRow {
  const lambda = functionNamed(`function-${String(number).padStart(4, '0')}`);
  const health = p99Ms === null ? NOTHING.health : new Map([[lambda.name, figures({ p99Ms })]]);
  return rowOf(lambda, { ...NOTHING, health }, NOW);
}

const p99 = fc.option(fc.integer({ min: 0, max: 9 }));

test('rows that change are put where sorting everything would put them', () => {
  const start = fc.array(p99, { minLength: 40, maxLength: 80 });
  const changes = fc.array(fc.array(fc.tuple(fc.nat(79), p99), { maxLength: 4 }), { maxLength: 6 });
  fc.assert(
    fc.property(start, changes, fc.boolean(), (values, steps, descending) => {
      const sort = { column: 'p99', descending } as const;
      const inOrder = createOrder();
      let rows = values.map((value, number) => row(number, value));
      expect(inOrder(rows, sort)).toEqual(sortRows(rows, sort));
      for (const step of steps) {
        rows = rows.map((old, number) => {
          const change = step.find(([place]) => place === number);
          return change ? row(number, change[1]) : old;
        });
        expect(inOrder(rows, sort)).toEqual(sortRows(rows, sort));
      }
    }),
  );
});

test('a function that takes the place of another one is sorted in', () => {
  const sort = { column: 'name', descending: true } as const;
  const rows = Array.from({ length: 100 }, (_, number) => row(number, null));
  const inOrder = createOrder();
  inOrder(rows, sort);
  const replaced = [...rows.slice(0, -1), row(500, null)];
  expect(inOrder(replaced, sort)).toEqual(sortRows(replaced, sort));
});
