import {
  CancelMessageMoveTaskCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src/demo/world/queues/settings.ts';
import { START } from './connect.ts';
import { arnOf, bodies, connectQueues, redriveTo } from './sqs.ts';

/** A queue `jobs` with as many messages in its dead-letter queue `jobs-dlq` as told, and a queue `other`. */
async function withDeadLetters(count: number) {
  const account = await connectQueues();
  const { sqs, create, send, receive } = account;
  const dead = await create('jobs-dlq');
  const jobs = await create('jobs', redriveTo('jobs-dlq', 1));
  const other = await create('other');
  const SourceArn = arnOf('jobs-dlq');
  for (let index = 0; index < count; index++) await send(jobs, `message ${index}`);
  await receive(jobs, { VisibilityTimeout: 0 });
  await receive(jobs, { VisibilityTimeout: 0 });
  return {
    ...account,
    dead,
    jobs,
    other,
    SourceArn,
    start: (more: object = {}) => sqs.send(new StartMessageMoveTaskCommand({ SourceArn, ...more })),
    async tasks(MaxResults?: number) {
      return (await sqs.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults }))).Results ?? [];
    },
    async depth(QueueUrl: string) {
      const AttributeNames = ['ApproximateNumberOfMessages' as const];
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
      return Number(Attributes?.ApproximateNumberOfMessages);
    },
  };
}

describe('a message move task', () => {
  it('takes dead letters back to their source, at its rate, as new messages', async () => {
    const { start, tasks, pass, depth, dead, jobs, receive, SourceArn } = await withDeadLetters(4);
    const [before] = await receive(dead, { MaxNumberOfMessages: 1, VisibilityTimeout: 0 });
    const { TaskHandle } = await start({ MaxNumberOfMessagesPerSecond: 1 });
    expect(await tasks()).toEqual([
      {
        TaskHandle,
        Status: 'RUNNING',
        SourceArn,
        MaxNumberOfMessagesPerSecond: 1,
        ApproximateNumberOfMessagesMoved: 0,
        ApproximateNumberOfMessagesToMove: 4,
        StartedTimestamp: START,
      },
    ]);
    pass(2);
    expect([await depth(dead), await depth(jobs)]).toEqual([2, 2]);
    pass(10);
    expect(await tasks()).toMatchObject([{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 4 }]);
    expect((await tasks())[0]).not.toHaveProperty('TaskHandle');
    const moved = await receive(jobs);
    expect(bodies(moved)).toEqual(['message 0', 'message 1', 'message 2', 'message 3']);
    expect(moved[0]?.MessageId).not.toBe(before?.MessageId);
    expect(moved[0]?.Attributes).toMatchObject({
      ApproximateReceiveCount: '1',
      SentTimestamp: String(START + 1000),
    });
    expect(moved[0]?.Attributes).not.toHaveProperty('DeadLetterQueueSourceArn');
  });

  it('takes them to another queue, but not those in flight', async () => {
    const { start, tasks, pass, depth, dead, other, receive } = await withDeadLetters(3);
    await receive(dead, { MaxNumberOfMessages: 1, VisibilityTimeout: 600 });
    await start({ DestinationArn: arnOf('other') });
    pass(60);
    expect(await tasks()).toMatchObject([
      { Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 2, DestinationArn: arnOf('other') },
    ]);
    expect(await depth(other)).toBe(2);
    pass(600);
    expect(await depth(dead)).toBe(1);
  });

  it('fails for a message that SQS did not put there, unless it is told where to', async () => {
    const { start, tasks, pass, send, depth, dead, other } = await withDeadLetters(2);
    await send(dead, 'sent by hand');
    await start();
    pass(60);
    expect(await tasks()).toMatchObject([
      {
        Status: 'FAILED',
        FailureReason: 'CouldNotDetermineMessageSource',
        ApproximateNumberOfMessagesMoved: 2,
        ApproximateNumberOfMessagesToMove: 3,
      },
    ]);
    expect(await depth(dead)).toBe(1);
    await start({ DestinationArn: arnOf('other') });
    pass(60);
    expect(await depth(other)).toBe(1);
    expect((await tasks(10)).map((task) => task.Status)).toEqual(['COMPLETED', 'FAILED']);
  });

  it('fails when its destination is deleted', async () => {
    const { start, tasks, pass, world, dead, receive } = await withDeadLetters(10);
    await start({ DestinationArn: arnOf('other'), MaxNumberOfMessagesPerSecond: 1 });
    pass(3);
    expect(await tasks()).toMatchObject([{ ApproximateNumberOfMessagesMoved: 3 }]);
    const queue = world.queues.named('other');
    if (queue !== undefined) world.queues.remove(queue, START);
    pass(10);
    expect(await tasks()).toMatchObject([
      {
        Status: 'FAILED',
        FailureReason: 'AWS.SimpleQueueService.NonExistentQueue',
        ApproximateNumberOfMessagesMoved: 3,
      },
    ]);
    expect(await receive(dead)).toHaveLength(7);
  });

  it('moves a few more when cancelled', async () => {
    const { sqs, start, tasks, pass } = await withDeadLetters(10);
    const { TaskHandle } = await start({ MaxNumberOfMessagesPerSecond: 1 });
    pass(2);
    const cancel = () => sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
    expect(await cancel()).toMatchObject({ ApproximateNumberOfMessagesMoved: 2 });
    expect(await tasks()).toMatchObject([{ Status: 'CANCELLING' }]);
    await expect(cancel()).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    pass(30);
    expect(await tasks()).toMatchObject([{ Status: 'CANCELLED', ApproximateNumberOfMessagesMoved: 4 }]);
  });

  it('moves the messages of a FIFO queue in order, deduplicated by their ids', async () => {
    const { sqs, create, send, receive, pass } = await connectQueues();
    const dead = await create('jobs-dlq.fifo');
    const jobs = await create('jobs.fifo', { ...redriveTo('jobs-dlq.fifo', 1) });
    for (const body of ['a', 'b', 'c']) {
      await send(jobs, body, { MessageGroupId: 'g', MessageDeduplicationId: body });
    }
    await receive(jobs, { VisibilityTimeout: 0 });
    await receive(jobs, { VisibilityTimeout: 0 });
    const letters = await receive(dead, { VisibilityTimeout: 0 });
    expect(bodies(letters)).toEqual(['a', 'b', 'c']);
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf('jobs-dlq.fifo') }));
    pass(10);
    const back = await receive(jobs);
    expect(bodies(back)).toEqual(['a', 'b', 'c']);
    expect(back.map((each) => each.Attributes?.MessageDeduplicationId)).toEqual(
      letters.map((each) => each.MessageId),
    );
  });
});

