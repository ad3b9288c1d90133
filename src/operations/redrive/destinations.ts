/** Reads where messages are to go, before the first one moves: is it there, does it run, how soon would they be back. */
import { AppError, toAppError } from '../../domain/app-error.ts';
import type { PlanRefusal, Warning } from '../../domain/changes/plan.ts';
import {
  type Destination,
  destinationKey,
  LARGEST_EVENT,
  LARGEST_MESSAGE,
} from '../../domain/dead-letters/destination.ts';
import type { Mechanism } from '../../domain/dead-letters/mechanism.ts';
import type { AwsAccount, EventSource } from '../../gateways/gateways.ts';

/** What reading destinations needs. */
export type DestinationSources = Pick<AwsAccount, 'functions' | 'queues' | 'messages' | 'changes'>;

/** What was found. */
export interface FoundDestinations {
  /** By `destinationKey`; those with a refusal are missing. */
  readonly byKey: ReadonlyMap<string, Destination>;
  /** Why nothing may go there; of several the first. */
  readonly refusal: PlanRefusal | null;
  readonly warnings: readonly Warning[];
}

/** Mapping states in which it reads its queue, or is about to. */
const READING = new Set(['Enabled', 'Enabling', 'Creating', 'Updating']);
/** Lambda repeats a failed event twice unless told otherwise: after one minute, and after two more. */
const ASYNC_RETRIES = 2;
const ASYNC_PAUSES_MS = 180_000;
const LONGEST_TIMEOUT_S = 900;

/** See the file's head. Rejects only when called off. */
export async function readDestinations(
  mechanisms: readonly Mechanism[],
  aws: DestinationSources,
  signal: AbortSignal,
): Promise<FoundDestinations> {
  const distinct = new Map(
    mechanisms.flatMap((mechanism) => {
      const key = destinationKey(mechanism);
      return key === null ? [] : [[key, mechanism] as const];
    }),
  );
  const warnings: Warning[] = [];
  const mappings = await readMappings([...distinct.values()], aws, warnings, signal);
  const byKey = new Map<string, Destination>();
  let refusal: PlanRefusal | null = null;
  for (const [key, mechanism] of distinct) {
    try {
      const destination =
        mechanism.by === 'send'
          ? await readQueue(mechanism.queueArn, mappings, aws, warnings, signal)
          : await readFunction(mechanism, aws, warnings, signal);
      if (destination) byKey.set(key, destination);
    } catch (thrown) {
      signal.throwIfAborted();
      const { code, message, next } = toAppError(thrown);
      refusal ??= { code, message, next };
    }
  }
  return { byKey, refusal, warnings };
}

async function readMappings(
  mechanisms: readonly Mechanism[],
  { functions }: DestinationSources,
  warnings: Warning[],
  signal: AbortSignal,
): Promise<readonly EventSource[]> {
  if (!mechanisms.some(({ by }) => by === 'send')) return [];
  const all: EventSource[] = [];
  try {
    for await (const page of functions.eventSources(signal)) all.push(...page);
  } catch (thrown) {
    signal.throwIfAborted();
    const text = `whether its functions are paused or killed could not be read: ${toAppError(thrown).message}`;
    warnings.push({ level: 'risk', text });
  }
  return all;
}

async function readQueue(
  queueArn: string,
  mappings: readonly EventSource[],
  { queues, messages, changes }: DestinationSources,
  warnings: Warning[],
  signal: AbortSignal,
): Promise<Destination> {
  const readers = mappings.filter(({ sourceArn }) => sourceArn === queueArn);
  const [queue] = await Promise.all([
    queues.queueAttributes(queueArn, signal),
    ...readers.map(async ({ functionArn }) => {
      const reserved = await changes.reservedConcurrency(functionArn, signal).catch((thrown) => {
        const text = `whether ${nameOf(functionArn)} is killed could not be read: ${toAppError(thrown).message}`;
        warnings.push({ level: 'risk', text });
        return null;
      });
      if (reserved === 0) throw killed(nameOf(functionArn));
    }),
  ]);
  const name = nameOf(queueArn);
  if (readers.length === 0) {
    warnings.push({ level: 'risk', text: `no function reads ${name}: messages wait there for who else may` });
  } else if (readers.every(({ state }) => state !== null && !READING.has(state))) {
    throw paused(name, nameOf(readers[0]?.functionArn ?? ''));
  }
  const { visibilityTimeoutS, deadLetters } = queue;
  const largest = await messages.largestMessage(queue.url, signal).catch(() => null);
  return {
    kind: 'queue',
    arn: queueArn,
    url: queue.url,
    fifo: queue.fifo,
    readers: readers.map(({ functionArn, qualifier }) => ({ name: nameOf(functionArn), qualifier })),
    largestBytes: Math.min(largest ?? LARGEST_MESSAGE, LARGEST_MESSAGE),
    backAfterMs:
      visibilityTimeoutS === null || deadLetters === null
        ? null
        : visibilityTimeoutS * deadLetters.maxReceiveCount * 1_000,
  };
}

async function readFunction(
  mechanism: Mechanism,
  { changes, messages }: DestinationSources,
  warnings: Warning[],
  signal: AbortSignal,
): Promise<Destination | null> {
  if (mechanism.by !== 'invoke') return null;
  const { functionName, qualifier } = mechanism;
  const facts = await changes.functionFacts(functionName, signal);
  if (facts.reservedConcurrency === 0) throw killed(facts.name);
  // Tells a missing qualifier or permission, and runs nothing.
  await messages.checkInvocable(functionName, qualifier, signal);
  if (qualifier === null) {
    const text = `${facts.name} was named without a qualifier: $LATEST runs, whatever version failed`;
    warnings.push({ level: 'risk', text });
  }
  return {
    kind: 'function',
    name: functionName,
    qualifier,
    largestBytes: LARGEST_EVENT,
    backAfterMs: ASYNC_PAUSES_MS + (ASYNC_RETRIES + 1) * (facts.timeoutS ?? LONGEST_TIMEOUT_S) * 1_000,
  };
}

function killed(name: string): AppError {
  return new AppError(
    'refused',
    `${name} is stopped (reserved concurrency 0): what is redriven would be a dead letter again at once.`,
    { next: [`first: lambdatop restore ${name}`] },
  );
}

function paused(queue: string, reader: string): AppError {
  return new AppError('refused', `${queue} is not read: the triggers of ${reader} are paused.`, {
    next: [`first: lambdatop resume ${reader}`],
  });
}

function nameOf(arn: string): string {
  return arn.split(':')[arn.includes(':function:') ? 6 : 5] ?? arn;
}
