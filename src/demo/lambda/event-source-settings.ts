import { isRecord, readInteger, readRecord, readRecords, readText, readTexts } from '../wire/input.ts';
import type { Input } from '../wire/service.ts';
import { parsePattern } from '../world/life/event-pattern.ts';
import type { EventSourceMapping } from '../world/model.ts';
import { invalidParameterValue } from './errors.ts';
import { readBounded } from './members.ts';

/** Members that are kept as they were given. `BisectBatchOnFunctionError` and a few more have no effect here. */
const KEPT = [
  'FilterCriteria',
  'DestinationConfig',
  'FunctionResponseTypes',
  'BisectBatchOnFunctionError',
  'SourceAccessConfigurations',
  'MetricsConfig',
  'ProvisionedPollerConfig',
  'Topics',
  'Queues',
] as const;
/** Whole numbers with the model's bounds. */
const BOUNDED: Readonly<Record<string, readonly [least: number, largest: number]>> = {
  MaximumBatchingWindowInSeconds: [0, 300],
  MaximumRecordAgeInSeconds: [-1, 604_800],
  MaximumRetryAttempts: [-1, 10_000],
  ParallelizationFactor: [1, 10],
  TumblingWindowInSeconds: [0, 900],
};
const LARGEST_BATCH = 10_000;
/** Up to this SQS needs no batching window. */
const PLAIN_BATCH = 10;

type Changes = Pick<EventSourceMapping, 'batchSize'> & {
  settings: Readonly<Record<string, unknown>>;
} & Partial<Pick<EventSourceMapping, 'maximumConcurrency'>>;

/** What a call asks of a mapping's source, over what there is. Throws for what cannot be. */
export function readSettings(
  input: Input,
  source: string,
  before: Pick<EventSourceMapping, 'batchSize' | 'maximumConcurrency' | 'settings'>,
): Changes {
  const settings: Record<string, unknown> = { ...before.settings };
  for (const name of KEPT)
    if (input[name] !== undefined && input[name] !== null) settings[name] = input[name];
  for (const [name, [least, largest]] of Object.entries(BOUNDED)) {
    const value = readBounded(input, name, least, largest);
    if (value !== undefined) settings[name] = value;
  }
  refuseFilters(input);
  const batchSize = readBounded(input, 'BatchSize', 1, LARGEST_BATCH) ?? before.batchSize;
  if (isQueue(source)) refuseBatch(source, batchSize, settings);
  const maximumConcurrency = readMaximumConcurrency(input, source, before.maximumConcurrency);
  return { batchSize, settings, ...(maximumConcurrency === undefined ? {} : { maximumConcurrency }) };
}

/** Whether a source is an SQS queue, by its ARN. */
export function isQueue(source: string): boolean {
  return /^arn:aws[^:]*:sqs:/.test(source);
}

function refuseFilters(input: Input): void {
  for (const filter of readRecords(readRecord(input, 'FilterCriteria'), 'Filters')) {
    if (parsePattern(readText(filter, 'Pattern') ?? '') === undefined) {
      throw invalidParameterValue('Invalid filter pattern definition.');
    }
  }
}

/** Since when a mapping's events are counted (ms since the epoch), after a change `now`; undefined = not at all. */
export function countedSince(settings: Input, before: number | undefined, now: number): number | undefined {
  const metrics = readTexts(readRecord(settings, 'MetricsConfig'), 'Metrics');
  return metrics.includes('EventCount') ? (before ?? now) : undefined;
}

function refuseBatch(source: string, batchSize: number, settings: Input): void {
  if (batchSize <= PLAIN_BATCH) return;
  if (source.endsWith('.fifo')) {
    throw invalidParameterValue('Batch size for FIFO queues cannot be greater than 10.');
  }
  if ((readInteger(settings, 'MaximumBatchingWindowInSeconds') ?? 0) > 0) return;
  throw invalidParameterValue(
    'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
  );
}

/** An empty ScalingConfig takes the limit away; without one it stays. */
function readMaximumConcurrency(
  input: Input,
  source: string,
  before: number | undefined,
): number | undefined {
  if (!isRecord(input.ScalingConfig)) return before;
  if (!isQueue(source)) {
    throw invalidParameterValue('Scaling config is only supported for Amazon SQS event sources.');
  }
  return readBounded(readRecord(input, 'ScalingConfig'), 'MaximumConcurrency', 2, 1000, 'scalingConfig');
}
