/** What the keys of the dead-letters screen do, by how far in one is. Looking into a queue is asked for first. */
import { exportLine } from '../../src/domain/dead-letters/export-record.ts';
import type { LetterGroup, TriagedLetter } from '../../src/domain/dead-letters/groups.ts';
import { type Handler, type HandlerSet, handlersFor } from '../../src/keys/handlers.ts';
import { NO_PEEK } from '../../src/stores/dead-letters-peek-store.ts';
import type { LettersViewStore, TargetColumn } from '../../src/stores/dead-letters-view-store.ts';
import {
  filterLine,
  findingHandlers,
  movingHandlers,
  sortBy,
  stepBack,
  type TableKeysOptions,
} from '../table/keys.ts';
import { logHandler, look, lookRefused, type TriageContext } from './context.ts';
import { redriveHandler } from './redrive.ts';
import { retainHandler } from './retain.ts';
import { letterHandlers } from './triage/letter-commands.ts';
import { canWiden } from './triage/status.ts';
import type { RowsView } from './triage/view-model.ts';

/** The handlers of the level that is open; with an open filter line, those of the line lie above them. */
export function deadLettersHandlers(context: TriageContext): HandlerSet[] {
  const { level } = context.stores.deadLettersView.getState();
  switch (level) {
    case 'queues':
      return queueHandlers(context);
    case 'price':
      return priceHandlers(context);
    case 'groups':
      return groupHandlers(context);
    case 'letters':
      return messageHandlers(context);
    case 'letter':
      return letterHandlers(context, keepingHandlers(context));
  }
}

function queueHandlers(context: TriageContext): HandlerSet[] {
  const { host, stores, list } = context;
  const store = stores.deadLettersView;
  const table: TableKeysOptions<TargetColumn> = {
    store,
    rows: () => {
      const { rows, cursorIndex, top, filterProblem } = list();
      return { ids: rows.map(({ target }) => target.arn), cursorIndex, top, filterProblem };
    },
  };
  const focused = () => {
    const { rows, cursorIndex } = list();
    return rows[cursorIndex];
  };
  const needsRow = (): string | null => (focused() ? null : 'No queue is listed here');
  const sorting = (column: TargetColumn): Handler => ({
    run: () => sortBy(store, { column, descending: column !== 'name' }),
  });
  const back = stepBack(store.getState());
  const screen = handlersFor('dead-letters', {
    ...movingHandlers(table),
    ...findingHandlers(table),
    'sort.name': sorting('name'),
    'sort.state': sorting('state'),
    'letters.sort-depth': sorting('depth'),
    'letters.sort-oldest': sorting('oldest'),
    'letters.sort-growth': sorting('growth'),
    'letters.redrive': redriveHandler(context),
    'letters.retain': retainHandler(context),
    'go.into': {
      run: () => {
        const row = focused();
        if (row) store.setState({ level: 'price', queueArn: row.target.arn, cursor: row.target.arn });
      },
      disabled: needsRow,
    },
    'view.copy': {
      run: () => {
        const row = focused();
        if (row) host.copy(row.target.arn, `the ARN of ${row.target.name}`);
      },
      disabled: needsRow,
    },
    ...(back ? { 'go.back': { run: () => store.setState(back) } } : {}),
  });
  return [...filterLine(table), screen];
}

function priceHandlers(context: TriageContext): HandlerSet[] {
  const { stores, openQueue } = context;
  return [
    handlersFor('dead-letters', {
      'go.into': {
        run: () => {
          const row = openQueue();
          if (row) look(context, row.target.arn);
        },
        disabled: () => lookRefused(context),
      },
      'letters.redrive': redriveHandler(context),
      'letters.retain': retainHandler(context),
      ...leaving(() => stores.deadLettersView.setState({ level: 'queues', queueArn: null })),
    }),
  ];
}

