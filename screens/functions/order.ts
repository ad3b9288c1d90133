/** The order of the functions' rows. */
import type { Sort, SortColumn } from '../../src/stores/functions-view-store.ts';
import { createRowOrder, type Ordered, type RowOrder, sortRows as sortTableRows } from '../table/order.ts';
import { type FunctionRow, SORT_VALUE } from './row.ts';

const ORDER: RowOrder<FunctionRow, SortColumn> = {
  value: SORT_VALUE,
  name: ({ lambda }) => lambda.name,
};

/** Orders rows that come in the order of their names; remembers the last order, to change it where rows did. */
export const createOrder = () => createRowOrder(ORDER);

/** The rows sorted anew. */
export const sortRows = (rows: readonly FunctionRow[], sort: Sort): Ordered<FunctionRow> =>
  sortTableRows(rows, ORDER, sort);
