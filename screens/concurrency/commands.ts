/** What the keys of the concurrency screen do. Those that change AWS only open a dialog. */
import { type Handler, type HandlerSet, handlersFor } from '../../src/keys/handlers.ts';
import type { ConcurrencyColumn } from '../../src/stores/concurrency-view-store.ts';
import type { ScreenHost } from '../screen.ts';
import {
  filterLine,
  findingHandlers,
  markHandler,
  movingHandlers,
  sortBy,
  stepBack,
  type TableKeysOptions,
} from '../table/keys.ts';
import type { ConcurrencyView } from './view-model.ts';

/** What the commands act on. */
export interface ConcurrencyCommandsOptions {
  readonly host: ScreenHost;
  /** The rows as they are on the screen now. */
  readonly view: () => ConcurrencyView;
}

/** The handlers of the screen; with an open filter line, those of the line lie above them. */
export function concurrencyHandlers({ host, view }: ConcurrencyCommandsOptions): HandlerSet[] {
  const store = host.stores.concurrencyView;
  const table: TableKeysOptions<ConcurrencyColumn> = { store, rows: view };
  const sorting = (column: ConcurrencyColumn): Handler => ({
    run: () => sortBy(store, { column, descending: column !== 'name' }),
  });
  const focused = () => {
    const { rows, cursorIndex } = view();
    return rows[cursorIndex]?.lambda;
  };
  const needsRow = (): string | null => (focused() ? null : 'No function is listed here');
  const back = stepBack(store.getState());
  const screen = handlersFor('concurrency', {
    ...movingHandlers(table),
    ...findingHandlers(table),
    'mark.toggle': markHandler(table, needsRow),
    'sort.name': sorting('name'),
    'sort.reserved': sorting('reserved'),
    'sort.provisioned': sorting('provisioned'),
    'sort.concurrency': sorting('used'),
    'sort.peak': sorting('peak'),
    'sort.throttles': sorting('throttles'),
    'sort.state': sorting('state'),
    'view.copy': {
      run: () => {
        const lambda = focused();
        if (lambda) host.copy(lambda.arn, `the ARN of ${lambda.name}`);
      },
      disabled: needsRow,
    },
    ...(back ? { 'go.back': { run: () => store.setState(back) } } : {}),
  });
  return [...filterLine(table), screen];
}