function groupHandlers(context: TriageContext): HandlerSet[] {
  const { stores, models } = context;
  const store = stores.letterGroupsView;
  const view = (): RowsView<LetterGroup> =>
    models.groups(stores.deadLettersPeek.getState(), store.getState());
  const table = tableOf(store, view, ({ key }) => key);
  const focused = () => view().rows[view().cursorIndex];
  return [
    ...filterLine(table),
    handlersFor('dead-letters', {
      ...movingHandlers(table),
      'find.start': findingHandlers(table)['find.start'],
      ...keepingHandlers(context),
      'letters.widen': {
        run: () =>
          stores.deadLettersPeek.setState(({ wanted }) => ({ wanted: wanted * 2, phase: 'reading' })),
        disabled: () =>
          canWiden(stores.deadLettersPeek.getState()) ? null : 'all that can be seen is shown',
      },
      'go.into': {
        run: () => {
          const group = focused();
          if (!group) return;
          store.setState({ cursor: group.key });
          stores.lettersView.setState({ cursor: null, top: 0, filter: '', typing: null });
          stores.deadLettersView.setState({ level: 'letters', group: group.key });
        },
        disabled: () => (focused() ? null : 'No group is listed here'),
      },
      'view.copy': {
        run: () => {
          const group = focused();
          if (group) context.host.copy(group.evidence.signature, 'the error');
        },
        disabled: () => (focused() ? null : 'No group is listed here'),
      },
      ...leaving(() => {
        const back = stepBack(store.getState());
        if (back) {
          store.setState(back);
          return;
        }
        // Whatever was received is given back now.
        stores.deadLettersPeek.setState(NO_PEEK);
        stores.deadLettersView.setState({ level: 'queues', queueArn: null });
      }),
    }),
  ];
}

function messageHandlers(context: TriageContext): HandlerSet[] {
  const { host, stores, models } = context;
  const store = stores.lettersView;
  const view = (): RowsView<TriagedLetter> =>
    models.letters(
      stores.deadLettersPeek.getState(),
      stores.deadLettersView.getState().group,
      store.getState(),
    );
  const table = tableOf(store, view, ({ letter }) => letter.messageId);
  const focused = () => view().rows[view().cursorIndex];
  const needsRow = (): string | null => (focused() ? null : 'No message is listed here');
  return [
    ...filterLine(table),
    handlersFor('dead-letters', {
      ...movingHandlers(table),
      'find.start': findingHandlers(table)['find.start'],
      ...keepingHandlers(context),
      'screen.logs': logHandler(context, () => focused()?.letter.messageId ?? null),
      'go.into': {
        run: () => {
          const row = focused();
          if (!row) return;
          const { messageId } = row.letter;
          store.setState({ cursor: messageId });
          stores.deadLettersPeek.setState({ lookup: { messageId, opens: false, isOver: false } });
          stores.letterText.setState({ messageId, top: 0, search: '', typing: null });
          stores.deadLettersView.setState({ level: 'letter' });
        },
        disabled: needsRow,
      },
      'view.copy': {
        run: () => {
          const row = focused();
          if (row) host.copy(row.letter.body, `the body of ${row.letter.messageId}`);
        },
        disabled: needsRow,
      },
      ...leaving(() => {
        const back = stepBack(store.getState());
        if (back) store.setState(back);
        else stores.deadLettersView.setState({ level: 'groups', group: null });
      }),
    }),
  ];
}

/** What works wherever messages are shown: keeping them, and sending them again. */
function keepingHandlers(context: TriageContext) {
  const { host, stores } = context;
  return {
    'letters.redrive': redriveHandler(context),
    'letters.retain': retainHandler(context),
    'letters.save': {
      run: ({ argument: file }) => {
        if (!file) {
          host.say('Where to? :export FILE', 'warn');
          return;
        }
        const { letters, queueArn } = stores.deadLettersPeek.getState();
        const rows = letters.map(({ letter }) => `${exportLine(letter, queueArn ?? '')}\n`);
        host.save({ file, rows, overwrite: false }, 'messages', 'an other name');
      },
      disabled: () =>
        stores.deadLettersPeek.getState().letters.length > 0 ? null : 'no message is shown here',
    },
  } satisfies Record<string, Handler>;
}

/** `q` and Esc go up by one. */
function leaving(up: () => void) {
  return { 'go.back': { run: up }, 'go.leave': { run: up } };
}

function tableOf<Row>(
  store: LettersViewStore,
  view: () => RowsView<Row>,
  idOf: (row: Row) => string,
): TableKeysOptions<'count'> {
  return {
    store,
    rows: () => {
      const { rows, cursorIndex, top } = view();
      return { ids: rows.map(idOf), cursorIndex, top, filterProblem: null };
    },
  };
}
