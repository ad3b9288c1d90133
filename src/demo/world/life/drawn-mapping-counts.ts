import type { EventSourceMapping } from '../model.ts';
import type { World } from '../world.ts';
import type { MappingCount } from './mapping-counts.ts';
import { lostBatches, meanBatchOf } from './stream-losses.ts';

/**
 * The events of a mapping that the drawn traffic of a minute (since the epoch) stands for: one message of a
 * queue, or a batch of a stream's records, for each invocation.
 */
export function drawnCounts(
  world: World,
  mapping: EventSourceMapping,
  minute: number,
): Partial<Record<MappingCount, number>> {
  const target = world.functionNamed(mapping.functionArn.split(':')[6] ?? '');
  if (target === undefined) return {};
  const isQueue = mapping.startingPosition === undefined;
  const queueName = mapping.eventSourceArn.slice(mapping.eventSourceArn.lastIndexOf(':') + 1);
  const isDrawn = isQueue ? world.fedBy.get(queueName) === target : target.profile.source === 'stream';
  if (!isDrawn) return {};
  const { invocations, errors, throttles } = world.traffic.of(target).minuteOf(minute);
  const each = isQueue ? 1 : meanBatchOf(mapping);
  const lost = isQueue ? 0 : lostBatches(world, mapping, target, minute);
  const isTold = JSON.stringify(mapping.settings?.DestinationConfig ?? {}).includes('arn:');
  return {
    PolledEventCount: (isQueue ? invocations : invocations - errors + lost) * each,
    InvokedEventCount: (invocations + throttles) * each,
    FailedInvokeEventCount: (errors + throttles) * each,
    DeletedEventCount: isQueue ? invocations - errors : 0,
    DroppedEventCount: lost * each,
    OnFailureDestinationDeliveredEventCount: isTold ? lost * each : 0,
  };
}
