import { describe, expect, it } from 'vitest';
import { aws, hasCli } from './aws-cli.ts';
import { arnOf, connectQueues } from './sqs.ts';

const DEAD = 'notify-sms-sender-dlq';

// Only where the CLI is installed: it is another client's judgement of the same wire.
describe.runIf(hasCli)('the aws CLI', () => {
  it('moves the messages of a dead-letter queue', async () => {
    const { endpoint, pass, world } = await connectQueues({ scenario: 'company' });
    const sqs = (...args: string[]) => aws(endpoint, 'sqs', ...args);
    const SourceArn = ['--source-arn', arnOf(DEAD)];
    const { TaskHandle } = await sqs('start-message-move-task', ...SourceArn);
    pass(60);
    const { Results } = await sqs('list-message-move-tasks', ...SourceArn);
    expect(TaskHandle).toMatch(/^[A-Za-z0-9+/=]+$/);
    expect(Results).toMatchObject([
      {
        Status: 'COMPLETED',
        ApproximateNumberOfMessagesMoved: 37,
        ApproximateNumberOfMessagesToMove: 37,
      },
    ]);
    expect(world.queues.named(DEAD)?.counts(world.clock.now()).visible).toBe(0);
  });

  it('sends and receives, checking the sums of bodies', async () => {
    const { endpoint, create } = await connectQueues();
    const sqs = (...args: string[]) => aws(endpoint, 'sqs', ...args);
    const url = ['--queue-url', await create('jobs')];
    const attribute = '{"kind":{"DataType":"String","StringValue":"order"}}';
    await sqs('send-message', ...url, '--message-body', 'héllo', '--message-attributes', attribute);
    const { Messages } = await sqs('receive-message', ...url, '--message-attribute-names', 'All');
    expect(Messages).toMatchObject([
      { Body: 'héllo', MessageAttributes: { kind: { DataType: 'String', StringValue: 'order' } } },
    ]);
  });

  it('is told the old code and the text of an error', async () => {
    const { endpoint } = await connectQueues();
    const QueueUrl = `${endpoint}/123456789012/nope`;
    await expect(aws(endpoint, 'sqs', 'receive-message', '--queue-url', QueueUrl)).rejects.toThrow(
      'An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the ReceiveMessage operation: The specified queue does not exist.',
    );
  });
});