describe('starting a message move task is refused', () => {
  it.each([
    [
      'of a queue that is nobody’s dead-letter queue',
      { SourceArn: arnOf('other') },
      'InvalidParameterValue',
      'Source queue must be configured as a Dead Letter Queue.',
    ],
    [
      'of a queue that is not there',
      { SourceArn: arnOf('nope') },
      'ResourceNotFoundException',
      "The resource that you specified for the SourceArn parameter doesn't exist.",
    ],
    [
      'to a queue that is not there',
      { DestinationArn: arnOf('nope') },
      'ResourceNotFoundException',
      "The resource that you specified for the DestinationArn parameter doesn't exist.",
    ],
    [
      'to itself',
      { DestinationArn: arnOf('jobs-dlq') },
      'InvalidParameterValue',
      'The source queue and destination queue must be different.',
    ],
    [
      'at a rate of 501',
      { MaxNumberOfMessagesPerSecond: 501 },
      'InvalidParameterValue',
      "Value for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: You must enter a number that's between 1 and 500.",
    ],
    [
      'of something that is no ARN',
      { SourceArn: 'jobs-dlq' },
      'InvalidParameterValue',
      'You must use this format to specify the SourceArn: arn:<partition>:<service>:<region>:<account-id>:<resource-id>',
    ],
  ])('%s', async (_, more, name, message) => {
    const { start } = await withDeadLetters(0);
    await expect(start(more)).rejects.toMatchObject({ name, message });
  });

  it('while one is active', async () => {
    const { start } = await withDeadLetters(1);
    await start();
    await expect(start()).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message:
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    });
  });

  it('while a hundred are active', async () => {
    const { world, start } = await withDeadLetters(0);
    for (let index = 0; index < 100; index++) {
      const queue = world.queues.create(`queue-${index}`, DEFAULT_SETTINGS, START);
      world.queues.tasks.start(queue, { destinationArn: undefined, ratePerS: 1 }, START);
    }
    await expect(start()).rejects.toMatchObject({ name: 'UnsupportedOperation' });
  });
});

it.each([
  ['foobared', 'InvalidParameterValue', 'Value for parameter TaskHandle is invalid.'],
  [
    handle('nope'),
    'ResourceNotFoundException',
    "The resource that you specified for the SourceArn parameter doesn't exist.",
  ],
  [handle('jobs-dlq'), 'ResourceNotFoundException', 'Task does not exist.'],
])('cancelling %s is refused', async (TaskHandle, name, message) => {
  const { sqs } = await withDeadLetters(0);
  await expect(sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle }))).rejects.toMatchObject({
    name,
    message,
  });
});

it('the sources of a dead-letter queue are listed, in pages when asked', async () => {
  const { sqs, create, dead: QueueUrl, jobs } = await withDeadLetters(0);
  const second = await create('more', redriveTo('jobs-dlq'));
  expect(await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl }))).toMatchObject({
    queueUrls: [jobs, second],
  });
  const page = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl, MaxResults: 1 }));
  expect(page.queueUrls).toEqual([jobs]);
  const rest = { QueueUrl, MaxResults: 1, NextToken: page.NextToken };
  expect(await sqs.send(new ListDeadLetterSourceQueuesCommand(rest))).toMatchObject({ queueUrls: [second] });
  const none = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: second }));
  expect(none.queueUrls).toEqual([]);
});

function handle(queue: string): string {
  const taskId = '10f57157-fc38-4da9-a113-4de7e12d05aa';
  return Buffer.from(JSON.stringify({ taskId, sourceArn: arnOf(queue) })).toString('base64');
}
