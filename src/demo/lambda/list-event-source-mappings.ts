import { readText } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';
import { Timestamp } from '../wire/timestamp.ts';
import type { EventSourceMapping } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { findFunction, qualified } from './function-reference.ts';
import { lambdaPage } from './paging.ts';

/** 100 a page; without a filter, those of the whole Region (facts, section 1). */
const PAGE = 100;

/** Event source mappings, by the very function ARN (qualifier and all) they point to, or by their source. */
export const listEventSourceMappings: Operation = (call) => {
  const source = readText(call.input, 'EventSourceArn');
  const hasFunction = readText(call.input, 'FunctionName') !== undefined;
  const wanted = hasFunction ? referredArn(call) : undefined;
  const mappings = call.world.eventSourceMappings
    .filter((mapping) => source === undefined || mapping.eventSourceArn === source)
    .filter((mapping) => wanted === undefined || mapping.functionArn === wanted);
  const page = lambdaPage(call, mappings, `ListEventSourceMappings ${source ?? ''} ${wanted ?? ''}`, PAGE);
  return {
    EventSourceMappings: page.items.map((mapping) => mappingConfiguration(call.world, mapping)),
    NextMarker: page.next,
  };
};

function referredArn(call: Parameters<Operation>[0]): string {
  const { target, qualifier } = findFunction(call, 'ListEventSourceMappings');
  return qualified(target.arn, qualifier);
}

/** A mapping as AWS writes it: stream sources have members that queues lack, and the reverse. */
function mappingConfiguration(world: World, mapping: EventSourceMapping) {
  const isStream = mapping.startingPosition !== undefined;
  return {
    UUID: mapping.uuid,
    BatchSize: mapping.batchSize,
    MaximumBatchingWindowInSeconds: 0,
    EventSourceArn: mapping.eventSourceArn,
    FunctionArn: mapping.functionArn,
    LastModified: new Timestamp(mapping.lastModified),
    State: mapping.enabled ? 'Enabled' : 'Disabled',
    StateTransitionReason: 'USER_INITIATED',
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
  };
}
