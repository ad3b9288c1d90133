import { Timestamp } from '../wire/timestamp.ts';
import type { EventSourceMapping } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { notFound } from './errors.ts';

/** The mapping of that UUID. Throws when there is none. */
export function findMapping(world: World, uuid: string): EventSourceMapping {
  const mapping = presentMappings(world).find((each) => each.uuid === uuid);
  if (mapping === undefined) throw notFound('The resource you requested does not exist.');
  return mapping;
}

/** All mappings but those whose deletion is through. */
export function presentMappings(world: World): EventSourceMapping[] {
  const now = world.clock.now();
  return world.eventSourceMappings.filter(
    ({ transition }) => transition?.state !== 'Deleting' || now < transition.until,
  );
}

/** A mapping's `State` at an instant (ms since the epoch): what is under way, or where it rests. */
export function mappingState({ enabled, transition }: EventSourceMapping, now: number): string {
  if (transition !== undefined && now < transition.until) return transition.state;
  return enabled ? 'Enabled' : 'Disabled';
}

/** Whether something is under way with a mapping at an instant, ms since the epoch. */
export function isBetweenStates({ transition }: EventSourceMapping, now: number): boolean {
  return transition !== undefined && now < transition.until;
}

/**
 * Lets the traffic of the function behind an ARN follow its mappings: what is switched off stops `now`, what
 * is switched on begins when that is done, at `until` (ms since the epoch).
 */
export function followMappings(world: World, functionArn: string, now: number, until: number): void {
  world.onMappingsChanged(until);
  const target = world.functionNamed(functionArn.split(':')[6] ?? '');
  if (target === undefined) return;
  const isOurs = (arn: string) => arn === target.arn || arn.startsWith(`${target.arn}:`);
  const feeding = world.eventSourceMappings.filter(
    (each) => each.enabled && each.transition?.state !== 'Deleting' && isOurs(each.functionArn),
  );
  const isFed = feeding.length > 0;
  target.isFed.set(isFed, isFed ? until : now);
  const atMost = feeding.reduce(
    (sum, each) => sum + (each.maximumConcurrency ?? Number.POSITIVE_INFINITY),
    0,
  );
  target.pollersAtMost.set(isFed && atMost < Number.POSITIVE_INFINITY ? atMost : undefined, now);
  world.onSettingsChanged(target, now);
}

/** A mapping as AWS writes it: stream sources have members that queues lack, and the reverse. */
export function mappingConfiguration(world: World, mapping: EventSourceMapping) {
  const isStream = mapping.startingPosition !== undefined;
  return {
    UUID: mapping.uuid,
    BatchSize: mapping.batchSize,
    MaximumBatchingWindowInSeconds: 0,
    EventSourceArn: mapping.eventSourceArn,
    FunctionArn: mapping.functionArn,
    LastModified: new Timestamp(mapping.lastModified),
    State: mappingState(mapping, world.clock.now()),
    StateTransitionReason: isStream ? 'User action' : 'USER_INITIATED',
    FunctionResponseTypes: [],
    EventSourceMappingArn: `arn:aws:lambda:${world.region}:${world.account}:event-source-mapping:${mapping.uuid}`,
    ...(isStream
      ? {
          StartingPosition: mapping.startingPosition,
          ParallelizationFactor: 1,
          LastProcessingResult: mapping.lastProcessingResult,
          DestinationConfig: { OnFailure: {} },
          MaximumRecordAgeInSeconds: -1,
          BisectBatchOnFunctionError: false,
          MaximumRetryAttempts: -1,
          TumblingWindowInSeconds: 0,
        }
      : {}),
    ...(mapping.maximumConcurrency === undefined
      ? {}
      : { ScalingConfig: { MaximumConcurrency: mapping.maximumConcurrency } }),
    ...mapping.settings,
  };
}
