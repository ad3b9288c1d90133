/** An SQS server that nobody here wrote, behind a proxy that makes it misbehave and keeps the test's time for it. */
import { randomUUID } from 'node:crypto';
import { createRequestHandler } from 'local-aws-sqs';
import { onTestFinished } from 'vitest';
import { ACCOUNT, REGION } from '../../../../src/demo/account.ts';
import type { MessageAttribute } from '../../../../src/demo/world/queues/message.ts';
import { silentLogger } from '../../../../src/domain/logger.ts';
import { connect } from '../../../../src/gateways/aws/account.ts';
import { scopeAt } from '../../../gateways/connect.ts';
import { arnOf, type Letter, queueWorld, withFunction } from '../queues.ts';
import { faultProxy, type Json } from './fault-proxy.ts';
import type { QueueServer, TakenMessage } from './queue-server.ts';

/** See the file's head. */
export const localAwsSqs: QueueServer = {
  name: 'local-aws-sqs',
  lacks: [
    {
      what: 'fifo-group-locks',
      why: 'it gives out messages of a group of which one is in flight: after a lost reply later ones come first',
    },
    {
      what: 'counts-of-visible',
      why: 'its ApproximateNumberOfMessages counts messages in flight too',
    },
  ],
  runs: { crashes: 6, faults: 10 },
  async start() {
    const world = await queueWorld();
    const { account, endpoint, clock } = world;
    const events = await withFunction(world);
    type Sqs = ReturnType<typeof createRequestHandler>;
    let sqs: Sqs | undefined;
    const proxy = await faultProxy({
      handlerFor: (port) => {
        sqs = createRequestHandler({ port, hostname: '127.0.0.1', region: REGION, accountId: ACCOUNT });
        return sqs.requestHandler;
      },
      clock,
    });
    const scope = scopeAt(endpoint, { serviceEndpoints: { sqs: proxy.url } });
    const aws = connect(scope, { logger: silentLogger, clock: { now: () => performance.now() * 1_000 } });
    onTestFinished(() => {
      aws.close();
      sqs?.service.resetAll();
    });

    const urlOf = (name: string): string => `${proxy.url}/${ACCOUNT}/${name}`;
    const pass = async (ms: number): Promise<void> => {
      world.pass(ms);
      await proxy.settleVisibility();
    };
    return {
      ...{ endpoint, clock, aws, events, pass },
      sleep: pass,
      async create(name, target) {
        const RedrivePolicy =
          target && JSON.stringify({ deadLetterTargetArn: target.arn, maxReceiveCount: 1 });
        const FifoQueue = name.endsWith('.fifo') ? 'true' : undefined;
        await proxy.call('CreateQueue', { QueueName: name, Attributes: { RedrivePolicy, FifoQueue } });
        return { name, arn: arnOf(name) };
      },
      async fill({ name }, letters) {
        const queue = sqs?.service.Queues.find(({ QueueName }) => QueueName === name);
        return letters.map((letter) => {
          const id = randomUUID();
          // As it does itself with a message that one of its queues gives up.
          queue?.setRecord(recordOf(letter, id, queue.FifoQueue), id);
          return id;
        });
      },
      async counts({ name }) {
        const { Attributes } = await proxy.call('GetQueueAttributes', {
          ...{ QueueUrl: urlOf(name), AttributeNames: ['All'] },
        });
        const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = Attributes as Json;
        const inFlight = Number(ApproximateNumberOfMessagesNotVisible);
        return { visible: Number(ApproximateNumberOfMessages) - inFlight, inFlight };
      },
      async take({ name }) {
        await pass(3_600_000);
        const QueueUrl = urlOf(name);
        const taken: TakenMessage[] = [];
        for (;;) {
          const all = { MaxNumberOfMessages: 10, MessageAttributeNames: ['All'], AttributeNames: ['All'] };
          const { Messages = [] } = await proxy.call('ReceiveMessage', { QueueUrl, ...all });
          const messages = Messages as Json[];
          if (messages.length === 0) return taken;
          for (const { ReceiptHandle } of messages) {
            await proxy.call('DeleteMessage', { QueueUrl, ReceiptHandle });
          }
          taken.push(...messages.map(takenFrom));
        }
      },
      addFault: (rule) => void (rule.service === 'sqs' ? proxy.faults : account.faults).add(rule),
      clearFaults() {
        proxy.faults.clear();
        account.faults.clear();
      },
    };
  },
};

const text = (StringValue: string) => ({ DataType: 'String', StringValue });

function recordOf(letter: Letter, id: string, isFifo: boolean) {
  const { body, attributes = {}, traceHeader, groupId, deduplicationId = id, from } = letter;
  return {
    MessageBody: body,
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, { dataType, value }]) => [
        name,
        typeof value === 'string'
          ? { DataType: dataType, StringValue: value }
          : { DataType: dataType, BinaryValue: Buffer.from(value).toString('base64') },
      ]),
    ),
    MessageSystemAttributes: {
      ...(from === undefined ? {} : { DeadLetterQueueSourceArn: text(arnOf(from)) }),
      ...(traceHeader === undefined ? {} : { AWSTraceHeader: text(traceHeader) }),
    },
    MessageGroupId: groupId,
    MessageDeduplicationId: isFifo ? deduplicationId : undefined,
  };
}

function takenFrom({ MessageId, Body, Attributes, MessageAttributes = {} }: Json): TakenMessage {
  const { MessageGroupId = null, AWSTraceHeader = null } = Attributes as {
    [name: string]: string | undefined;
  };
  const attributes = Object.entries(MessageAttributes as Record<string, Record<string, string>>).map(
    ([name, { DataType = '', StringValue, BinaryValue = '' }]): [string, MessageAttribute] => [
      name,
      { dataType: DataType, value: StringValue ?? new Uint8Array(Buffer.from(BinaryValue, 'base64')) },
    ],
  );
  return {
    id: String(MessageId),
    body: String(Body),
    attributes: Object.fromEntries(attributes),
    traceHeader: AWSTraceHeader,
    groupId: MessageGroupId,
  };
}
