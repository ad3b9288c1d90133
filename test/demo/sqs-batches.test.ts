import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { bodies, connectQueues } from './sqs.ts';

const MEBIBYTE = 1_048_576;

/** Entries with these bodies, called 0, 1, 2… */
function entries(...texts: string[]) {
  return texts.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
}

describe('a batch', () => {
  it('sends, hides and deletes up to ten messages', async () => {
    const { sqs, create, receive } = await connectQueues();
    const QueueUrl = await create('jobs');
    const Entries = entries(...'abcdefghij');
    const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(sent.Successful?.map((each) => each.Id)).toEqual(Entries.map((each) => each.Id));
    expect(sent.Failed).toBeUndefined();
    const messages = await receive(QueueUrl);
    expect(bodies(messages)).toEqual([...'abcdefghij']);
    const handles = messages.map(({ ReceiptHandle }, index) => ({ Id: `m-${index}`, ReceiptHandle }));
    await sqs.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl,
        Entries: handles.slice(0, 3).map((each) => ({ ...each, VisibilityTimeout: 0 })),
      }),
    );
    expect(bodies(await receive(QueueUrl, { VisibilityTimeout: 0 }))).toEqual(['a', 'b', 'c']);
    const deleted = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: handles.slice(3) }));
    expect(deleted.Successful).toHaveLength(7);
  });

  it('fails single entries with a status of 200', async () => {
    const { sqs, create, send, receive } = await connectQueues();
    const QueueUrl = await create('jobs', { MaximumMessageSize: '1024' });
    const sent = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'good', MessageBody: 'a' },
          { Id: 'long', MessageBody: 'b'.repeat(1025) },
          { Id: 'late', MessageBody: 'c', DelaySeconds: 901 },
        ],
      }),
    );
    expect(sent.Successful?.map((each) => each.Id)).toEqual(['good']);
    expect(sent.Failed).toEqual([
      {
        Id: 'long',
        SenderFault: true,
        Code: 'InvalidParameterValue',
        Message: 'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.',
      },
      {
        Id: 'late',
        SenderFault: true,
        Code: 'InvalidParameterValue',
        Message: expect.stringContaining('DelaySeconds must be >= 0 and <= 900.'),
      },
    ]);
    await send(QueueUrl, 'another');
    const [message] = await receive(QueueUrl, { MaxNumberOfMessages: 1 });
    const deleted = await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'ok', ReceiptHandle: message?.ReceiptHandle },
          { Id: 'bad', ReceiptHandle: 'nonsense' },
        ],
      }),
    );
    expect(deleted).toMatchObject({
      Successful: [{ Id: 'ok' }],
      Failed: [{ Id: 'bad', Code: 'ReceiptHandleIsInvalid', SenderFault: true }],
    });
  });

  it.each([
    [
      'without entries',
      [],
      'EmptyBatchRequest',
      'There should be at least one SendMessageBatchRequestEntry in the request.',
    ],
    [
      'of eleven',
      entries(...'abcdefghijk'),
      'TooManyEntriesInBatchRequest',
      'Maximum number of entries per request are 10. You have sent 11.',
    ],
    ['with an id twice', [...entries('a'), ...entries('b')], 'BatchEntryIdsNotDistinct', 'Id 0 repeated.'],
    [
      'with an id that cannot be',
      [{ Id: 'invalid:id', MessageBody: 'a' }],
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    ],
    [
      'of more than 1 MiB',
      entries('a'.repeat(MEBIBYTE), 'b'),
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${MEBIBYTE} bytes. You have sent ${MEBIBYTE + 1} bytes.`,
    ],
  ])('%s is refused as a whole', async (_, Entries, name, message) => {
    const { sqs, create, receive } = await connectQueues();
    const QueueUrl = await create('jobs');
    await expect(sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({
      name,
      Code: `AWS.SimpleQueueService.${name}`,
      message,
    });
    expect(await receive(QueueUrl)).toEqual([]);
  });
});

describe('a message is refused', () => {
  const attribute = (DataType: string, StringValue?: string) => ({
    MessageAttributes: { x: { DataType, StringValue } },
  });

  it.each([
    [
      'without a body',
      { MessageBody: '' },
      'MissingParameter',
      'The request must contain the parameter MessageBody.',
    ],
    [
      'of more than 1 MiB',
      { MessageBody: 'a'.repeat(MEBIBYTE + 1) },
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${MEBIBYTE} bytes.`,
    ],
    [
      'with a character that XML lacks',
      { MessageBody: 'a\u0000' },
      'InvalidMessageContents',
      expect.stringContaining('Invalid characters found.'),
    ],
    [
      'with eleven attributes',
      {
        MessageAttributes: Object.fromEntries(
          [...'abcdefghijk'].map((name) => [name, { DataType: 'String', StringValue: 'v' }]),
        ),
      },
      'InvalidParameterValue',
      'Number of message attributes [11] exceeds the allowed maximum [10].',
    ],
    [
      'with an empty attribute',
      attribute('String', ''),
      'InvalidParameterValue',
      "Message (user) attribute 'x' must contain a non-empty value of type 'String'.",
    ],
    [
      'with an unknown type',
      attribute('Text', 'v'),
      'InvalidParameterValue',
      expect.stringContaining('supported type prefixes: Binary, Number, String.'),
    ],
    [
      'with a number that is none',
      attribute('Number', 'v'),
      'InvalidParameterValue',
      expect.stringContaining("Can't cast the value"),
    ],
    [
      'with a reserved attribute',
      { MessageAttributes: { 'AWS.x': { DataType: 'String', StringValue: 'v' } } },
      'InvalidParameterValue',
      expect.stringContaining('reserved for internal use'),
    ],
    [
      'with another system attribute',
      { MessageSystemAttributes: { SenderId: { DataType: 'String' as const, StringValue: 'me' } } as object },
      'InvalidParameterValue',
      "Message system attribute name 'SenderId' is invalid.",
    ],
    [
      'with a deduplication id, by a standard queue',
      { MessageDeduplicationId: 'd' },
      'InvalidParameterValue',
      expect.stringContaining('not valid for this queue type'),
    ],
  ])('%s', async (_, more, name, message) => {
    const { sqs, create } = await connectQueues();
    const QueueUrl = await create('jobs');
    await expect(
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a', ...more })),
    ).rejects.toMatchObject({ name, message });
  });

  it('but of 1 MiB it is taken, attributes counted, the trace header not', async () => {
    const { create, send } = await connectQueues();
    const url = await create('jobs');
    const traced = { AWSTraceHeader: { DataType: 'String' as const, StringValue: 'Root=1' } };
    await send(url, 'a'.repeat(MEBIBYTE), { MessageSystemAttributes: traced });
    const MessageAttributes = { n: { DataType: 'String', StringValue: 'v' } };
    await send(url, 'a'.repeat(MEBIBYTE - 8), { MessageAttributes });
    await expect(send(url, 'a'.repeat(MEBIBYTE - 7), { MessageAttributes })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });
});

