import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetQueueUrlCommand, type Message, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { MINUTE, START } from './connect.ts';
import { connectLife, type LivingAccount } from './life.ts';
import { query, total } from './metrics.ts';
import { arnOf } from './sqs.ts';

const QUEUES = [
  'orders-fulfilment-worker-dlq',
  'notify-sms-sender-dlq',
  'checkout-async-dlq',
  'notify-async-failures',
];

/** The account of the scenario, whose time the test moves. */
function connectPoison(messages?: number): Promise<LivingAccount> {
  return connectLife({ scenario: 'poison', ...(messages === undefined ? {} : { messages }) });
}

async function urlOf({ sqs }: LivingAccount, QueueName: string): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  return QueueUrl;
}

async function depthOf(account: LivingAccount, name: string): Promise<number> {
  const [visible, inFlight] = await account.depth(await urlOf(account, name));
  return visible + inFlight;
}

/** The newest-looking ten of a queue's letters. */
async function letters(account: LivingAccount, name: string, most = 10): Promise<Message[]> {
  const url = await urlOf(account, name);
  const found: Message[] = [];
  while (found.length < most) found.push(...(await account.receive(url, { VisibilityTimeout: 600 })));
  return found;
}

/** The lines that a function logged with a text while a letter was on its way. */
async function linesWith(
  { logs }: LivingAccount,
  functionName: string,
  text: string,
  letter: Message | undefined,
): Promise<string[]> {
  const sentAt = Number(letter?.Attributes?.SentTimestamp);
  const lines: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.send(
      new FilterLogEventsCommand({
        logGroupName: `/aws/lambda/${functionName}`,
        filterPattern: `"${text}"`,
        startTime: sentAt - 5 * MINUTE,
        endTime: sentAt + 5 * MINUTE,
        nextToken,
      }),
    );
    lines.push(...(page.events ?? []).map((event) => event.message ?? ''));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return lines;
}

describe('the scenario poison', () => {
  it('has about 250 dead letters in each kind of queue, and more every hour', async () => {
    const account = await connectPoison();
    const depths = () => Promise.all(QUEUES.map((name) => depthOf(account, name)));
    const before = await depths();
    for (const depth of before) expect(Math.abs(depth - 250)).toBeLessThan(20);
    account.live(3600);
    const after = await depths();
    for (const [index, depth] of after.entries()) {
      expect(depth - (before[index] ?? 0)).toBeGreaterThan(25);
      expect(depth - (before[index] ?? 0)).toBeLessThan(60);
    }
  });

  it('plants nothing in a message that AWS would not put there', async () => {
    const account = await connectPoison();
    for (const name of QUEUES.slice(0, 2)) {
      for (const letter of await letters(account, name)) {
        expect(letter.MessageAttributes).toBeUndefined();
        expect(letter.Attributes).toMatchObject({
          DeadLetterQueueSourceArn: arnOf(name.replace('-dlq', '-queue')),
          ApproximateReceiveCount: '4',
        });
      }
    }
    const [async] = await letters(account, 'checkout-async-dlq');
    expect(Object.keys(async?.MessageAttributes ?? {}).sort()).toEqual([
      'ErrorCode',
      'ErrorMessage',
      'RequestID',
    ]);
    expect(async?.Body).not.toContain('order-confirmation-email');
    const [record] = await letters(account, 'notify-async-failures');
    expect(JSON.parse(record?.Body ?? '')).toMatchObject({
      version: '1.0',
      requestContext: {
        functionArn: expect.stringMatching(/:notify-bounce-handler:prod$/),
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      responseContext: { executedVersion: '12', functionError: 'Unhandled' },
    });
  });

  it('has several signatures of errors', async () => {
    const account = await connectPoison();
    const found = await letters(account, 'checkout-async-dlq', 40);
    const words = found.map((letter) => letter.MessageAttributes?.ErrorMessage?.StringValue);
    expect(new Set(words)).toEqual(
      new Set([
        "Cannot read properties of undefined (reading 'toLowerCase')",
        'Request failed with status code 503',
      ]),
    );
    const metrics = await account.cloudwatch.send(
      new GetMetricDataCommand({
        MetricDataQueries: [query('q', 'Errors', 'Sum', { FunctionName: 'orders-fulfilment-worker' }, 3600)],
        StartTime: new Date(START - 60 * MINUTE),
        EndTime: new Date(START),
      }),
    );
    expect(total(metrics.MetricDataResults?.[0])).toBeGreaterThan(90);
  });

  it('names the failed messages in one function’s log and not in the other’s', async () => {
    const account = await connectPoison();
    const [order] = await letters(account, 'orders-fulfilment-worker-dlq');
    const lines = await linesWith(account, 'orders-fulfilment-worker', order?.MessageId ?? '', order);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^\[ERROR\]\t.*Failed to process message /);
    const [sms] = await letters(account, 'notify-sms-sender-dlq');
    expect(await linesWith(account, 'notify-sms-sender', sms?.MessageId ?? '', sms)).toEqual([]);
    const [mail] = await letters(account, 'checkout-async-dlq');
    const id = mail?.MessageAttributes?.RequestID?.StringValue ?? '';
    const started = await linesWith(account, 'checkout-order-confirmation-email', id, mail);
    expect(started.filter((line) => line.includes('Version: 7'))).toHaveLength(3);
  });

  it('takes its letters back when healed, and fails on them again when not', async () => {
    const account = await connectPoison(60);
    const move = (SourceArn: string) => account.sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));
    await move(arnOf('orders-fulfilment-worker-dlq'));
    account.live(240);
    expect(await depthOf(account, 'orders-fulfilment-worker-dlq')).toBeGreaterThan(50);
    const healed = await (await account.control('heal')).json();
    expect(healed).toHaveLength(4);
    await move(arnOf('orders-fulfilment-worker-dlq'));
    account.live(240);
    expect(await depthOf(account, 'orders-fulfilment-worker-dlq')).toBe(0);
    // Nothing lies there but what passes through with the traffic.
    expect(await depthOf(account, 'orders-fulfilment-worker-queue')).toBeLessThan(10);
    await account.control('poison', 'orders-fulfilment-worker');
    account.live(3600);
    expect(await depthOf(account, 'orders-fulfilment-worker-dlq')).toBeGreaterThan(0);
    expect(await depthOf(account, 'notify-sms-sender-dlq')).toBeLessThan(80);
  });

  it('is the same for the same seed', async () => {
    const bodies = async () =>
      (await letters(await connectPoison(), 'notify-async-failures')).map((each) => each.Body);
    expect(await bodies()).toEqual(await bodies());
  });

  it('can have thousands in each', async () => {
    const account = await connectPoison(2_000);
    for (const name of QUEUES) expect(Math.abs((await depthOf(account, name)) - 2_000)).toBeLessThan(100);
  });
});
