import { readBoolean, readText } from '../wire/input.ts';
import type { Call, Input, Operation } from '../wire/service.ts';
import type { EventSourceMapping } from '../world/model.ts';
import { invalidParameterValue, resourceConflict } from './errors.ts';
import { followMappings, mappingConfiguration, presentMappings } from './event-source-mapping.ts';
import { countedSince, isQueue, readSettings } from './event-source-settings.ts';
import { findFunction, qualified, resolveQualifier } from './function-reference.ts';
import { readChoice } from './members.ts';
import { timings } from './timings.ts';

const SOURCE_PATTERN = /^arn:aws[a-zA-Z0-9-]*:(sqs|kinesis|dynamodb):[a-z0-9-]+:\d{12}:.+$/;
/** Batch sizes that AWS gives when none is asked for. */
const DEFAULT_BATCH = { queue: 10, stream: 100 };

/** Lets a queue or a stream feed a function, from a few seconds on. */
export const createEventSourceMapping: Operation = (call) => {
  const { world, input } = call;
  const source = readText(input, 'EventSourceArn');
  if (source === undefined || !SOURCE_PATTERN.test(source)) {
    throw invalidParameterValue('Unrecognized event source.');
  }
  const startingPosition = readStartingPosition(input, source);
  const { arn, name } = findMappedFunction(call);
  refuseTwin(call, source, arn, name);
  if (isQueue(source)) checkQueue(call, source, name);
  const batchSize = isQueue(source) ? DEFAULT_BATCH.queue : DEFAULT_BATCH.stream;
  const settings = readSettings(input, source, { batchSize });
  const now = world.clock.now();
  const until = now + timings.eventSource;
  const mapping: EventSourceMapping = {
    uuid: world.nextId(),
    eventSourceArn: source,
    functionArn: arn,
    ...settings,
    enabled: readBoolean(input, 'Enabled') ?? true,
    transition: { state: 'Creating', until },
    lastModified: now,
    lastProcessingResult: 'No records processed',
    ...(isQueue(source) ? {} : { startingPosition: startingPosition ?? 'LATEST' }),
  };
  const counted = countedSince(settings.settings, undefined, now);
  if (counted !== undefined) mapping.countedSince = counted;
  world.eventSourceMappings.push(mapping);
  followMappings(world, arn, now, until);
  return mappingConfiguration(world, mapping);
};

/** The function (with its qualifier, if any) that a mapping's call names. */
export function findMappedFunction(call: Call): { arn: string; name: string } {
  try {
    const reference = findFunction(call, 'CreateEventSourceMapping');
    resolveQualifier(reference);
    const { target, qualifier } = reference;
    return { arn: qualified(target.arn, qualifier), name: target.name };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
    throw invalidParameterValue('Function does not exist');
  }
}

/** Where to begin in a stream; a queue has no such place. */
function readStartingPosition(input: Input, source: string): EventSourceMapping['startingPosition'] {
  const position = readChoice(input, 'StartingPosition', ['LATEST', 'AT_TIMESTAMP', 'TRIM_HORIZON']);
  const isStream = !isQueue(source);
  if (isStream && position === undefined) {
    throw invalidParameterValue(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    );
  }
  if (!isStream && position !== undefined) {
    throw invalidParameterValue('StartingPosition is not valid for SQS event sources.');
  }
  const hasTimestamp = (input.StartingPositionTimestamp ?? undefined) !== undefined;
  if (hasTimestamp && position !== 'AT_TIMESTAMP') {
    throw invalidParameterValue('Timestamp only valid with StartingPosition AT_TIMESTAMP');
  }
  if (position === 'AT_TIMESTAMP' && source.split(':')[2] === 'dynamodb') {
    throw invalidParameterValue(`Unsupported starting position for arn type: ${source}`);
  }
  return position;
}

/** Lambda looks into the queue, which must hide a message for as long as the function may work on it. */
function checkQueue({ world }: Call, source: string, name: string): void {
  const queue = world.queues.at(source);
  if (queue === undefined) {
    throw invalidParameterValue(
      'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.',
    );
  }
  const timeoutS = world.functionNamed(name)?.configuration.Timeout ?? 0;
  const { visibilityTimeoutS } = queue.settings;
  if (visibilityTimeoutS < timeoutS) {
    throw invalidParameterValue(
      `Queue visibility timeout: ${visibilityTimeoutS} seconds is less than Function timeout: ${timeoutS} seconds`,
    );
  }
}

/** Two mappings of one source to one function are one too many, in words that differ by the source. */
function refuseTwin({ world }: Call, source: string, arn: string, name: string): void {
  const twin = presentMappings(world).find(
    (each) => each.eventSourceArn === source && each.functionArn === arn,
  );
  if (twin === undefined) return;
  const advice = `Please update or delete the existing mapping with UUID ${twin.uuid}`;
  throw resourceConflict(
    isQueue(source)
      ? `An event source mapping with SQS arn (" ${source} ") and function (" ${name} ") already exists. ${advice}`
      : `The event source arn (" ${source} ") and function (" ${name} ") provided mapping already exists. ${advice}`,
  );
}