describe('receiving is refused', () => {
  it.each([
    [
      { MaxNumberOfMessages: 11 },
      'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
    ],
    [
      { VisibilityTimeout: 43_201 },
      'Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.',
    ],
    [
      { WaitTimeSeconds: 21 },
      'Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.',
    ],
  ])('with %o', async (more, message) => {
    const { create, receive } = await connectQueues();
    const url = await create('jobs');
    await expect(receive(url, more)).rejects.toMatchObject({ name: 'InvalidParameterValue', message });
  });
});

describe('a fault', () => {
  it('fails some entries of a batch and applies the others', async () => {
    const { sqs, faults, create, receive } = await connectQueues();
    const QueueUrl = await create('jobs');
    faults.add({ kind: 'partial', service: 'sqs', operation: 'SendMessageBatch', entries: 2, count: 1 });
    const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: entries('a', 'b', 'c') }));
    expect(sent.Failed).toEqual(
      [0, 1].map((index) => ({
        Id: String(index),
        SenderFault: false,
        Code: 'InternalError',
        Message: 'We encountered an internal error. Please try again.',
      })),
    );
    expect(bodies(await receive(QueueUrl))).toEqual(['c']);
  });

  it('hides what is there, once', async () => {
    const { faults, create, send, receive } = await connectQueues();
    const url = await create('jobs');
    await send(url, 'a');
    faults.add({ kind: 'empty', service: 'sqs', operation: 'ReceiveMessage', count: 1 });
    expect(await receive(url)).toEqual([]);
    expect(await receive(url)).toHaveLength(1);
  });

  it('drops the reply after the message was sent, or before', async () => {
    const { faults, create, send, receive } = await connectQueues();
    const url = await create('jobs');
    for (const kind of ['drop-after', 'drop-before'] as const) {
      faults.add({ kind, service: 'sqs', operation: 'SendMessage', count: 1 });
      await expect(send(url, kind)).rejects.toMatchObject({ code: 'ECONNRESET' });
    }
    expect(bodies(await receive(url))).toEqual(['drop-after']);
  });
});
