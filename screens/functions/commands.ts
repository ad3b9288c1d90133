/** What the keys of the functions screen do. None of them changes AWS; everything is done by ARN, never by row. */
import { type Handler, type HandlerSet, handlersFor } from '../../src/keys/handlers.ts';
import type { FunctionsViewState, SortColumn } from '../../src/stores/functions-view-store.ts';
import type { SessionStores } from '../../src/stores/session-stores.ts';
import {
  filterLine,
  findingHandlers,
  markHandler,
  movingHandlers,
  sortBy,
  stepBack as stepBackOfTable,
  type TableKeysOptions,
} from '../table/keys.ts';
import { COLUMNS } from './columns.ts';
import type { FunctionRow } from './row.ts';
import type { FunctionsView } from './view-model.ts';

/** What the commands act on. */
export interface FunctionsCommandsOptions {
  readonly stores: SessionStores;
  /** The rows as they are on the screen now. */
  readonly view: () => FunctionsView;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Puts text on the person's clipboard; says so. */
  readonly copy: (text: string, what: string) => void;
}

/** Columns where the low end is the interesting one. */
const ASCENDING: readonly SortColumn[] = ['name', 'runtime'];

/** The handlers of the screen; with an open filter line, those of the line lie above them. */
export function functionsHandlers(options: FunctionsCommandsOptions): HandlerSet[] {
  return [...filterLine(tableOf(options)), screenHandlers(options)];
}

function tableOf({ stores, view }: FunctionsCommandsOptions): TableKeysOptions<SortColumn> {
  return { store: stores.functionsView, rows: view };
}

function screenHandlers(options: FunctionsCommandsOptions): HandlerSet {
  const { stores, view, now, copy } = options;
  const { functionsView } = stores;
  const set = (change: Partial<FunctionsViewState>): void => functionsView.setState(change);
  const table = tableOf(options);

  const sorting = (column: SortColumn): Handler => ({
    run: () => sortBy(functionsView, { column, descending: !ASCENDING.includes(column) }),
  });
  const focused = (): FunctionRow | undefined => {
    const { rows, cursorIndex } = view();
    return rows[cursorIndex];
  };
  const canStepBack = Object.keys(stepBack(functionsView.getState())).length > 0;
  const needsRow = (): string | null => (focused() ? null : 'No function is listed here');

  return handlersFor('functions', {
    ...movingHandlers(table),
    ...findingHandlers(table),
    'mark.toggle': markHandler(table, needsRow),
    'move.left': scrollBy(functionsView, -1),
    'move.right': scrollBy(functionsView, 1),
    'sort.name': sorting('name'),
    'sort.runtime': sorting('runtime'),
    'sort.memory': sorting('memory'),
    'sort.invocations': sorting('invocations'),
    'sort.errors': sorting('errors'),
    'sort.p50': sorting('p50'),
    'sort.p99': sorting('p99'),
    'sort.throttles': sorting('throttles'),
    'sort.concurrency': sorting('concurrency'),
    'sort.age': sorting('iterator-age'),
    'sort.modified': sorting('modified'),
    'sort.state': sorting('state'),
    'view.wide': {
      run: () => set({ wide: !functionsView.getState().wide, scrollX: 0 }),
    },
    'view.freeze': {
      run: () => {
        const live = functionsView.getState().frozen === null;
        const snapshot = {
          at: now(),
          inventory: stores.inventory.getState(),
          health: stores.health.getState(),
        };
        set({ frozen: live ? snapshot : null });
      },
    },
    'view.copy': {
      run: () => {
        const row = focused();
        if (row) copy(row.lambda.arn, `the ARN of ${row.lambda.name}`);
      },
      disabled: needsRow,
    },
    ...(canStepBack ? { 'go.back': { run: () => set(stepBack(functionsView.getState())) } } : {}),
  });
}

/** Sideways scrolling shows all columns, so it turns the wide view on. */
function scrollBy(store: SessionStores['functionsView'], columns: number): Handler {
  return {
    run: () => {
      const { scrollX, wide } = store.getState();
      store.setState({
        wide: true,
        scrollX: wide ? Math.max(0, Math.min(MOST_SCROLL, scrollX + columns)) : 0,
      });
    },
  };
}

/** The name stays in place, and one more column stays in sight. */
const MOST_SCROLL = COLUMNS.length - 2;

/** One step at a time, the newest first: nothing that took effort is lost with one key. */
function stepBack(view: FunctionsViewState): Partial<FunctionsViewState> {
  if (view.frozen) return { frozen: null };
  return stepBackOfTable(view) ?? (view.wide ? { wide: false, scrollX: 0 } : {});
}
