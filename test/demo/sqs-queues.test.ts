import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  type QueueAttributeName,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { START } from './connect.ts';
import { arnOf, connectQueues, redriveTo } from './sqs.ts';

const SECONDS = String(START / 1000);

describe('a new queue', () => {
  it('has AWS’s defaults and what was asked for', async () => {
    const { sqs, create, endpoint } = await connectQueues();
    const QueueUrl = await create('jobs', { VisibilityTimeout: '69', DelaySeconds: '420' });
    expect(QueueUrl).toBe(`${endpoint}/123456789012/jobs`);
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    expect(Attributes).toEqual({
      QueueArn: arnOf('jobs'),
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
      ApproximateNumberOfMessagesDelayed: '0',
      CreatedTimestamp: SECONDS,
      LastModifiedTimestamp: SECONDS,
      VisibilityTimeout: '69',
      MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '345600',
      DelaySeconds: '420',
      ReceiveMessageWaitTimeSeconds: '0',
      SqsManagedSseEnabled: 'true',
    });
  });

  it('is FIFO by name and attribute, with the attributes of its type', async () => {
    const { sqs, create } = await connectQueues();
    const QueueUrl = await create('jobs.fifo');
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      FifoQueue: 'true',
      ContentBasedDeduplication: 'false',
      DeduplicationScope: 'queue',
      FifoThroughputLimit: 'perQueue',
    });
    await expect(sqs.send(new CreateQueueCommand({ QueueName: 'two.fifo' }))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
    await expect(create('three', { FifoQueue: 'true' })).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });

  it('may be asked for again, but not with another value', async () => {
    const { create } = await connectQueues();
    const url = await create('jobs', { DelaySeconds: '1' });
    expect(await create('jobs', { DelaySeconds: '1' })).toBe(url);
    expect(await create('jobs')).toBe(url);
    await expect(create('jobs', { DelaySeconds: '2' })).rejects.toMatchObject({
      name: 'QueueNameExists',
      Code: 'QueueAlreadyExists',
      message: 'A queue already exists with the same name and a different value for attribute DelaySeconds',
    });
  });

  it.each(['', 'with space', 'a'.repeat(81), 'dot.ted'])('may not be called "%s"', async (name) => {
    const { create } = await connectQueues();
    await expect(create(name)).rejects.toMatchObject({
      name: expect.stringMatching(/^(InvalidParameterValue|MissingParameter)$/),
    });
  });
});

describe('a deleted queue', () => {
  it('is gone at once, and its name comes free after a minute', async () => {
    const { sqs, create, pass } = await connectQueues();
    const QueueUrl = await create('jobs');
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    await expect(
      sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] })),
    ).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
      Code: 'AWS.SimpleQueueService.NonExistentQueue',
      message: 'The specified queue does not exist.',
      $metadata: { httpStatusCode: 400 },
    });
    await expect(sqs.send(new GetQueueUrlCommand({ QueueName: 'jobs' }))).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
    pass(59);
    await expect(create('jobs')).rejects.toMatchObject({ name: 'QueueDeletedRecently' });
    pass(1);
    expect(await create('jobs')).toBe(QueueUrl);
  });
});

