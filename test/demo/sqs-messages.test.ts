import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { START } from './connect.ts';
import { arnOf, bodies, connectQueues, redriveTo } from './sqs.ts';

describe('a message', () => {
  it('is received as it was sent, hidden meanwhile, and gone when deleted', async () => {
    const { sqs, create, send, receive, pass, world } = await connectQueues();
    const QueueUrl = await create('jobs');
    const id = await send(QueueUrl, 'héllo');
    pass(5);
    const [message] = await receive(QueueUrl);
    expect(message).toMatchObject({
      MessageId: id,
      Body: 'héllo',
      Attributes: {
        SenderId: world.caller.userId,
        SentTimestamp: String(START),
        ApproximateReceiveCount: '1',
        ApproximateFirstReceiveTimestamp: String(START + 5000),
      },
    });
    expect(Object.keys(message?.Attributes ?? {})).toHaveLength(4);
    expect(await receive(QueueUrl)).toEqual([]);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    pass(40);
    expect(await receive(QueueUrl)).toEqual([]);
  });

  it('comes back when its visibility timeout ends, with one receipt more', async () => {
    const { create, send, receive, pass } = await connectQueues();
    const url = await create('jobs', { VisibilityTimeout: '20' });
    await send(url, 'a');
    await receive(url);
    pass(19.999);
    expect(await receive(url)).toEqual([]);
    pass(0.001);
    const [again] = await receive(url, { VisibilityTimeout: 0 });
    expect(again?.Attributes?.ApproximateReceiveCount).toBe('2');
    expect(await receive(url)).toHaveLength(1);
  });

  it('keeps its attributes and trace header, with the MD5s that the SDK computes', async () => {
    const { sqs, create, receive } = await connectQueues();
    const QueueUrl = await create('jobs');
    const sent = await sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'msg',
        MessageAttributes: {
          Hello: { DataType: 'String', StringValue: 'There' },
          General: { DataType: 'String', StringValue: 'Kenobi' },
          'Help.Me': { DataType: 'String', StringValue: 'Me' },
        },
        MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-2-3' } },
      }),
    );
    // As recorded of AWS for these three attributes.
    expect(sent.MD5OfMessageAttributes).toBe('4c360f3fdafd970e05fae2f149d997f5');
    expect(sent.MD5OfMessageSystemAttributes).toMatch(/^[0-9a-f]{32}$/);
    const look = async (...MessageAttributeNames: string[]) => {
      const [message] = await receive(QueueUrl, { MessageAttributeNames, VisibilityTimeout: 0 });
      return [Object.keys(message?.MessageAttributes ?? {}), message?.MD5OfMessageAttributes];
    };
    expect(await look()).toEqual([[], undefined]);
    expect((await look('All'))[0]).toHaveLength(3);
    expect((await look('.*'))[0]).toHaveLength(3);
    expect(await look('Foo', 'Hello')).toEqual([['Hello'], 'a311262e065454b75da111d535b8dacd']);
    expect(await look('Hel.*')).toEqual([['Hello', 'Help.Me'], '83fee93c1bcd8b9a5a923ffacdc636c7']);
    const [message] = await receive(QueueUrl, { MessageSystemAttributeNames: ['AWSTraceHeader'] });
    expect(message?.Attributes).toEqual({ AWSTraceHeader: 'Root=1-2-3' });
  });

  it('carries bytes as bytes', async () => {
    const { create, send, receive } = await connectQueues();
    const url = await create('jobs');
    const BinaryValue = Buffer.from('traceparent\x1e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01');
    await send(url, 'test', { MessageAttributes: { attr1: { DataType: 'Binary', BinaryValue } } });
    const [message] = await receive(url);
    expect(Buffer.from(message?.MessageAttributes?.attr1?.BinaryValue ?? [])).toEqual(BinaryValue);
    expect(message?.MD5OfMessageAttributes).toBe('8cbe4db156db8a94db8b801b7addb984'); // recorded
  });

  it('waits for its own delay, or the queue’s', async () => {
    const { sqs, create, send, receive, pass } = await connectQueues();
    const QueueUrl = await create('jobs', { DelaySeconds: '60' });
    await send(QueueUrl, 'queue’s');
    await send(QueueUrl, 'own', { DelaySeconds: 10 });
    const counts = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect(counts.Attributes).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesDelayed: '2',
    });
    pass(10);
    expect(bodies(await receive(QueueUrl))).toEqual(['own']);
    pass(50);
    expect(bodies(await receive(QueueUrl))).toContain('queue’s');
  });

  it('expires with the retention period', async () => {
    const { create, send, receive, pass } = await connectQueues();
    const url = await create('jobs', { MessageRetentionPeriod: '60' });
    await send(url, 'a');
    pass(30);
    await send(url, 'b');
    pass(30);
    expect(bodies(await receive(url))).toEqual(['b']);
  });
});

