/** What the keys do over the invocations. */
import type { Invocation } from '../../../src/domain/logs/invocation.ts';
import type { InvocationSort } from '../../../src/domain/logs/invocation-filter.ts';
import type { Handler } from '../../../src/keys/handlers.ts';
import type { InvocationKey } from '../../../src/stores/logs-lookups-store.ts';
import type { InvocationsViewStore } from '../../../src/stores/logs-view-store.ts';
import type { ScreenHost } from '../../screen.ts';
import { findingHandlers, movingHandlers, sortBy } from '../../table/keys.ts';
import type { InvocationsTable } from './view-model.ts';

/** What the commands act on. */
export interface InvocationCommandsOptions {
  readonly host: ScreenHost;
  readonly store: InvocationsViewStore;
  /** The rows as they are on the screen now. */
  readonly table: () => InvocationsTable;
  /** Shows all lines of one. */
  readonly open: (key: InvocationKey) => void;
}

/** Sorts where the low end is the interesting one. */
const ASCENDING: readonly InvocationSort[] = ['error'];

/** The handlers. */
export function invocationCommands({ host, store, table, open }: InvocationCommandsOptions) {
  const options = { store, rows: table };
  const focused = (): Invocation | undefined => {
    const { rows, cursorIndex } = table();
    return rows[cursorIndex];
  };
  const needsRow = (): string | null => (focused() ? null : 'No invocation is listed here');
  const sort = (column: InvocationSort): Handler => ({
    run: () => sortBy(store, { column, descending: !ASCENDING.includes(column) }),
  });
  const moving = movingHandlers(options);
  const save = (overwrite: boolean): Handler => ({
    run: ({ argument: file }) => {
      if (file !== null) {
        host.save(
          { file, rows: table().rows.map((one) => JSON.stringify(one)), overwrite },
          'invocations',
          `:save! ${file}`,
        );
      }
    },
    disabled: needsRow,
  });
  return {
    ...moving,
    ...findingHandlers(options),
    'logs.page-down': moving['move.page-down'],
    'logs.page-up': moving['move.page-up'],
    'go.into': {
      run: () => {
        const one = focused();
        if (one) open(keyOfInvocation(one));
      },
      disabled: needsRow,
    },
    'view.copy': {
      run: () => {
        const one = focused();
        if (one) host.copy(one.requestId, 'the request id');
      },
      disabled: needsRow,
    },
    'logs.save': save(false),
    'logs.save-over': save(true),
    'logs.sort-started': sort('started'),
    'logs.sort-duration': sort('duration'),
    'logs.sort-billed': sort('billed'),
    'logs.sort-memory': sort('memory'),
    'logs.sort-init': sort('init'),
    'logs.sort-error': sort('error'),
    'logs.sort-version': sort('version'),
    'logs.sort-status': sort('status'),
  } satisfies Record<string, Handler>;
}

/** The invocation a row is of, to look its lines up. */
function keyOfInvocation({ requestId, group, stream, startedAt, endedAt }: Invocation): InvocationKey {
  return { requestId, group, stream, at: endedAt ?? startedAt };
}
