import type { EventSourceMapping, LambdaFunction } from '../model.ts';
import type { Inflow, Written } from '../queues/inflow.ts';
import type { Queue } from '../queues/queue.ts';
import { hashText, hexText, mix, pick, unit, uuidText } from '../random.ts';
import { callTimesHash } from '../traffic/calls.ts';
import type { World } from '../world.ts';

interface Loss {
  queue: Queue;
  inflow: Inflow;
}

const SALT_REST = 141;
/** A batch is given up so long after its records came, ms: at least, and up to so much more. */
const LEAST_AGE_MS = 2_000;
const AGE_SPREAD_MS = 90_000;

/** How many records are in a batch of a stream on average, drawn from the mapping. */
export function meanBatchOf({ uuid, batchSize }: EventSourceMapping): number {
  return Math.min(batchSize, 1 + (hashText(41, uuid) % 12));
}

/** Retries after which a stream's mapping gives a batch up; undefined: never. */
export function retriesOf({ settings }: EventSourceMapping): number | undefined {
  const { MaximumRetryAttempts: retries } = settings ?? {};
  return typeof retries === 'number' && retries >= 0 ? retries : undefined;
}

/** How many batches a stream's mapping gave up in a minute (since the epoch): each failed and was tried again. */
export function lostBatches(
  world: World,
  mapping: EventSourceMapping,
  target: LambdaFunction,
  minute: number,
): number {
  const retries = retriesOf(mapping);
  if (retries === undefined) return 0;
  const batches = world.traffic.of(target).minuteOf(minute).errors / (retries + 1);
  // What is left of a minute's errors makes one more batch as often as it should.
  return Math.floor(batches + unit(mix(target.key + SALT_REST, minute)));
}

/**
 * What streams' mappings with retries and an on-failure queue send there: not the records, but where in the
 * stream they are (facts, section 4).
 */
export class StreamLosses {
  readonly #world: World;
  readonly #losses = new Map<EventSourceMapping, Loss>();

  constructor(world: World, since: number) {
    this.#world = world;
    // By mapping: looking through all of them for each function takes seconds in a huge account.
    for (const mapping of world.eventSourceMappings) {
      const target = world.functionNamed(nameOf(mapping) ?? '');
      if (target?.profile.source === 'stream') this.#follow(mapping, target, since);
    }
  }

  /** Told when somebody changed what feeds a function; `at` in ms since the epoch. */
  changed(target: LambdaFunction, at: number): void {
    if (target.profile.source !== 'stream') return;
    for (const mapping of this.#world.eventSourceMappings) {
      if (nameOf(mapping) === target.name) this.#follow(mapping, target, at);
    }
  }

  #follow(mapping: EventSourceMapping, target: LambdaFunction, at: number): void {
    const before = this.#losses.get(mapping);
    const queue = this.#destinationOf(mapping, target, at);
    if (before?.queue === queue) return;
    before?.queue.removeInflow(before.inflow, at);
    this.#losses.delete(mapping);
    if (queue === undefined) return;
    const inflow = this.#inflowOf(mapping, target);
    queue.addInflow(inflow, at);
    this.#losses.set(mapping, { queue, inflow });
  }

  #destinationOf(mapping: EventSourceMapping, target: LambdaFunction, at: number): Queue | undefined {
    const { DestinationConfig } = mapping.settings ?? {};
    const config = (DestinationConfig ?? {}) as { OnFailure?: { Destination?: string } };
    const arn = config.OnFailure?.Destination;
    const isGone = mapping.transition?.state === 'Deleting' || (target.deletedAt ?? at + 1) <= at;
    if (arn === undefined || retriesOf(mapping) === undefined || isGone) return undefined;
    const queue = this.#world.queues.at(arn);
    return queue?.isFifo === true ? undefined : queue;
  }

  #inflowOf(mapping: EventSourceMapping, target: LambdaFunction): Inflow {
    const world = this.#world;
    return {
      key: hashText(target.key, `lost by ${mapping.uuid}`),
      callsIn: (minute) => ({
        count: lostBatches(world, mapping, target, minute),
        hash: callTimesHash(target.key, minute),
      }),
      write: (hash, at) => this.#write(mapping, target, hash, at),
    };
  }

  #write(mapping: EventSourceMapping, target: LambdaFunction, hash: number, at: number): Written {
    const isTable = mapping.eventSourceArn.includes(':dynamodb:');
    const last = at - LEAST_AGE_MS - (mix(hash, 1) % AGE_SPREAD_MS);
    const first = last - (mix(hash, 2) % 900);
    const versions = this.#world.traffic.of(target).minuteAsOf(at, Math.floor(at / 60_000)).paths;
    const batch = 1 + (mix(hash, 3) % (2 * meanBatchOf(mapping)));
    const body = JSON.stringify({
      requestContext: {
        requestId: uuidText(mix(hash, 4)),
        functionArn: mapping.functionArn,
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: (retriesOf(mapping) ?? 0) + 1,
      },
      responseContext: {
        statusCode: 200,
        executedVersion: versions.length === 0 ? '$LATEST' : pick(versions, mix(hash, 5)).path.version,
        functionError: 'Unhandled',
      },
      version: '1.0',
      timestamp: new Date(at).toISOString(),
      [isTable ? 'DDBStreamBatchInfo' : 'KinesisBatchInfo']: {
        shardId: isTable
          ? `shardId-0000000${mapping.lastModified}-${hexText(mix(hash, 6) % 4, 8)}`
          : shardOf(hash),
        startSequenceNumber: sequenceOf(isTable, first),
        endSequenceNumber: sequenceOf(isTable, last),
        approximateArrivalOfFirstRecord: arrivalOf(isTable, first),
        approximateArrivalOfLastRecord: arrivalOf(isTable, last),
        batchSize: batch,
        streamArn: mapping.eventSourceArn,
      },
    });
    return { body, senderId: `AROAEXAMPLELAMBDAESM1:${target.name}` };
  }
}

/** The name of the function that a mapping feeds. */
function nameOf({ functionArn }: EventSourceMapping): string | undefined {
  return functionArn.split(':')[6];
}

function shardOf(hash: number): string {
  return `shardId-${String(mix(hash, 6) % 4).padStart(12, '0')}`;
}

/** Larger for later records: 25 digits in DynamoDB, 56 in Kinesis. */
function sequenceOf(isTable: boolean, at: number): string {
  const digits = String(at).padEnd(22, '0');
  return isTable ? `202${digits}` : `4964${digits}${digits}${digits}`.slice(0, 56);
}

/** DynamoDB tells whole seconds. */
function arrivalOf(isTable: boolean, at: number): string {
  const text = new Date(at).toISOString();
  return isTable ? `${text.slice(0, 19)}Z` : text;
}
