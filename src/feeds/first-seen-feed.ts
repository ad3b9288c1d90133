/** Notes when a function was first seen stopped: AWS does not tell since when its reserved concurrency is 0. */
import type { Clock } from '../domain/clock.ts';
import type { ChangesStore } from '../stores/changes-store.ts';
import type { HealthStore } from '../stores/health-store.ts';
import type { InventoryStore } from '../stores/inventory-store.ts';

/** Keeps `firstSeen` true while `details` come in; returns how to stop. A function that runs again is forgotten. */
export function watchFirstSeen(
  { health, inventory, changes }: { health: HealthStore; inventory: InventoryStore; changes: ChangesStore },
  clock: Clock,
): () => void {
  return health.subscribe(({ details }, before) => {
    if (details === before.details) return;
    const known = changes.getState().firstSeen;
    const changed = [...details].filter(([name, one]) => before.details.get(name) !== one);
    if (changed.length === 0) return;
    const arns = new Map(inventory.getState().functions.map(({ name, arn }) => [name, arn]));
    const firstSeen = new Map(known);
    for (const [name, { reservedConcurrency }] of changed) {
      const arn = arns.get(name);
      if (arn === undefined) continue;
      if (reservedConcurrency !== 0) firstSeen.delete(arn);
      else if (!firstSeen.has(arn)) firstSeen.set(arn, clock.now());
    }
    const isSame = firstSeen.size === known.size && [...firstSeen.keys()].every((arn) => known.has(arn));
    if (!isSame) changes.setState({ firstSeen });
  });
}
