import type { Operation, Output } from '../wire/service.ts';
import type { MessageDraft } from '../world/queues/message.ts';
import type { Queue } from '../world/queues/queue.ts';
import { md5OfAttributes, md5OfBody } from './md5.ts';
import { checkSize, readDraft } from './message-input.ts';
import { queueOf } from './queue-reference.ts';

/** Takes a message in. */
export const sendMessage: Operation = (call) => {
  const { world, input } = call;
  const queue = queueOf(call);
  return sendDraft(queue, readDraft(input, queue, world.caller.userId), world.clock.now());
};

/** Sends a message unless it is too large, and answers as SendMessage and each entry of its batch do. */
export function sendDraft(queue: Queue, draft: MessageDraft, now: number): Output & { MessageId: string } {
  checkSize(draft, queue);
  const { id, sequenceNumber } = queue.send(draft, now);
  const { traceHeader } = draft;
  return {
    MessageId: id,
    MD5OfMessageBody: md5OfBody(draft.body),
    MD5OfMessageAttributes: md5OfAttributes(draft.attributes ?? {}),
    MD5OfMessageSystemAttributes:
      traceHeader === undefined
        ? undefined
        : md5OfAttributes({ AWSTraceHeader: { dataType: 'String', value: traceHeader } }),
    SequenceNumber: sequenceNumber,
  };
}
