import {
  GetAliasCommand,
  GetEventSourceMappingCommand,
  GetFunctionConcurrencyCommand,
  InvokeCommand,
  ListEventSourceMappingsCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import {
  DeleteMessageBatchCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { connectLife, type LivingAccount } from './life.ts';
import { arnOf } from './sqs.ts';

const NAME = 'orders-api-prod';
const QUEUE = 'orders-fulfilment-worker-dlq';

/** A call that changes something, and whether it was applied `times` times. */
interface Change {
  service: string;
  operation: string;
  call: (account: LivingAccount, turn: number) => Promise<unknown>;
  /** What is to be seen of the changes so far. */
  seen: (account: LivingAccount) => unknown;
}

const url = ({ endpoint }: LivingAccount) => `${endpoint}/123456789012/${QUEUE}`;
const mappingOf = async ({ lambda }: LivingAccount) =>
  (await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: 'notify-email-sender' })))
    .EventSourceMappings?.[0];

const CHANGES: readonly Change[] = [
  {
    service: 'lambda',
    operation: 'PutFunctionConcurrency',
    call: ({ lambda }, turn) =>
      lambda.send(
        new PutFunctionConcurrencyCommand({ FunctionName: NAME, ReservedConcurrentExecutions: turn }),
      ),
    seen: ({ lambda }) => lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: NAME })),
  },
  {
    service: 'lambda',
    operation: 'UpdateAlias',
    call: ({ lambda }, turn) =>
      lambda.send(new UpdateAliasCommand({ FunctionName: NAME, Name: 'prod', FunctionVersion: `${turn}` })),
    seen: ({ lambda }) => lambda.send(new GetAliasCommand({ FunctionName: NAME, Name: 'prod' })),
  },
  {
    service: 'lambda',
    operation: 'UpdateEventSourceMapping',
    async call(account, turn) {
      const { UUID } = (await mappingOf(account)) ?? {};
      account.live(10);
      return account.lambda.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: turn }));
    },
    async seen(account) {
      const { UUID } = (await mappingOf(account)) ?? {};
      return (await account.lambda.send(new GetEventSourceMappingCommand({ UUID }))).BatchSize;
    },
  },
  {
    service: 'lambda',
    operation: 'PutProvisionedConcurrencyConfig',
    call: ({ lambda }, ProvisionedConcurrentExecutions) =>
      lambda.send(
        new PutProvisionedConcurrencyConfigCommand({
          FunctionName: 'checkout-risk-score-prod',
          Qualifier: 'live',
          ProvisionedConcurrentExecutions,
        }),
      ),
    seen: ({ world }) =>
      world.functionNamed('checkout-risk-score-prod')?.provisioned.current.map((each) => each.requested),
  },
  {
    service: 'lambda',
    operation: 'Invoke',
    call: ({ lambda }) => lambda.send(new InvokeCommand({ FunctionName: NAME, InvocationType: 'Event' })),
    seen({ world }) {
      world.clock.now();
      const target = world.functionNamed(NAME);
      return target && world.invocations.of(target).recorded.length;
    },
  },
  {
    service: 'sqs',
    operation: 'SendMessage',
    call: (account, turn) =>
      account.sqs.send(new SendMessageCommand({ QueueUrl: url(account), MessageBody: `${turn}` })),
    seen: (account) => account.depth(url(account)),
  },
  {
    service: 'sqs',
    operation: 'DeleteMessageBatch',
    async call(account) {
      const [message] = await account.receive(url(account), { MaxNumberOfMessages: 1 });
      const Entries = [{ Id: 'one', ReceiptHandle: message?.ReceiptHandle ?? '' }];
      return account.sqs.send(new DeleteMessageBatchCommand({ QueueUrl: url(account), Entries }));
    },
    // A message that was received and not deleted counts as much as one that was not received.
    seen: async (account) => (await account.depth(url(account))).reduce((sum, each) => sum + each),
  },
  {
    service: 'sqs',
    operation: 'StartMessageMoveTask',
    call: ({ sqs }, turn) =>
      sqs.send(
        new StartMessageMoveTaskCommand({
          SourceArn: arnOf(
            ['orders-fulfilment-worker-dlq', 'notify-sms-sender-dlq', 'image-resize-worker-large-dlq'][
              turn - 1
            ] ?? '',
          ),
        }),
      ),
    seen: ({ world }) => world.queues.tasks.active(world.clock.now()).length,
  },
];

describe.each(CHANGES)('$service:$operation', ({ service, operation, call, seen }) => {
  it('loses the reply of its second call alone, after it was applied or before', async () => {
    for (const kind of ['drop-after', 'drop-before'] as const) {
      const [account, other] = [
        await connectLife({ scenario: 'company' }),
        await connectLife({ scenario: 'company' }),
      ];
      account.faults.add({ kind, service, operation, after: 1, count: 1 });
      await call(account, 1);
      await call(other, 1);
      await expect(call(account, 2)).rejects.toMatchObject({ code: 'ECONNRESET' });
      if (kind === 'drop-after') await call(other, 2);
      const strip = ({ ...value }: { $metadata?: unknown; RevisionId?: unknown }) => ({
        ...value,
        $metadata: undefined,
        RevisionId: undefined,
      });
      const plain = (value: unknown) => (typeof value === 'object' && value !== null ? strip(value) : value);
      expect(plain(await seen(account))).toEqual(plain(await seen(other)));
      await call(account, 3);
      expect(account.faults.list()).toMatchObject([{ seen: 3, hits: 1 }]);
    }
  });
});

it('can be told to hit only calls about one function, or never to answer', async () => {
  const account = await connectLife({ scenario: 'company' });
  const put = (FunctionName: string, abortSignal?: AbortSignal) =>
    account.lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 1 }),
      abortSignal === undefined ? {} : { abortSignal },
    );
  const rule = { service: 'lambda', operation: 'PutFunctionConcurrency', match: `/${NAME}/` };
  const added = await fetch(`${account.endpoint}/_control/faults`, {
    method: 'POST',
    body: JSON.stringify({ ...rule, kind: 'throttle', count: 1 }),
  });
  expect(added.status).toBe(201);
  await put('orders-api-staging');
  await expect(put(NAME)).rejects.toMatchObject({ name: 'TooManyRequestsException' });
  account.faults.add({ ...rule, kind: 'hang', count: 1 });
  await expect(put(NAME, AbortSignal.timeout(100))).rejects.toMatchObject({ name: 'AbortError' });
  expect(account.world.functionNamed(NAME)?.reservedConcurrency.current).toBe(1);
});