describe('a receipt handle', () => {
  it('counts only while it is the latest', async () => {
    const { sqs, create, send, receive } = await connectQueues();
    const QueueUrl = await create('jobs');
    await send(QueueUrl, 'a');
    const [first] = await receive(QueueUrl, { VisibilityTimeout: 0 });
    const [second] = await receive(QueueUrl, { VisibilityTimeout: 0 });
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }));
    expect(await receive(QueueUrl, { VisibilityTimeout: 0 })).toHaveLength(1);
    await expect(
      sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl,
          ReceiptHandle: second?.ReceiptHandle,
          VisibilityTimeout: 5,
        }),
      ),
    ).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: expect.stringContaining('Message does not exist or is not available for visibility timeout'),
    });
  });

  it('of a standard queue still deletes after the timeout, and never fails twice', async () => {
    const { sqs, create, send, receive, pass } = await connectQueues();
    const QueueUrl = await create('jobs');
    await send(QueueUrl, 'a');
    const [message] = await receive(QueueUrl);
    pass(31);
    const command = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle });
    await sqs.send(command);
    await sqs.send(command);
    expect(await receive(QueueUrl)).toEqual([]);
  });

  it('that was never given is refused', async () => {
    const { sqs, create, send, receive } = await connectQueues();
    const [QueueUrl, other] = [await create('jobs'), await create('other')];
    await send(other, 'a');
    const [message] = await receive(other);
    for (const ReceiptHandle of ['nonsense', message?.ReceiptHandle]) {
      await expect(sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))).rejects.toMatchObject({
        name: 'ReceiptHandleIsInvalid',
        $metadata: { httpStatusCode: 404 },
      });
    }
  });
});

describe('a visibility timeout', () => {
  it('is lengthened, and given back at once with 0', async () => {
    const { sqs, create, send, receive, pass } = await connectQueues();
    const QueueUrl = await create('jobs');
    await send(QueueUrl, 'a');
    const [message] = await receive(QueueUrl);
    const change = (VisibilityTimeout: number) =>
      sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl,
          ReceiptHandle: message?.ReceiptHandle,
          VisibilityTimeout,
        }),
      );
    await change(100);
    pass(60);
    expect(await receive(QueueUrl)).toEqual([]);
    await expect(change(43_200)).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message:
        'Value 43200 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]',
    });
    await change(0);
    expect(await receive(QueueUrl, { VisibilityTimeout: 0 })).toHaveLength(1);
  });

  it('that has ended is no error to change', async () => {
    const { sqs, create, send, receive, pass } = await connectQueues();
    const QueueUrl = await create('jobs');
    await send(QueueUrl, 'a');
    const [message] = await receive(QueueUrl);
    pass(31);
    const ReceiptHandle = message?.ReceiptHandle;
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 500 }));
    expect(await receive(QueueUrl)).toHaveLength(1);
  });
});

