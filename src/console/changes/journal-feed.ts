/** Keeps what the journal says in the store: other lambdatops on this host write to it too. */
import { killedFunctions } from '../../domain/changes/debts.ts';
import { createPoller, type Poller } from '../../feeds/poller.ts';
import type { Operations } from '../../operations/operations.ts';
import type { ChangesStore } from '../../stores/changes-store.ts';

/** How often the journal is read, ms. */
const READ_EVERY_MS = 5_000;

/** Fills `entries` and `killed`. */
export function createJournalFeed(operations: Pick<Operations, 'journal'>, store: ChangesStore): Poller {
  let known: string | null = null;
  return createPoller({
    read: async () => {
      const journal = await operations.journal();
      // Taken before reading: what is written meanwhile is read next time.
      const stamp = await journal.stamp();
      if (stamp !== known) {
        const { entries, problems } = await journal.read();
        store.setState({ entries, killed: killedFunctions(entries), unreadable: problems.length });
        known = stamp;
      }
      if (store.getState().journalError !== null) store.setState({ journalError: null });
      return READ_EVERY_MS;
    },
    onError: (journalError) => store.setState({ journalError }),
  });
}
