/**
 * Looking and redriving on an SQS server that nobody here wrote, in real time. What it lacks is not asked of it: order
 * within a FIFO group (it does not lock groups), and the refusals of mixed queues, which need no server.
 */
import type { AddressInfo } from 'node:net';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { createSqsServer } from 'local-aws-sqs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { parseWhere } from '../../../src/domain/dead-letters/where.ts';
import { silentLogger } from '../../../src/domain/logger.ts';
import { connect } from '../../../src/gateways/aws/account.ts';
import { stateDirFrom } from '../../../src/journal/state-dir.ts';
import { createOperations } from '../../../src/operations/operations.ts';
import { openPeek } from '../../../src/operations/redrive/peek-session.ts';
import { createRedrives } from '../../../src/operations/redrive/redrives.ts';
import type { SelectionRequest } from '../../../src/operations/redrive/request.ts';
import { realSleep } from '../../../src/operations/runner/patience.ts';
import { scopeAt } from '../../gateways/connect.ts';
import { queueWorld, temporaryDirectory } from './queues.ts';

const REGION = 'eu-west-1';
const signal = new AbortController().signal;
const arnOf = (name: string): string => `arn:aws:sqs:${REGION}:123456789012:${name}`;

/** That server with a source queue that has given up `count` messages; all else of AWS is the embedded account. */
async function scene(count: number, end: '' | '.fifo' = '') {
  const { endpoint } = await queueWorld();
  const server = await createSqsServer({ port: 0, hostname: '127.0.0.1', region: REGION });
  onTestFinished(() => void server.close());
  const sqsUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  const sqs = new SQSClient({ endpoint: sqsUrl, region: REGION, credentials });
  onTestFinished(() => sqs.destroy());

  const create = async (QueueName: string, attributes: Record<string, string> = {}): Promise<string> => {
    const Attributes = { ...attributes, ...(end ? { FifoQueue: 'true' } : {}) };
    await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    return `${sqsUrl}/123456789012/${QueueName}`;
  };
  const dlq = await create(`orders-dlq${end}`);
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: arnOf(`orders-dlq${end}`),
    maxReceiveCount: 1,
  });
  const source = await create(`orders${end}`, { VisibilityTimeout: '1', RedrivePolicy });

  const receive = async (QueueUrl: string, VisibilityTimeout: number): Promise<Message[]> => {
    const wanted = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout, MessageAttributeNames: ['All'] };
    return (await sqs.send(new ReceiveMessageCommand(wanted))).Messages ?? [];
  };
  const counts = async (QueueUrl: string): Promise<readonly [visible: number, inFlight: number]> => {
    const all = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = all.Attributes ?? {};
    return [Number(ApproximateNumberOfMessages), Number(ApproximateNumberOfMessagesNotVisible)];
  };
  for (let first = 0; first < count; first += 10) {
    const numbers = Array.from({ length: Math.min(10, count - first) }, (_, index) => first + index);
    const Entries = numbers.map((number) => ({
      Id: String(number),
      MessageBody: JSON.stringify({ n: number }),
      MessageAttributes: {
        tenant: { DataType: 'String', StringValue: 'a' },
        raw: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255) },
      },
      ...(end ? { MessageGroupId: `group-${number % 3}`, MessageDeduplicationId: `once-${number}` } : {}),
    }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: source, Entries }));
  }
  await vi.waitFor(
    async () => {
      await receive(source, 0);
      expect(await counts(dlq)).toEqual([count, 0]);
    },
    { timeout: 30_000, interval: 5 },
  );

  const scope = scopeAt(endpoint, { serviceEndpoints: { sqs: sqsUrl } });
  const clock = { now: () => Date.now() };
  const aws = connect(scope, { logger: silentLogger, clock: { now: () => performance.now() * 1_000 } });
  onTestFinished(() => aws.close());
  const stateDir = stateDirFrom(temporaryDirectory(), {});
  const redrives = createRedrives({
    aws,
    operations: createOperations({ scope, aws, stateDir, clock }),
    clock,
  });
  const queue = await aws.queues.queueAttributes(arnOf(`orders-dlq${end}`));
  const redrive = async (wanted: Partial<SelectionRequest>) => {
    const request: SelectionRequest = {
      ...{ queue, limit: null, where: null, named: null, again: false, ratePerS: 1_000 },
      words: ['redrive', queue.arn],
      ...wanted,
    };
    return redrives.run(await redrives.prepare(request, signal), { probe: false });
  };
  const peek = () => openPeek(dlq, { limit: 200 }, { messages: aws.messages, clock, sleep: realSleep });
  return { source, dlq, receive, counts, redrives, queue, redrive, peek };
}

describe('on another SQS server', () => {
  it('every message is looked at once, knows where it comes from, and is given back', async () => {
    const { dlq, counts, peek } = await scene(57);
    const session = peek();
    const letters = [];
    for await (const batch of session.batches()) letters.push(...batch);
    expect(new Set(letters.map(({ body }) => body)).size).toBe(57);
    expect(letters).toHaveLength(57);
    expect(letters[0]).toMatchObject({ sourceQueueArn: arnOf('orders') });
    await session.close();
    expect(await counts(dlq)).toEqual([57, 0]);
  });

  it('the messages that were meant go back with their attributes, and the others stay', async () => {
    const { source, dlq, receive, counts, redrive } = await scene(30);
    const result = await redrive({ where: parseWhere('body.n=7') });
    expect(result).toMatchObject({ outcome: 'done', counts: { redriven: 1 } });
    const [message] = await receive(source, 60);
    expect(message).toMatchObject({
      Body: '{"n":7}',
      MessageAttributes: {
        tenant: { StringValue: 'a' },
        raw: { DataType: 'Binary', BinaryValue: Uint8Array.of(0, 255) },
      },
    });
    expect(await redrive({ limit: 9 })).toMatchObject({ outcome: 'done', counts: { redriven: 9 } });
    expect(await counts(dlq)).toEqual([20, 0]);
  });

  it('a FIFO queue is emptied, each message under its group', async () => {
    const { dlq, counts, redrive } = await scene(12, '.fifo');
    expect(await redrive({})).toMatchObject({ outcome: 'done', counts: { redriven: 12, doubled: 0 } });
    expect(await counts(dlq)).toEqual([0, 0]);
  });

  it('SQS moves the whole queue by itself', async () => {
    const { dlq, counts, redrives, queue } = await scene(20);
    const plan = await redrives.planMove({ queue, ratePerS: null }, signal);
    const result = await redrives.runMove(plan, { probe: false });
    expect(result).toMatchObject({ outcome: 'done', error: null, task: { status: 'COMPLETED' } });
    expect(await counts(dlq)).toEqual([0, 0]);
  });
});
