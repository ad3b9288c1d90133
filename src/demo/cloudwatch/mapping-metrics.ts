import { drawnCounts } from '../world/life/drawn-mapping-counts.ts';
import { MAPPING_COUNTS, type MappingCount } from '../world/life/mapping-counts.ts';
import type { EventSourceMapping } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { arrivedShare } from './arrival.ts';
import type { Dimension } from './dimensions.ts';
import type { Series } from './series.ts';

/** What mappings of queues delete there, and what only those of streams give up. */
const OF_QUEUES: readonly string[] = ['DeletedEventCount'];
const OF_STREAMS: readonly string[] = ['DroppedEventCount', 'OnFailureDestinationDeliveredEventCount'];

/** The metrics of mappings with `MetricsConfig`, each with its dimension. */
export function mappingMetrics(world: World): { name: MappingCount; dimensions: readonly Dimension[] }[] {
  return world.eventSourceMappings.flatMap((mapping) =>
    mapping.countedSince === undefined
      ? []
      : MAPPING_COUNTS.filter((name) => has(mapping, name)).map((name) => ({
          name,
          dimensions: [{ Name: 'EventSourceMappingUUID', Value: mapping.uuid }],
        })),
  );
}

/** A metric of the mapping with that UUID; undefined when it has none of that name. */
export function mappingSeries(world: World, metric: string, uuid: string): Series | undefined {
  const mapping = world.eventSourceMappings.find((each) => each.uuid === uuid);
  const name = MAPPING_COUNTS.find((each) => each === metric);
  const since = mapping?.countedSince;
  if (mapping === undefined || name === undefined || since === undefined || !has(mapping, name))
    return undefined;
  return (minute, now) => {
    const share = arrivedShare(minute, now);
    if ((minute + 1) * 60_000 <= since || share === 0) return undefined;
    const drawn = drawnCounts(world, mapping, minute)[name] ?? 0;
    const events = Math.floor(drawn * share) + world.mappingCounts.of(uuid, name, minute);
    // A stopped mapping polls nothing and tells nothing; one that polls in vain tells 0.
    if (events === 0 && !mapping.enabled) return undefined;
    return { count: Math.max(1, events), sum: events, min: Math.min(1, events), max: Math.min(1, events) };
  };
}

function has({ startingPosition }: EventSourceMapping, name: string): boolean {
  return !(startingPosition === undefined ? OF_STREAMS : OF_QUEUES).includes(name);
}
