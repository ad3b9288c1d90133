/** What the keys of the journal do. Undoing only opens a dialog. */
import { timeline } from '../../src/domain/changes/timeline.ts';
import { type HandlerSet, handlersFor } from '../../src/keys/handlers.ts';
import type { JournalColumn } from '../../src/stores/journal-view-store.ts';
import type { ScreenHost } from '../screen.ts';
import {
  filterLine,
  findingHandlers,
  movingHandlers,
  stepBack,
  type TableKeysOptions,
} from '../table/keys.ts';
import { type ScrolledText, scrollHandlers } from '../table/scrolling.ts';
import { reasonAgainstUndo } from './detail.ts';
import { momentWords } from './moments.ts';
import type { JournalRow } from './row.ts';
import type { JournalView } from './view-model.ts';

/** What the commands act on. */
export interface JournalCommandsOptions {
  readonly host: ScreenHost;
  /** The rows as they are on the screen now. */
  readonly view: () => JournalView;
  /** How many lines the entry that is shown whole has, and how many are in sight. */
  readonly detailRoom: () => ScrolledText;
}

/** The handlers of the screen; with an open filter line, those of the line lie above them. */
export function journalHandlers(options: JournalCommandsOptions): HandlerSet[] {
  const { host, view } = options;
  const store = host.stores.journalView;
  if (store.getState().detail) return [detailHandlers(options)];
  const table: TableKeysOptions<JournalColumn> = {
    store,
    rows: () => {
      const { rows, cursorIndex, top, filterProblem } = view();
      return { ids: rows.map(({ entry }) => entry.id), cursorIndex, top, filterProblem };
    },
  };
  const back = narrowedBack(options);
  const screen = handlersFor('journal', {
    ...movingHandlers(table),
    ...findingHandlers(table),
    ...entryHandlers(options),
    'go.into': {
      run: () => {
        const row = focused(options);
        if (row) store.setState({ detail: { id: row.entry.id, top: 0 }, cursor: row.entry.id });
      },
      disabled: () => (focused(options) ? null : 'No entry is listed here'),
    },
    ...(back ? { 'go.back': { run: back } } : {}),
  });
  return [...filterLine(table), screen];
}

/** The row under the cursor, which is also the one that is shown whole. */
export function focused({ view }: Pick<JournalCommandsOptions, 'view'>): JournalRow | undefined {
  const { rows, cursorIndex } = view();
  return rows[cursorIndex];
}

/** What Esc takes back first; null when there is nothing. */
function narrowedBack({ host }: JournalCommandsOptions): (() => void) | null {
  const store = host.stores.journalView;
  const back = stepBack(store.getState());
  if (back) return () => store.setState(back);
  return store.getState().only.length > 0 ? () => store.setState({ only: [], top: 0 }) : null;
}

/** What can be done with an entry, listed or shown whole. */
function entryHandlers(options: JournalCommandsOptions) {
  const { host, view } = options;
  const row = (): JournalRow | undefined => focused(options);
  return {
    'journal.undo': {
      run: () => {
        const entry = row()?.entry;
        if (entry) host.undo(entry);
      },
      disabled: () => reasonAgainstUndo(row()?.entry),
    },
    'journal.save': {
      run: ({ argument }: { argument: string | null }) => save(argument, options),
      disabled: () => (view().rows.length > 0 ? null : 'No entry is listed here'),
    },
    'view.copy': {
      run: () => {
        const found = row();
        if (found) host.copy(lineOf(found, host.now()), `entry ${found.entry.id}`);
      },
      disabled: () => (row() ? null : 'No entry is listed here'),
    },
  };
}

function lineOf({ entry, who, target, change, outcome }: JournalRow, now: number): string {
  return `${momentWords(entry.at, now)} ${who} ${entry.operation} ${target}: ${change}: ${outcome} (${entry.id})`;
}

/** The entries that are listed, oldest first, as a timeline. */
function save(file: string | null, { host, view }: JournalCommandsOptions): void {
  const entries = view()
    .rows.map(({ entry }) => entry)
    .toSorted((one, other) => one.at - other.at);
  const [first] = entries;
  if (!first) return;
  const text = timeline(entries, first, { from: first.at, to: host.now() });
  const stamp = new Date(host.now()).toISOString().slice(0, 19).replaceAll(':', '');
  const name = file ?? `lambdatop-journal-${first.account}-${stamp}Z.md`;
  const rows = text.trimEnd().split('\n');
  host.save({ file: name, rows, overwrite: false }, 'lines of Markdown', 'another name: :save markdown FILE');
}

function detailHandlers(options: JournalCommandsOptions): HandlerSet {
  const store = options.host.stores.journalView;
  const scrolling = scrollHandlers(
    options.detailRoom,
    () => store.getState().detail?.top ?? 0,
    (top) => store.setState(({ detail }) => ({ detail: detail && { ...detail, top } })),
  );
  return handlersFor('journal', {
    ...entryHandlers(options),
    ...scrolling,
    'go.back': { run: () => store.setState({ detail: null }) },
    'go.leave': { run: () => store.setState({ detail: null }) },
  });
}
