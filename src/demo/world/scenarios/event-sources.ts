import { Dated } from '../dated.ts';
import type { EventSourceMapping, LambdaFunction } from '../model.ts';
import type { QueueSpec } from '../queues/queue-spec.ts';
import { mix, unit, uuidText } from '../random.ts';
import type { Place } from '../world.ts';

const DAY_MS = 86_400_000;

/** The queues and event source mappings that feed a scenario's functions. */
export interface EventSources {
  eventSourceMappings: EventSourceMapping[];
  queues: QueueSpec[];
}

/**
 * Gives every function that lives on a queue or a stream its source, and every queue and every
 * asynchronous function's `DeadLetterConfig` its dead-letter queue. `depths` says how many messages lie
 * in which queue; queues that are not named are all but empty.
 */
export function eventSourcesOf(
  functions: readonly LambdaFunction[],
  place: Place,
  depths: Readonly<Record<string, number>>,
): EventSources {
  const mappings: EventSourceMapping[] = [];
  const queues = new Map<string, QueueSpec>();
  const addQueue = (name: string, hash: number, deadLetters?: string) => {
    if (!queues.has(name)) queues.set(name, queueOf(name, hash, place, depths[name], deadLetters));
  };
  for (const target of functions) {
    const { source } = target.profile;
    const deadLetterName = target.configuration.DeadLetterConfig?.TargetArn.split(':').at(-1);
    if (deadLetterName !== undefined) addQueue(deadLetterName, mix(target.key, 60));
    const { onFailureQueue, streamFailures } = target.spec;
    if (streamFailures !== undefined) addQueue(streamFailures.queue, mix(target.key, 65));
    if (onFailureQueue !== undefined) addQueue(onFailureQueue, mix(target.key, 64));
    if (source === 'queue') {
      addQueue(`${target.name}-dlq`, mix(target.key, 61));
      addQueue(`${target.name}-queue`, mix(target.key, 62), `${target.name}-dlq`);
    }
    if (source === 'queue' || source === 'stream') mappings.push(mappingOf(target, source, place));
  }
  return { eventSourceMappings: mappings, queues: [...queues.values()] };
}

function mappingOf(target: LambdaFunction, source: 'queue' | 'stream', place: Place): EventSourceMapping {
  const hash = mix(target.key, 63);
  const entrance = target.profile.entrances[0]?.qualifier ?? '$LATEST';
  const isLagging = target.profile.troubles.some((trouble) => trouble.kind === 'behind');
  const common = {
    uuid: uuidText(hash),
    functionArn: entrance === '$LATEST' ? target.arn : `${target.arn}:${entrance}`,
    enabled: target.profile.shape !== 'idle',
    lastModified: place.clock.start - Math.floor(unit(mix(hash, 1)) * 200 * DAY_MS),
    lastProcessingResult: isLagging ? 'PROBLEM: Function call failed' : 'OK',
  };
  const where = `${place.region}:${place.account}`;
  if (source === 'queue') {
    const maximumConcurrency: Pick<EventSourceMapping, 'maximumConcurrency'> =
      hash % 5 === 0 ? { maximumConcurrency: 10 } : {};
    const eventSourceArn = `arn:aws:sqs:${where}:${target.name}-queue`;
    target.pollersAtMost = new Dated(maximumConcurrency.maximumConcurrency);
    return { ...common, eventSourceArn, batchSize: 10, ...maximumConcurrency };
  }
  const isTable = hash % 2 === 0;
  const eventSourceArn = isTable
    ? `arn:aws:dynamodb:${where}:table/${target.name}-table/stream/2025-03-01T08:15:27.123`
    : `arn:aws:kinesis:${where}:stream/${target.name}-stream`;
  const { streamFailures } = target.spec;
  const settings = streamFailures && {
    MaximumRetryAttempts: streamFailures.retries,
    DestinationConfig: { OnFailure: { Destination: `arn:aws:sqs:${where}:${streamFailures.queue}` } },
  };
  return {
    ...common,
    eventSourceArn,
    batchSize: 100,
    startingPosition: isTable ? 'TRIM_HORIZON' : 'LATEST',
    ...(settings === undefined ? {} : { settings }),
  };
}

function queueOf(
  name: string,
  hash: number,
  place: Place,
  depth: number | undefined,
  deadLetters: string | undefined,
): QueueSpec {
  const where = `arn:aws:sqs:${place.region}:${place.account}`;
  const isDeadLetter = name.endsWith('-dlq') || name.endsWith('-failures');
  return {
    name,
    arn: `${where}:${name}`,
    created: place.clock.start - Math.floor((200 + unit(hash) * 500) * DAY_MS),
    visibilityTimeoutS: isDeadLetter ? 30 : 180,
    messages: depth ?? 0,
    ...(deadLetters === undefined
      ? {}
      : { deadLetterTarget: { arn: `${where}:${deadLetters}`, maxReceiveCount: 3 } }),
  };
}
