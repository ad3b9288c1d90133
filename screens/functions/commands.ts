/** What the keys of the functions screen do. None of them changes AWS; everything is done by ARN, never by row. */
import { type Handler, type HandlerSet, handlersFor } from '../../src/keys/handlers.ts';
import { textLine } from '../../src/keys/text-line.ts';
import type { FunctionsViewState, SortColumn } from '../../src/stores/functions-view-store.ts';
import type { SessionStores } from '../../src/stores/session-stores.ts';
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
  const screen = screenHandlers(options);
  const { typing } = options.stores.functionsView.getState();
  return typing === null ? [screen] : [filterLine(options, typing), screen];
}

function screenHandlers({ stores, view, now, copy }: FunctionsCommandsOptions): HandlerSet {
  const { functionsView } = stores;
  const set = (change: Partial<FunctionsViewState>): void => functionsView.setState(change);

  const moveTo = (index: number): void => {
    const { rows, top } = view();
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (row) set({ cursor: row.lambda.arn, top });
  };
  const move = (distance: (room: number) => number): Handler => ({
    run: () => moveTo(view().cursorIndex + distance(functionsView.getState().room)),
  });
  const sortBy = (column: SortColumn): Handler => ({
    run: () => set({ sort: { column, descending: !ASCENDING.includes(column) }, cursor: null, top: 0 }),
  });
  const focused = (): FunctionRow | undefined => {
    const { rows, cursorIndex } = view();
    return rows[cursorIndex];
  };
  const canStepBack = Object.keys(stepBack(functionsView.getState())).length > 0;
  const needsRow = (): string | null => (focused() ? null : 'No function is listed here');

  return handlersFor('functions', {
    'move.down': move(() => 1),
    'move.up': move(() => -1),
    'move.page-down': move((room) => room),
    'move.page-up': move((room) => -room),
    'move.half-page-down': move((room) => Math.ceil(room / 2)),
    'move.half-page-up': move((room) => -Math.ceil(room / 2)),
    'move.first': { run: () => moveTo(0) },
    'move.last': { run: () => moveTo(view().rows.length - 1) },
    'move.left': scrollBy(functionsView, -1),
    'move.right': scrollBy(functionsView, 1),
    'find.start': { run: () => set({ typing: textLine(functionsView.getState().filter) }) },
    'find.trouble': {
      run: () => set({ onlyTrouble: !functionsView.getState().onlyTrouble, top: 0 }),
    },
    'mark.toggle': {
      run: () => {
        const row = focused();
        if (!row) return;
        const marks = new Set(functionsView.getState().marks);
        if (!marks.delete(row.lambda.arn)) marks.add(row.lambda.arn);
        set({ marks });
        moveTo(view().cursorIndex + 1);
      },
      disabled: needsRow,
    },
    'sort.reverse': {
      run: () => {
        const { sort } = functionsView.getState();
        set({ sort: { ...sort, descending: !sort.descending }, cursor: null, top: 0 });
      },
    },
    'sort.name': sortBy('name'),
    'sort.runtime': sortBy('runtime'),
    'sort.memory': sortBy('memory'),
    'sort.invocations': sortBy('invocations'),
    'sort.errors': sortBy('errors'),
    'sort.p50': sortBy('p50'),
    'sort.p99': sortBy('p99'),
    'sort.throttles': sortBy('throttles'),
    'sort.concurrency': sortBy('concurrency'),
    'sort.age': sortBy('iterator-age'),
    'sort.modified': sortBy('modified'),
    'sort.state': sortBy('state'),
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
    // One step at a time, the newest first: nothing that took effort is lost with one key.
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

function stepBack({
  frozen,
  filter,
  onlyTrouble,
  marks,
  wide,
}: FunctionsViewState): Partial<FunctionsViewState> {
  if (frozen) return { frozen: null };
  if (filter !== '') return { filter: '', top: 0 };
  if (onlyTrouble) return { onlyTrouble: false, top: 0 };
  if (marks.size > 0) return { marks: new Set() };
  return wide ? { wide: false, scrollX: 0 } : {};
}

/** The filter line: rows follow while it is typed; Enter keeps it, Esc gives back the former one. */
function filterLine(
  { stores: { functionsView }, view }: FunctionsCommandsOptions,
  line: NonNullable<FunctionsViewState['typing']>,
): HandlerSet {
  return handlersFor(
    'text-entry',
    {},
    {
      line,
      acceptsPaste: true,
      change: (typing) => functionsView.setState({ typing, top: 0, cursor: null }),
      submit: () => {
        // A filter that cannot be used stays open with its reason, so that it can be mended.
        if (view().filterProblem === null) functionsView.setState({ filter: line.text.trim(), typing: null });
      },
      cancel: () => functionsView.setState({ typing: null }),
    },
  );
}
