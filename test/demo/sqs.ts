import {
  CreateQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { AccountOptions } from '../../src/demo/account.ts';
import { type Connected, connect } from './connect.ts';

const OWNER = '123456789012';

/** An account whose time the test moves by hand, with shorthands for its queues. */
export interface QueueAccount extends Connected {
  /** Lets account time pass, s. */
  pass(seconds: number): void;
  /** Makes a queue and gives its URL. */
  create(name: string, attributes?: Record<string, string>): Promise<string>;
  send(url: string, body: string, more?: Partial<SendMessageCommand['input']>): Promise<string>;
  /** What one ReceiveMessage gives, with all attributes. */
  receive(url: string, more?: Partial<ReceiveMessageCommand['input']>): Promise<Message[]>;
}

/** An empty account unless told, in which no time passes but what the test lets pass. */
export async function connectQueues(options: AccountOptions = {}): Promise<QueueAccount> {
  let elapsedMs = 0;
  const account = await connect({ scenario: 'empty', speed: 1, elapsed: () => elapsedMs, ...options });
  const { sqs } = account;
  return {
    ...account,
    pass(seconds) {
      elapsedMs += 1000 * seconds;
    },
    async create(QueueName, Attributes) {
      const type = QueueName.endsWith('.fifo') ? { FifoQueue: 'true' } : {};
      const { QueueUrl = '' } = await sqs.send(
        new CreateQueueCommand({ QueueName, Attributes: { ...type, ...Attributes } }),
      );
      return QueueUrl;
    },
    async send(QueueUrl, MessageBody, more) {
      const { MessageId = '' } = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
      return MessageId;
    },
    async receive(QueueUrl, more) {
      const reply = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
          ...more,
        }),
      );
      return reply.Messages ?? [];
    },
  };
}

/** The ARN of a queue of the account. */
export function arnOf(name: string): string {
  return `arn:aws:sqs:eu-west-1:${OWNER}:${name}`;
}

/** A RedrivePolicy toward the dead-letter queue of that name. */
export function redriveTo(name: string, maxReceiveCount = 2): Record<string, string> {
  return { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf(name), maxReceiveCount }) };
}

/** The bodies of messages, in their order. */
export function bodies(messages: readonly Message[]): (string | undefined)[] {
  return messages.map((message) => message.Body);
}
