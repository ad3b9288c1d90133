import { readBoolean, readText } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';
import { findMappedFunction } from './create-event-source-mapping.ts';
import { resourceInUse } from './errors.ts';
import {
  findMapping,
  followMappings,
  isBetweenStates,
  mappingConfiguration,
} from './event-source-mapping.ts';
import { countedSince, readSettings } from './event-source-settings.ts';
import { timings } from './timings.ts';

/**
 * Switches a mapping on or off, or changes it. AWS answers at once and does it in the background;
 * whoever comes meanwhile is refused (facts, section 5).
 */
export const updateEventSourceMapping: Operation = (call) => {
  const { world, input } = call;
  const mapping = findMapping(world, readText(input, 'UUID') ?? '');
  const now = world.clock.now();
  const enabled = readBoolean(input, 'Enabled') ?? mapping.enabled;
  const { maximumConcurrency, ...settings } = readSettings(input, mapping.eventSourceArn, mapping);
  const functionArn =
    readText(input, 'FunctionName') === undefined ? mapping.functionArn : findMappedFunction(call).arn;
  if (isBetweenStates(mapping, now)) {
    throw resourceInUse('Cannot update the event source mapping because it is in use.');
  }
  const former = mapping.functionArn;
  const state = enabled === mapping.enabled ? 'Updating' : enabled ? 'Enabling' : 'Disabling';
  const until = now + timings.eventSource;
  Object.assign(mapping, settings, { enabled, functionArn, lastModified: now, transition: { state, until } });
  const counted = countedSince(settings.settings, mapping.countedSince, now);
  if (counted === undefined) delete mapping.countedSince;
  else mapping.countedSince = counted;
  if (maximumConcurrency === undefined) delete mapping.maximumConcurrency;
  else mapping.maximumConcurrency = maximumConcurrency;
  for (const arn of new Set([former, functionArn])) followMappings(world, arn, now, until);
  return mappingConfiguration(world, mapping);
};
