import type { FaultRule } from '../faults.ts';
import { ServiceError } from '../wire/errors.ts';
import { readRecords, readText } from '../wire/input.ts';
import type { Call, Input, Operation, Output } from '../wire/service.ts';
import type { Queue } from '../world/queues/queue.ts';
import { LARGEST_MESSAGE } from '../world/queues/settings.ts';
import { changeByHandle } from './change-visibility.ts';
import { deleteByHandle } from './delete-message.ts';
import { invalidParameterValue, simple } from './errors.ts';
import { readDraft, readOrdering, sizeOf } from './message-input.ts';
import { queueOf } from './queue-reference.ts';
import { sendDraft } from './send-message.ts';

const MOST_ENTRIES = 10;

/** Up to ten messages. What is wrong with one entry fails that entry alone, with a status of 200. */
export const sendMessageBatch: Operation = (call) => {
  const { world } = call;
  const queue = queueOf(call);
  const entries = readEntries(call, 'SendMessageBatchRequestEntry');
  if (queue.isFifo) for (const entry of entries) checkOrdering(entry, queue);
  const drafts = entries.map((entry) => attempt(() => readDraft(entry, queue, world.caller.userId)));
  const bytes = drafts.reduce((total, each) => total + (each instanceof ServiceError ? 0 : sizeOf(each)), 0);
  if (bytes > LARGEST_MESSAGE) {
    throw simple(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${LARGEST_MESSAGE} bytes. You have sent ${bytes} bytes.`,
    );
  }
  const now = world.clock.now();
  return answerEach(call, entries, (_, index) => {
    const draft = drafts[index];
    if (draft === undefined || draft instanceof ServiceError) throw draft;
    return sendDraft(queue, draft, now);
  });
};

/** Up to ten deletions by receipt handle. */
export const deleteMessageBatch: Operation = (call) => {
  const queue = queueOf(call);
  const entries = readEntries(call, 'DeleteMessageBatchRequestEntry');
  const now = call.world.clock.now();
  return answerEach(call, entries, (entry) => deleteByHandle(queue, entry, now));
};

/** Up to ten changes of visibility. */
export const changeMessageVisibilityBatch: Operation = (call) => {
  const queue = queueOf(call);
  const entries = readEntries(call, 'ChangeMessageVisibilityBatchRequestEntry');
  const now = call.world.clock.now();
  return answerEach(call, entries, (entry) => changeByHandle(queue, entry, now));
};

function readEntries({ input }: Call, shape: string): Input[] {
  const entries = readRecords(input, 'Entries');
  if (entries.length === 0) {
    throw simple('EmptyBatchRequest', `There should be at least one ${shape} in the request.`);
  }
  if (entries.length > MOST_ENTRIES) {
    throw simple(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MOST_ENTRIES}. You have sent ${entries.length}.`,
    );
  }
  const ids = entries.map((entry) => readText(entry, 'Id') ?? '');
  if (!ids.every((id) => /^[\w-]{1,80}$/.test(id))) {
    throw simple(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw simple('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);
  return entries;
}

/** A FIFO queue refuses the whole batch when an entry lacks its ids, in words of its own (recorded). */
function checkOrdering(entry: Input, queue: Queue): void {
  const error = attempt(() => readOrdering(entry, queue));
  if (error instanceof ServiceError) throw invalidParameterValue(error.message);
}

function attempt<T>(read: () => T): T | ServiceError {
  try {
    return read();
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}

/** Does each entry on its own; those that a `partial` fault wants to fail are not even tried. */
function answerEach(
  { fault }: Call,
  entries: readonly Input[],
  perform: (entry: Input, index: number) => unknown,
): Output {
  const Successful: unknown[] = [];
  const Failed: unknown[] = [];
  const failing = fault?.kind === 'partial' ? (fault.entries ?? 1) : 0;
  for (const [index, entry] of entries.entries()) {
    const Id = readText(entry, 'Id');
    const result = attempt(() => {
      if (index < failing) throw internalError(fault);
      return perform(entry, index);
    });
    if (result instanceof ServiceError) {
      const { fault: whose, queryCode: Code, message: Message } = result;
      Failed.push({ Id, SenderFault: whose === 'Sender', Code, Message });
    } else {
      Successful.push({ Id, ...(result as object | undefined) });
    }
  }
  return {
    ...(Successful.length > 0 ? { Successful } : {}),
    ...(Failed.length > 0 ? { Failed } : {}),
  };
}

function internalError(fault: FaultRule | undefined): ServiceError {
  return new ServiceError(
    fault?.name ?? 'InternalError',
    fault?.message ?? 'We encountered an internal error. Please try again.',
    { status: fault?.status ?? 500 },
  );
}
