import { CreateFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { AccountOptions } from '../../src/demo/account.ts';
import { connectQueues, type QueueAccount } from './sqs.ts';

/** An account whose time the test moves, with shorthands for functions and what comes of their events. */
export interface LivingAccount extends QueueAccount {
  /** Makes a function of that name and lets it become active. */
  createFunction(name: string, more?: Partial<CreateFunctionCommand['input']>): Promise<string>;
  /** Hands a function an event for later; gives the request id. */
  invokeLater(name: string, payload: unknown): Promise<string>;
  /** Lets account time pass in steps, as an account that is looked at does, s. */
  live(seconds: number): void;
  /** Breaks or repairs functions through the control endpoint; all unless one is named. */
  control(what: 'poison' | 'heal', name?: string): Promise<Response>;
  /** Messages visible and in flight. */
  depth(url: string): Promise<[visible: number, inFlight: number]>;
}

/** An empty account unless told, in which only that time passes which the test lets pass. */
export async function connectLife(options: AccountOptions = {}): Promise<LivingAccount> {
  const account = await connectQueues(options);
  const { lambda, sqs, endpoint, world, pass } = account;
  return {
    ...account,
    async createFunction(FunctionName, more) {
      const { FunctionArn = '' } = await lambda.send(
        new CreateFunctionCommand({
          FunctionName,
          Runtime: 'nodejs22.x',
          Handler: 'index.handler',
          Role: 'arn:aws:iam::123456789012:role/test',
          Code: { ZipFile: Buffer.from('PK') },
          Timeout: 10,
          ...more,
        }),
      );
      pass(3);
      return FunctionArn;
    },
    async invokeLater(FunctionName, payload) {
      const reply = await lambda.send(
        new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: JSON.stringify(payload) }),
      );
      return reply.$metadata.requestId ?? '';
    },
    live(seconds) {
      for (let left = seconds; left > 0; left -= 5) {
        pass(Math.min(5, left));
        world.clock.now();
      }
    },
    control: (what, name) =>
      fetch(`${endpoint}/_control/${what}`, {
        method: 'POST',
        body: name === undefined ? '' : JSON.stringify({ function: name }),
      }),
    async depth(QueueUrl) {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
      );
      return [
        Number(Attributes.ApproximateNumberOfMessages),
        Number(Attributes.ApproximateNumberOfMessagesNotVisible),
      ];
    },
  };
}
