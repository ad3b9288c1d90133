import {
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { START } from './connect.ts';
import { arnOf, connectQueues } from './sqs.ts';

const DEAD = 'orders-fulfilment-worker-dlq';
const COMPANY = { scenario: 'company' };

describe('the queues of the company', () => {
  it('are all listed', async () => {
    const { sqs, endpoint, world } = await connectQueues(COMPANY);
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    expect(QueueUrls).toHaveLength(world.queues.size);
    expect(QueueUrls).toContain(`${endpoint}/123456789012/${DEAD}`);
  });

  it('hold as many messages as they say, dead letters of their sources among them', async () => {
    const { sqs, endpoint, receive } = await connectQueues(COMPANY);
    const QueueUrl = `${endpoint}/123456789012/${DEAD}`;
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
    );
    expect(Attributes).toEqual({ ApproximateNumberOfMessages: '250' });
    const ids = new Set<string>();
    for (let page = await receive(QueueUrl); page.length > 0; page = await receive(QueueUrl)) {
      for (const { MessageId = '', Attributes, Body = '' } of page) {
        ids.add(MessageId);
        expect(Attributes?.DeadLetterQueueSourceArn).toBe(arnOf('orders-fulfilment-worker-queue'));
        expect(Attributes?.ApproximateReceiveCount).toBe('4');
        expect(Number(Attributes?.SentTimestamp)).toBeLessThan(START);
        expect(JSON.parse(Body)).toMatchObject({ data: { orderId: expect.stringMatching(/^ord_/) } });
      }
    }
    expect(ids.size).toBe(250);
  });

  it('hold the raw events of asynchronous functions, as Lambda puts them there', async () => {
    const { endpoint, receive } = await connectQueues(COMPANY);
    const [message] = await receive(`${endpoint}/123456789012/checkout-async-dlq`);
    expect(message?.MessageAttributes).toMatchObject({
      RequestID: { DataType: 'String', StringValue: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      ErrorCode: { DataType: 'Number', StringValue: '200' },
      ErrorMessage: { DataType: 'String' },
    });
    expect(message?.Attributes).not.toHaveProperty('DeadLetterQueueSourceArn');
  });

  it('can be redriven', async () => {
    const { sqs, world, pass } = await connectQueues(COMPANY);
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf(DEAD) }));
    pass(10);
    const now = world.clock.now();
    expect(world.queues.tasks.of(arnOf(DEAD), now)).toMatchObject([{ status: 'COMPLETED', moved: 250 }]);
    expect(world.queues.at(arnOf(DEAD))?.counts(now).visible).toBe(0);
  });

  it('are the same for the same seed, in whatever order they are looked at', async () => {
    const names = [DEAD, 'notify-sms-sender-dlq', 'partner-marketplace-sync-worker-queue'];
    const read = async (seed: number, order: string[]) => {
      const { sqs, endpoint } = await connectQueues({ ...COMPANY, seed });
      const found: Record<string, unknown> = {};
      for (const name of order) {
        const QueueUrl = `${endpoint}/123456789012/${name}`;
        const { Messages } = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: 10,
            MessageSystemAttributeNames: ['All'],
          }),
        );
        found[name] = Messages;
      }
      return found;
    };
    const [first, again, other] = [
      await read(1, names),
      await read(1, names.toReversed()),
      await read(2, names),
    ];
    expect(again).toEqual(first);
    for (const name of names) expect(other[name]).not.toEqual(first[name]);
  });
});
