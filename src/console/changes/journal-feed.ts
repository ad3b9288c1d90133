/** Keeps what the journal says in the store: other lambdatops on this host write to it too. */
import { isDeepStrictEqual } from 'node:util';
import { killedFunctions } from '../../domain/changes/debts.ts';
import { createPoller, type Poller } from '../../feeds/poller.ts';
import type { Operations } from '../../operations/operations.ts';
import type { ChangesStore } from '../../stores/changes-store.ts';

/** How often the journal is read, ms. */
const READ_EVERY_MS = 5_000;

/** Fills `entries` and `killed`. */
export function createJournalFeed(operations: Pick<Operations, 'journal'>, store: ChangesStore): Poller {
  return createPoller({
    read: async () => {
      const journal = await operations.journal();
      const { entries, problems } = await journal.read();
      const { entries: known, journalError } = store.getState();
      if (!isDeepStrictEqual(entries, known)) {
        store.setState({ entries, killed: killedFunctions(entries), unreadable: problems.length });
      }
      if (journalError !== null) store.setState({ journalError: null });
      return READ_EVERY_MS;
    },
    onError: (journalError) => store.setState({ journalError }),
  });
}
