/** What the keys of every table do: move, mark, filter, sort. All of it by the rows' ids. */
import { type Handler, type HandlerSet, handlersFor } from '../../src/keys/handlers.ts';
import { textLine } from '../../src/keys/text-line.ts';
import type { TableSort, TableView } from '../../src/stores/table-view.ts';
import type { TablePlace } from './place.ts';

/** The rows as they are on the screen now. */
export interface TableRows extends TablePlace {
  /** Their ids, in order. */
  readonly ids: readonly string[];
  /** Why the filter as typed cannot be used; null when it can. */
  readonly filterProblem: string | null;
}

/** A table and its view. */
export interface TableKeysOptions<Column extends string> {
  readonly store: {
    getState(): TableView<Column>;
    setState(change: Partial<TableView<Column>>): void;
  };
  readonly rows: () => TableRows;
}

/** The handlers that move the cursor. */
export function movingHandlers<Column extends string>({ store, rows }: TableKeysOptions<Column>) {
  const moveTo = (index: number): void => {
    const { ids, top } = rows();
    const id = ids[Math.max(0, Math.min(ids.length - 1, index))];
    if (id !== undefined) store.setState({ cursor: id, top });
  };
  const move = (distance: (room: number) => number): Handler => ({
    run: () => moveTo(rows().cursorIndex + distance(store.getState().room)),
  });
  return {
    'move.down': move(() => 1),
    'move.up': move(() => -1),
    'move.page-down': move((room) => room),
    'move.page-up': move((room) => -room),
    'move.half-page-down': move((room) => Math.ceil(room / 2)),
    'move.half-page-up': move((room) => -Math.ceil(room / 2)),
    'move.first': { run: () => moveTo(0) },
    'move.last': { run: () => moveTo(rows().ids.length - 1) },
  } satisfies Record<string, Handler>;
}

/** Marks the row under the cursor, or takes its mark away, and goes on to the next one. */
export function markHandler<Column extends string>(
  options: TableKeysOptions<Column>,
  disabled: () => string | null,
): Handler {
  const { store, rows } = options;
  const down = movingHandlers(options)['move.down'];
  return {
    run: (context) => {
      const { ids, cursorIndex } = rows();
      const id = ids[cursorIndex];
      if (id === undefined) return;
      const marks = new Set(store.getState().marks);
      if (!marks.delete(id)) marks.add(id);
      store.setState({ marks });
      down.run(context);
    },
    disabled,
  };
}

/** Opens the filter line, shows only trouble, turns the order round. */
export function findingHandlers<Column extends string>({ store }: TableKeysOptions<Column>) {
  return {
    'find.start': { run: () => store.setState({ typing: textLine(store.getState().filter) }) },
    'find.trouble': {
      run: () => store.setState({ onlyTrouble: !store.getState().onlyTrouble, top: 0 }),
    },
    'sort.reverse': {
      run: () => {
        const { sort } = store.getState();
        sortBy(store, { ...sort, descending: !sort.descending });
      },
    },
  } satisfies Record<string, Handler>;
}

/** Orders the rows; the cursor goes to the first one. */
export function sortBy<Column extends string>(
  store: TableKeysOptions<Column>['store'],
  sort: TableSort<Column>,
): void {
  store.setState({ sort, cursor: null, top: 0 });
}

/** The filter line: rows follow while it is typed; Enter keeps it, Esc gives back the former one. */
export function filterLine<Column extends string>({ store, rows }: TableKeysOptions<Column>): HandlerSet[] {
  const { typing: line } = store.getState();
  if (line === null) return [];
  return [
    handlersFor(
      'text-entry',
      {},
      {
        line,
        acceptsPaste: true,
        change: (typing) => store.setState({ typing, top: 0, cursor: null }),
        submit: () => {
          // A filter that cannot be used stays open with its reason, so that it can be mended.
          if (rows().filterProblem === null) store.setState({ filter: line.text.trim(), typing: null });
        },
        cancel: () => store.setState({ typing: null }),
      },
    ),
  ];
}

/** What Esc takes back first: the newest thing that narrows the rows; null when there is nothing. */
export function stepBack<Column extends string>({
  filter,
  onlyTrouble,
  marks,
}: TableView<Column>): Partial<TableView<Column>> | null {
  if (filter !== '') return { filter: '', top: 0 };
  if (onlyTrouble) return { onlyTrouble: false, top: 0 };
  return marks.size > 0 ? { marks: new Set() } : null;
}
