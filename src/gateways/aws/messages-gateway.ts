/** Messages of SQS queues and asynchronous events of functions: every call that changes something, once. */

import type { Message, MessageSystemAttributeName } from '@aws-sdk/client-sqs';
import { AppError } from '../../domain/app-error.ts';
import type { DeadLetter, MessageAttribute } from '../../domain/dead-letters/message.ts';
import type { MessagesGateway, OutgoingMessage, ReceivedLetter } from '../messages.ts';
import { eachOf } from './batch-results.ts';
import type { Clients } from './clients.ts';
import { moveTasks } from './move-tasks-gateway.ts';
import { receiptOf } from './receipts.ts';

/** Messages of the clients' account and region. */
export function messagesGateway(clients: Clients): MessagesGateway {
  return {
    ...moveTasks(clients),
    ...invocations(clients),

    async receive(QueueUrl, { most, visibilityS, waitS }, signal) {
      const { sdk, change } = await clients.sqs();
      const command = new sdk.ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: most,
        VisibilityTimeout: visibilityS,
        WaitTimeSeconds: waitS,
        MessageSystemAttributeNames: ['All'],
        // The former name of the same; some emulators know no other.
        AttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      });
      const { Messages = [] } = await change(command, { signal });
      return Messages.flatMap((message) => toReceived(message) ?? []);
    },

    async hide(QueueUrl, handles, VisibilityTimeout) {
      const { sdk, change } = await clients.sqs();
      const Entries = handles.map((ReceiptHandle, index) => ({
        Id: String(index),
        ReceiptHandle,
        VisibilityTimeout,
      }));
      const command = new sdk.ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries });
      return eachOf(handles, await change(command));
    },

    async send(QueueUrl, messages) {
      const { sdk, change } = await clients.sqs();
      const Entries = messages.map((message, index) => ({ Id: String(index), ...toEntry(message) }));
      return eachOf(messages, await change(new sdk.SendMessageBatchCommand({ QueueUrl, Entries })));
    },

    async delete(QueueUrl, handles) {
      const { sdk, change } = await clients.sqs();
      const Entries = handles.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
      return eachOf(handles, await change(new sdk.DeleteMessageBatchCommand({ QueueUrl, Entries })));
    },

    async largestMessage(QueueUrl, signal) {
      const { sdk, send } = await clients.sqs();
      const command = new sdk.GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ['MaximumMessageSize'],
      });
      const size = Number((await send(command, { signal, urgent: true })).Attributes?.MaximumMessageSize);
      return size > 0 ? size : null;
    },
  };
}

function invocations(clients: Clients): Pick<MessagesGateway, 'invokeLater' | 'checkInvocable'> {
  return {
    async invokeLater(FunctionName, qualifier, Payload) {
      const { sdk, change } = await clients.lambda();
      const Qualifier = qualifier ?? undefined;
      const input = { FunctionName, Qualifier, InvocationType: 'Event' as const, Payload };
      return receiptOf(await change(new sdk.InvokeCommand(input)));
    },
    async checkInvocable(FunctionName, qualifier, signal) {
      const { sdk, change } = await clients.lambda();
      const Qualifier = qualifier ?? undefined;
      const input = { FunctionName, Qualifier, InvocationType: 'DryRun' as const };
      await change(new sdk.InvokeCommand(input), { signal });
    },
  };
}

function toReceived(message: Message): ReceivedLetter | null {
  const { MessageId: messageId, ReceiptHandle: receiptHandle, Body: body = '', Attributes = {} } = message;
  if (!messageId || !receiptHandle) {
    throw new AppError('unsupported', 'This endpoint gives messages without id or receipt handle.', {
      operation: 'sqs:ReceiveMessage',
    });
  }
  const text = (name: MessageSystemAttributeName): string | null => Attributes[name] ?? null;
  const number = (name: MessageSystemAttributeName): number | null => {
    const value = Number(Attributes[name] || Number.NaN);
    return Number.isNaN(value) ? null : value;
  };
  const letter: DeadLetter = {
    messageId,
    body,
    attributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
        name,
        {
          dataType: value.DataType ?? 'String',
          text: value.StringValue ?? null,
          binary: value.BinaryValue ? Buffer.from(value.BinaryValue).toString('base64') : null,
        },
      ]),
    ),
    sentAt: number('SentTimestamp'),
    firstReceivedAt: number('ApproximateFirstReceiveTimestamp'),
    receiveCount: number('ApproximateReceiveCount'),
    sourceQueueArn: text('DeadLetterQueueSourceArn' as MessageSystemAttributeName),
    traceHeader: text('AWSTraceHeader'),
    groupId: text('MessageGroupId'),
    deduplicationId: text('MessageDeduplicationId'),
  };
  return { letter, receiptHandle };
}

function toEntry({ body, attributes, traceHeader, groupId, deduplicationId }: OutgoingMessage) {
  return {
    MessageBody: body,
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, attribute]) => [name, toValue(attribute)]),
    ),
    // The one system attribute that AWS takes from a sender.
    ...(traceHeader === null
      ? {}
      : { MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: traceHeader } } }),
    ...(groupId === null ? {} : { MessageGroupId: groupId }),
    ...(deduplicationId === null ? {} : { MessageDeduplicationId: deduplicationId }),
  };
}

function toValue({ dataType: DataType, text, binary }: MessageAttribute) {
  return binary === null
    ? { DataType, StringValue: text ?? '' }
    : { DataType, BinaryValue: Buffer.from(binary, 'base64') };
}
