import { DeleteMessageCommand, SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { bodies, connectQueues } from './sqs.ts';

describe('a FIFO queue', () => {
  it('gives the messages of a group in order, and none while one of them is in flight', async () => {
    const { sqs, create, send, receive } = await connectQueues();
    const QueueUrl = await create('jobs.fifo', { ContentBasedDeduplication: 'true' });
    for (const body of ['a1', 'b1', 'a2', 'b2']) {
      await send(QueueUrl, body, { MessageGroupId: body.slice(0, 1) });
    }
    const first = await receive(QueueUrl, { MaxNumberOfMessages: 1 });
    expect(bodies(first)).toEqual(['a1']);
    expect(bodies(await receive(QueueUrl))).toEqual(['b1', 'b2']);
    expect(await receive(QueueUrl)).toEqual([]);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first[0]?.ReceiptHandle }));
    expect(bodies(await receive(QueueUrl))).toEqual(['a2']);
  });

  it('gives a group again from its first message when the timeout ends', async () => {
    const { create, send, receive, pass } = await connectQueues();
    const url = await create('jobs.fifo', { ContentBasedDeduplication: 'true' });
    for (const body of ['1', '2', '3']) await send(url, body, { MessageGroupId: 'g' });
    expect(bodies(await receive(url, { MaxNumberOfMessages: 2 }))).toEqual(['1', '2']);
    pass(30);
    expect(bodies(await receive(url))).toEqual(['1', '2', '3']);
  });

  it('gives what is left of a group when its first message expires', async () => {
    const { create, send, receive, pass } = await connectQueues();
    const attributes = { ContentBasedDeduplication: 'true', MessageRetentionPeriod: '60' };
    const url = await create('jobs.fifo', attributes);
    await send(url, 'old', { MessageGroupId: 'g' });
    pass(30);
    for (const body of ['new', 'newer']) await send(url, body, { MessageGroupId: 'g' });
    pass(30);
    expect(bodies(await receive(url, { MaxNumberOfMessages: 1 }))).toEqual(['new']);
  });

  it('accepts a duplicate for five minutes without storing it', async () => {
    const { sqs, create, receive, pass } = await connectQueues();
    const QueueUrl = await create('jobs.fifo');
    const command = (body: string) =>
      new SendMessageCommand({
        QueueUrl,
        MessageBody: body,
        MessageGroupId: 'g',
        MessageDeduplicationId: 'once',
      });
    const first = await sqs.send(command('a'));
    const [message] = await receive(QueueUrl);
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    pass(299);
    expect(await sqs.send(command('b'))).toMatchObject({
      MessageId: first.MessageId,
      SequenceNumber: first.SequenceNumber,
    });
    expect(await receive(QueueUrl)).toEqual([]);
    pass(1);
    const again = await sqs.send(command('c'));
    expect(BigInt(again.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(first.SequenceNumber ?? 0));
    expect((await receive(QueueUrl))[0]).toMatchObject({
      Body: 'c',
      Attributes: {
        MessageGroupId: 'g',
        MessageDeduplicationId: 'once',
        SequenceNumber: again.SequenceNumber,
      },
    });
  });

  it('tells duplicates apart by queue or by group', async () => {
    const { create, send, receive } = await connectQueues();
    const scoped = { ContentBasedDeduplication: 'true', DeduplicationScope: 'messageGroup' };
    const perQueue = await create('one.fifo', { ContentBasedDeduplication: 'true' });
    const perGroup = await create('two.fifo', scoped);
    for (const url of [perQueue, perGroup]) {
      for (const MessageGroupId of ['g', 'h']) await send(url, 'same', { MessageGroupId });
    }
    expect(await receive(perQueue)).toHaveLength(1);
    expect(await receive(perGroup)).toHaveLength(2);
  });

  it('knows no old receipt handles', async () => {
    const { sqs, create, send, receive, pass } = await connectQueues();
    const QueueUrl = await create('jobs.fifo', { ContentBasedDeduplication: 'true' });
    await send(QueueUrl, 'a', { MessageGroupId: 'g' });
    const [message] = await receive(QueueUrl);
    pass(31);
    const ReceiptHandle = message?.ReceiptHandle;
    await expect(sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
    });
  });

  it('begins a dead letter’s age anew', async () => {
    const { create, send, receive, pass } = await connectQueues();
    const dead = await create('jobs-dlq.fifo');
    const deadLetterTargetArn = 'arn:aws:sqs:eu-west-1:123456789012:jobs-dlq.fifo';
    const url = await create('jobs.fifo', {
      ContentBasedDeduplication: 'true',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: '1' }),
    });
    await send(url, 'poison', { MessageGroupId: 'g' });
    const [first] = await receive(url);
    pass(31);
    await receive(url);
    const [letter] = await receive(dead);
    expect(letter?.MessageId).toBe(first?.MessageId);
    expect(Number(letter?.Attributes?.SentTimestamp)).toBe(Number(first?.Attributes?.SentTimestamp) + 31_000);
  });

  it('needs a group and a deduplication id', async () => {
    const { sqs, create, send } = await connectQueues();
    const url = await create('jobs.fifo');
    const noId =
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly';
    const noGroup = 'The request must contain the parameter MessageGroupId.';
    const batch = (entry: object) =>
      sqs.send(
        new SendMessageBatchCommand({ QueueUrl: url, Entries: [{ Id: '1', MessageBody: 'a', ...entry }] }),
      );
    await expect(send(url, 'a', { MessageGroupId: 'g' })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: noId,
    });
    await expect(send(url, 'a', { MessageDeduplicationId: 'd' })).rejects.toMatchObject({
      name: 'MissingParameter',
      message: noGroup,
    });
    // In a batch both fail the whole of it, by one name (recorded).
    await expect(batch({ MessageGroupId: 'g' })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: noId,
    });
    await expect(batch({ MessageDeduplicationId: 'd' })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: noGroup,
    });
    await expect(
      send(url, 'a', { MessageGroupId: 'g', MessageDeduplicationId: 'd', DelaySeconds: 2 }),
    ).rejects.toMatchObject({
      message:
        'Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.',
    });
  });
});
