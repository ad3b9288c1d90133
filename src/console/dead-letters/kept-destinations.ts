/** Shows at once where failed events went when an earlier session asked, and keeps for the next what this one reads. */
import type { Clock } from '../../domain/clock.ts';
import type { Logger } from '../../domain/logger.ts';
import { readFailurePaths, writeFailurePaths } from '../../journal/failure-paths-file.ts';
import type { StateDir, StateScope } from '../../journal/state-dir.ts';
import type { SessionStores } from '../../stores/session-stores.ts';

/** What it needs. */
export interface KeptDestinationsOptions {
  readonly stateDir: StateDir;
  readonly stores: Pick<SessionStores, 'account' | 'deadLetters' | 'inventory'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** See the file's head. */
export interface KeptDestinations {
  /** Reads what was kept of an account: at first the one that the credentials presumably belong to. */
  open(scope: StateScope): Promise<void>;
  /** Keeps what is known now. Never rejects. */
  stop(): Promise<void>;
}

/** So often what is being read is kept on the way: a session may end without notice. */
const KEEP_EVERY_MS = 2 * 60_000;

/** Nothing is read or written before `open`. */
export function createKeptDestinations(options: KeptDestinationsOptions): KeptDestinations {
  const { stateDir, stores, clock, logger } = options;
  let opened: StateScope | null = null;
  let isRead = false;
  let keptAt = clock.now();
  let writing: Promise<void> = Promise.resolve();
  /** What is on the disk. */
  let kept = stores.deadLetters.getState().failurePaths;

  const keep = (): void => {
    const { failurePaths } = stores.deadLetters.getState();
    const isOurs = stores.account.getState().identity?.account === opened?.account;
    if (!opened || !isRead || !isOurs || failurePaths === kept) return;
    keptAt = clock.now();
    kept = failurePaths;
    const { functions, phase } = stores.inventory.getState();
    const listed = new Set(functions.map(({ name }) => name));
    const wanted = phase === 'ready' ? [...failurePaths].filter(([name]) => listed.has(name)) : failurePaths;
    const directory = stateDir.forScope(opened);
    writing = writing
      .then(() => writeFailurePaths(directory, new Map(wanted)))
      .catch((thrown) => logger.warn('failure destinations were not kept', thrown));
  };

  const unsubscribe = stores.deadLetters.subscribe(({ failurePaths }, before) => {
    if (failurePaths !== before.failurePaths && clock.now() - keptAt >= KEEP_EVERY_MS) keep();
  });

  return {
    async open(scope) {
      if (opened?.account === scope.account) return;
      opened = scope;
      isRead = false;
      const read = await readFailurePaths(stateDir.forScope(scope));
      // What was asked meanwhile is younger.
      const earlier = [...read].map(([name, one]) => [name, { ...one, isKept: true }] as const);
      stores.deadLetters.setState(({ failurePaths }) => ({
        failurePaths: new Map([...earlier, ...failurePaths]),
      }));
      kept = stores.deadLetters.getState().failurePaths;
      isRead = true;
    },
    async stop() {
      unsubscribe();
      keep();
      await writing;
    },
  };
}