describe('a dead letter', () => {
  it('keeps id, age, attributes and count, and says where it came from', async () => {
    const { create, send, receive, pass } = await connectQueues();
    const dead = await create('jobs-dlq');
    const url = await create('jobs', redriveTo('jobs-dlq', 2));
    const MessageAttributes = { kind: { DataType: 'String', StringValue: 'order' } };
    const id = await send(url, 'poison', { MessageAttributes });
    for (let times = 0; times < 2; times++) {
      expect(await receive(url)).toHaveLength(1);
      pass(31);
    }
    expect(await receive(dead)).toEqual([]);
    expect(await receive(url)).toEqual([]); // this receive moves it
    const [message] = await receive(dead);
    expect(message).toMatchObject({
      MessageId: id,
      Body: 'poison',
      MessageAttributes,
      Attributes: {
        DeadLetterQueueSourceArn: arnOf('jobs'),
        ApproximateReceiveCount: '3',
        SentTimestamp: String(START),
      },
    });
  });

  it('stays where it is while its dead-letter queue is gone', async () => {
    const { create, send, receive, world } = await connectQueues();
    await create('jobs-dlq');
    const url = await create('jobs', redriveTo('jobs-dlq', 1));
    await send(url, 'poison');
    const queue = world.queues.named('jobs-dlq');
    if (queue !== undefined) world.queues.remove(queue, START);
    for (let times = 0; times < 3; times++) {
      expect(await receive(url, { VisibilityTimeout: 0 })).toHaveLength(1);
    }
  });

  it('lets others go first once it has been received three times', async () => {
    const { create, send, receive } = await connectQueues();
    await create('jobs-dlq');
    const url = await create('jobs', redriveTo('jobs-dlq', 10));
    await send(url, 'poison');
    await send(url, 'good');
    const given: unknown[] = [];
    for (let times = 0; times < 4; times++) {
      given.push(...bodies(await receive(url, { MaxNumberOfMessages: 1, VisibilityTimeout: 0 })));
    }
    expect(given).toEqual(['poison', 'poison', 'poison', 'good']);
  });
});

describe('a long poll', () => {
  it('answers as soon as a message arrives', async () => {
    const { create, send, receive } = await connectQueues();
    const url = await create('jobs');
    const began = performance.now();
    const waiting = receive(url, { WaitTimeSeconds: 20 });
    await send(url, 'here');
    expect(bodies(await waiting)).toEqual(['here']);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('ends empty after its time, which is the account’s', async () => {
    const { create, receive } = await connectQueues({ speed: 200, elapsed: () => performance.now() });
    const url = await create('jobs');
    const began = performance.now();
    expect(await receive(url, { WaitTimeSeconds: 20 })).toEqual([]);
    expect(performance.now() - began).toBeGreaterThan(80);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('sees messages that become visible while it waits', async () => {
    const { create, send, receive } = await connectQueues({ speed: 100, elapsed: () => performance.now() });
    const url = await create('jobs', { ReceiveMessageWaitTimeSeconds: '20' });
    await send(url, 'later', { DelaySeconds: 5 });
    expect(bodies(await receive(url))).toEqual(['later']);
  });

  it('takes nothing once its client has gone', async () => {
    const { sqs, create, send, receive } = await connectQueues();
    const QueueUrl = await create('jobs');
    const abort = new AbortController();
    const waiting = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
      abortSignal: abort.signal,
    });
    setTimeout(() => abort.abort(), 50);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await send(QueueUrl, 'for the next');
    expect(await receive(QueueUrl)).toHaveLength(1);
  });
});

it('a purge empties a queue, at most once a minute', async () => {
  const { sqs, create, send, receive, pass } = await connectQueues();
  const QueueUrl = await create('jobs');
  await send(QueueUrl, 'a');
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  expect(await receive(QueueUrl)).toEqual([]);
  pass(59);
  await expect(sqs.send(new PurgeQueueCommand({ QueueUrl }))).rejects.toMatchObject({
    name: 'PurgeQueueInProgress',
    message: 'Only one PurgeQueue operation on jobs is allowed every 60 seconds.',
    $metadata: { httpStatusCode: 403 },
  });
  pass(1);
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
});
