/** How a person looks at a table: cursor, order, filter, marks. Everything is kept by id, never by row. */

/** The order of the rows. */
export interface TableSort<Column extends string> {
  readonly column: Column;
  readonly descending: boolean;
}

/** The state of the view, not of the data. `Column` names what rows can be sorted by. */
export interface TableView<Column extends string> {
  /** Id (an ARN, as a rule) of the row under the cursor; null = the first row. */
  readonly cursor: string | null;
  /** Index of the first row on the screen. */
  readonly top: number;
  /** How many rows the table has room for; the screen keeps it. */
  readonly room: number;
  readonly sort: TableSort<Column>;
  /** The filter that holds; empty = everything. */
  readonly filter: string;
  /** The filter line while it is open and takes the keys; null = closed. `cursor` counts graphemes. */
  readonly typing: { readonly text: string; readonly cursor: number } | null;
  readonly onlyTrouble: boolean;
  /** Ids marked for bulk work. */
  readonly marks: ReadonlySet<string>;
  /** What is on the screen, top first, by function name where feeds follow it. */
  readonly visible: readonly string[];
}

/** A first look. */
export function tableView<Column extends string>(sort: TableSort<Column>): TableView<Column> {
  return {
    cursor: null,
    top: 0,
    room: 20,
    sort,
    filter: '',
    typing: null,
    onlyTrouble: false,
    marks: new Set(),
    visible: [],
  };
}

/** Fields in which the screen only says what it has just drawn. */
const SAID_BY_SCREEN: ReadonlySet<string> = new Set([
  'top',
  'room',
  'visible',
] satisfies (keyof TableView<string>)[]);

/** Whether the screen has to be drawn again: something changed that it did not itself report. */
export function looksDifferent<View extends object>(view: View, before: View): boolean {
  const keys = Object.keys(view) as (keyof View & string)[];
  return keys.some((key) => !SAID_BY_SCREEN.has(key) && view[key] !== before[key]);
}