describe('attributes', () => {
  it('are set together or not at all, and removed with empty text', async () => {
    const { sqs, create, pass } = await connectQueues();
    await create('jobs-dlq');
    const QueueUrl = await create('jobs');
    const set = (Attributes: Record<string, string>) =>
      sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    const get = async (...AttributeNames: QueueAttributeName[]) =>
      (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).Attributes;
    pass(100);
    await expect(set({ VisibilityTimeout: '5', DelaySeconds: '901' })).rejects.toMatchObject({
      name: 'InvalidAttributeValue',
      message: 'Invalid value for the parameter DelaySeconds.',
    });
    expect(await get('VisibilityTimeout', 'LastModifiedTimestamp')).toEqual({
      VisibilityTimeout: '30',
      LastModifiedTimestamp: SECONDS,
    });
    await set({ VisibilityTimeout: '5', ...redriveTo('jobs-dlq', 7) });
    expect(await get('VisibilityTimeout', 'RedrivePolicy', 'LastModifiedTimestamp')).toEqual({
      VisibilityTimeout: '5',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf('jobs-dlq'), maxReceiveCount: 7 }),
      LastModifiedTimestamp: String(START / 1000 + 100),
    });
    await set({ RedrivePolicy: '' });
    expect(await get('RedrivePolicy')).toBeUndefined();
    expect(await get()).toBeUndefined();
  });

  it.each([
    ['Nonsense', '1', 'InvalidAttributeName', 'Unknown Attribute Nonsense.'],
    ['FifoQueue', 'true', 'InvalidAttributeName', 'Unknown Attribute FifoQueue.'],
    [
      'ContentBasedDeduplication',
      'true',
      'InvalidAttributeName',
      'Unknown Attribute ContentBasedDeduplication.',
    ],
    [
      'VisibilityTimeout',
      '43201',
      'InvalidAttributeValue',
      'Invalid value for the parameter VisibilityTimeout.',
    ],
    [
      'MessageRetentionPeriod',
      '59',
      'InvalidAttributeValue',
      'Invalid value for the parameter MessageRetentionPeriod.',
    ],
    [
      'MaximumMessageSize',
      '1048577',
      'InvalidAttributeValue',
      'Invalid value for the parameter MaximumMessageSize.',
    ],
    [
      'ReceiveMessageWaitTimeSeconds',
      'x',
      'InvalidAttributeValue',
      'Invalid value for the parameter ReceiveMessageWaitTimeSeconds.',
    ],
    ['Policy', '{', 'InvalidAttributeValue', 'Invalid value for the parameter Policy.'],
    [
      'SqsManagedSseEnabled',
      'yes',
      'InvalidAttributeValue',
      'Invalid value for the parameter SqsManagedSseEnabled.',
    ],
    [
      'RedrivePolicy',
      '{"deadLetterTargetArn": "dummy", "maxReceiveCount": 42}',
      'InvalidParameterValue',
      'Value {"deadLetterTargetArn": "dummy", "maxReceiveCount": 42} for parameter RedrivePolicy is invalid. Reason: Invalid value for deadLetterTargetArn.',
    ],
    [
      'RedrivePolicy',
      `{"deadLetterTargetArn":"${arnOf('jobs')}"}`,
      'InvalidParameterValue',
      `Value {"deadLetterTargetArn":"${arnOf('jobs')}"} for parameter RedrivePolicy is invalid. Reason: Redrive policy does not contain mandatory attribute: maxReceiveCount.`,
    ],
    [
      'RedriveAllowPolicy',
      '{"redrivePermission":"byQueue"}',
      'InvalidParameterValue',
      expect.stringContaining('you must also specify one or more sourceQueueArns values.'),
    ],
    ['RedriveAllowPolicy', '[]', 'InvalidAttributeValue', expect.stringContaining('unsupported format')],
  ])('%s = %s is refused', async (attribute, value, name, message) => {
    const { sqs, create } = await connectQueues();
    const QueueUrl = await create('jobs');
    await expect(
      sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { [attribute]: value } })),
    ).rejects.toMatchObject({ name, message });
  });

  it('of the other kind of queue, of none, or closed to it, are no dead-letter target', async () => {
    const { create } = await connectQueues();
    await create('fifo.fifo');
    await create('denied', { RedriveAllowPolicy: '{"redrivePermission":"denyAll"}' });
    const sourceQueueArns = [arnOf('friend')];
    await create('choosy', {
      RedriveAllowPolicy: JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns }),
    });
    for (const target of ['fifo.fifo', 'nope', 'denied', 'choosy']) {
      await expect(create('jobs', redriveTo(target))).rejects.toMatchObject({
        name: 'InvalidParameterValue',
        message: expect.stringMatching(/^Value .* for parameter RedrivePolicy is invalid. Reason: /),
      });
    }
    expect(await create('friend', redriveTo('choosy'))).toContain('friend');
  });

  it('choose one kind of encryption', async () => {
    const { sqs, create } = await connectQueues();
    const QueueUrl = await create('jobs', { KmsMasterKeyId: 'testKeyId' });
    const AttributeNames: QueueAttributeName[] = ['KmsMasterKeyId', 'SqsManagedSseEnabled'];
    const get = () => sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
    expect((await get()).Attributes).toEqual({ KmsMasterKeyId: 'testKeyId', SqsManagedSseEnabled: 'false' });
    const both = { SqsManagedSseEnabled: 'true', KmsMasterKeyId: 'other' };
    await expect(
      sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: both })),
    ).rejects.toMatchObject({ name: 'InvalidAttributeName' });
  });

  it('that do not exist cannot be asked for', async () => {
    const { sqs, create } = await connectQueues();
    const QueueUrl = await create('jobs');
    const AttributeNames = ['Nonsense' as QueueAttributeName];
    await expect(sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).rejects.toMatchObject(
      { name: 'InvalidAttributeName', message: 'Unknown Attribute Nonsense.' },
    );
  });
});

it('queues are listed by prefix, in pages when asked', async () => {
  const { sqs, create } = await connectQueues();
  const urls = [await create('a-1'), await create('a-2'), await create('a-3')];
  await create('b-1');
  const first = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'a-', MaxResults: 2 }));
  expect(first.QueueUrls).toEqual(urls.slice(0, 2));
  const { NextToken } = first;
  const rest = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'a-', MaxResults: 2, NextToken }));
  expect(rest.QueueUrls).toEqual(urls.slice(2));
  expect(rest.NextToken).toBeUndefined();
  expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toHaveLength(4);
  expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'z' }))).QueueUrls).toBeUndefined();
  await expect(sqs.send(new ListQueuesCommand({ NextToken }))).rejects.toMatchObject({
    message: 'MaxResults is a mandatory parameter when you provide a value for NextToken.',
  });
});

it('tags are added, changed and removed', async () => {
  const { sqs, create } = await connectQueues();
  const QueueUrl = await create('jobs');
  const tags = async () => (await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags;
  expect(await tags()).toBeUndefined();
  await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { team: 'orders', empty: '' } }));
  await sqs.send(new TagQueueCommand({ QueueUrl, Tags: { team: 'checkout' } }));
  expect(await tags()).toEqual({ team: 'checkout', empty: '' });
  await sqs.send(new UntagQueueCommand({ QueueUrl, TagKeys: ['empty', 'unknown'] }));
  expect(await tags()).toEqual({ team: 'checkout' });
});

it.each(['not a url', 'http://host/123456789012', '/123456789012/jobs'])(
  'the address %s is no queue',
  async (QueueUrl) => {
    const { sqs, create } = await connectQueues();
    await create('jobs');
    await expect(
      sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] })),
    ).rejects.toMatchObject({ name: 'InvalidAddress', $metadata: { httpStatusCode: 404 } });
  },
);
