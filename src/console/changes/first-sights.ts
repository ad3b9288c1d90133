/** Remembers across starts when functions that others stopped were first seen so. */
import path from 'node:path';
import type { Logger } from '../../domain/logger.ts';
import { readFirstSights, writeFirstSights } from '../../journal/first-seen.ts';
import type { Operations } from '../../operations/operations.ts';
import type { SessionStores } from '../../stores/session-stores.ts';

/** Takes up what the last start knew, then keeps what is seen; resolves with how to stop. */
export async function keepFirstSights(
  operations: Pick<Operations, 'journal'>,
  { changes, health, inventory }: Pick<SessionStores, 'changes' | 'health' | 'inventory'>,
  logger: Logger,
): Promise<() => void> {
  const directory = path.dirname((await operations.journal()).path);
  const kept = await readFirstSights(directory);
  let written = Promise.resolve();
  const unsubscribe = changes.subscribe(({ firstSeen }, before) => {
    if (firstSeen === before.firstSeen) return;
    written = written
      .then(() => writeFirstSights(directory, firstSeen))
      .catch((thrown) => logger.warn('first sights', thrown));
  });
  const { details } = health.getState();
  const runs = new Set(
    inventory
      .getState()
      .functions.filter(({ name }) => details.has(name) && details.get(name)?.reservedConcurrency !== 0)
      .map(({ arn }) => arn),
  );
  const firstSeen = new Map(changes.getState().firstSeen);
  for (const [arn, at] of kept) {
    if (!runs.has(arn)) firstSeen.set(arn, Math.min(at, firstSeen.get(arn) ?? at));
  }
  changes.setState({ firstSeen });
  return unsubscribe;
}
