import { readText } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';
import { resourceInUse } from './errors.ts';
import {
  findMapping,
  followMappings,
  isBetweenStates,
  mappingConfiguration,
} from './event-source-mapping.ts';
import { timings } from './timings.ts';

/** Removes a mapping: it reads `Deleting` for a while and is gone then. */
export const deleteEventSourceMapping: Operation = ({ world, input }) => {
  const mapping = findMapping(world, readText(input, 'UUID') ?? '');
  const now = world.clock.now();
  if (isBetweenStates(mapping, now)) {
    throw resourceInUse('Cannot delete the event source mapping because it is in use.');
  }
  const until = now + timings.eventSource;
  mapping.transition = { state: 'Deleting', until };
  followMappings(world, mapping.functionArn, now, until);
  return mappingConfiguration(world, mapping);
};
