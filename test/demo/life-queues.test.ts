import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateEventSourceMappingCommand,
  PutFunctionConcurrencyCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { START } from './connect.ts';
import { connectLife, type LivingAccount } from './life.ts';
import { arnOf, redriveTo } from './sqs.ts';

const FUNCTION = 'consumer';

interface Fed extends LivingAccount {
  jobs: string;
  deadLetters: string;
  uuid: string;
  /** Invocations that were written down, one by one. */
  runs(): readonly { outcome: string; start: number }[];
  /** Throttles counted in the first minutes. */
  throttles(): number;
}

/** A queue `jobs` (20 s invisible, two receives, then `jobs-dlq`) that feeds a function. */
async function connectFed(mapping: Partial<CreateEventSourceMappingCommand['input']> = {}): Promise<Fed> {
  const account = await connectLife();
  const deadLetters = await account.create('jobs-dlq');
  const jobs = await account.create('jobs', { VisibilityTimeout: '20', ...redriveTo('jobs-dlq') });
  await account.createFunction(FUNCTION);
  const { UUID = '' } = await account.lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: FUNCTION,
      EventSourceArn: arnOf('jobs'),
      ...mapping,
    }),
  );
  account.live(5);
  const target = account.world.functionNamed(FUNCTION);
  if (target === undefined) throw new Error('no function');
  return {
    ...account,
    jobs,
    deadLetters,
    uuid: UUID,
    runs: () => account.world.invocations.of(target).recorded,
    throttles: () => {
      const traffic = account.world.traffic.of(target);
      return [0, 1, 2, 3]
        .map((minute) => traffic.direct.minuteOf(START / 60_000 + minute, Number.POSITIVE_INFINITY))
        .reduce((sum, minute) => sum + (minute?.throttles.get('$LATEST') ?? 0), 0);
    },
  };
}

async function sendMany({ send, jobs }: Fed, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let number = 0; number < count; number++) ids.push(await send(jobs, JSON.stringify({ number })));
  return ids;
}

describe('a queue that feeds a function', () => {
  it('is emptied in batches', async () => {
    const account = await connectFed();
    await sendMany(account, 25);
    account.live(10);
    expect(await account.depth(account.jobs)).toEqual([0, 0]);
    expect(account.runs().map((run) => run.outcome)).toEqual(['success', 'success', 'success']);
  });

  it('gets what fails back, until it is a dead letter', async () => {
    const account = await connectFed();
    await account.control('poison', FUNCTION);
    const ids = await sendMany(account, 3);
    account.live(15);
    expect(await account.depth(account.jobs)).toEqual([0, 3]);
    account.live(15);
    expect(await account.depth(account.deadLetters)).toEqual([0, 0]);
    account.live(15);
    expect(await account.depth(account.jobs)).toEqual([0, 0]);
    const letters = await account.receive(account.deadLetters);
    expect(letters.map((letter) => letter.MessageId)).toEqual(ids);
    expect(letters[0]?.Attributes).toMatchObject({
      DeadLetterQueueSourceArn: arnOf('jobs'),
      ApproximateReceiveCount: '3',
    });
    expect(letters[0]?.MessageAttributes).toBeUndefined();
    expect(account.runs().map((run) => run.outcome)).toEqual(['error', 'error']);
  });

  it('has its dead letters done when they are moved back to a healed function', async () => {
    const account = await connectFed();
    await account.control('poison', FUNCTION);
    await sendMany(account, 30);
    account.live(60);
    expect(await account.depth(account.deadLetters)).toEqual([30, 0]);
    await account.control('heal');
    await account.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf('jobs-dlq') }));
    account.live(20);
    expect(await account.depth(account.deadLetters)).toEqual([0, 0]);
    expect(await account.depth(account.jobs)).toEqual([0, 0]);
  });

  it('is left alone while the mapping is disabled', async () => {
    const account = await connectFed();
    const enable = (Enabled: boolean) =>
      account.lambda.send(new UpdateEventSourceMappingCommand({ UUID: account.uuid, Enabled }));
    await enable(false);
    await sendMany(account, 5);
    account.live(120);
    expect(await account.depth(account.jobs)).toEqual([5, 0]);
    await enable(true);
    account.live(10);
    expect(await account.depth(account.jobs)).toEqual([0, 0]);
  });
});

describe('a function that may not run', () => {
  const reserve = ({ lambda }: Fed, ReservedConcurrentExecutions: number) =>
    lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: FUNCTION, ReservedConcurrentExecutions }));

  it('loses its messages to the dead-letter queue after visibility timeout times receives', async () => {
    const account = await connectFed();
    await reserve(account, 0);
    await sendMany(account, 40);
    account.live(10);
    expect(await account.depth(account.jobs)).toEqual([0, 40]);
    account.live(25);
    expect(await account.depth(account.deadLetters)).toEqual([0, 0]);
    account.live(15);
    expect(await account.depth(account.deadLetters)).toEqual([40, 0]);
    expect(account.runs()).toEqual([]);
    expect(account.throttles()).toBeGreaterThanOrEqual(8);
  });

  it('gets its messages done when it may run again in time', async () => {
    const account = await connectFed();
    await reserve(account, 0);
    await sendMany(account, 40);
    account.live(10);
    await reserve(account, 5);
    account.live(30);
    expect(await account.depth(account.jobs)).toEqual([0, 0]);
    expect(await account.depth(account.deadLetters)).toEqual([0, 0]);
  });

  it('runs no more at once than is reserved, nor than the mapping allows', async () => {
    const account = await connectFed({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
    const profile = account.world.functionNamed(FUNCTION)?.profile;
    if (profile === undefined) throw new Error('no function');
    Object.assign(profile, { medianMs: 2000, slowShare: 0, spread: 0.01 });
    await sendMany(account, 6);
    const running = () => account.depth(account.jobs);
    account.live(1);
    expect(await running()).toEqual([4, 2]);
    account.live(15);
    expect(await running()).toEqual([0, 0]);
    await reserve(account, 1);
    await sendMany(account, 4);
    account.live(45);
    expect(await running()).toEqual([0, 0]);
    expect(account.throttles()).toBeGreaterThan(0);
  });
});

it('keeps only the failed messages of a batch where the function reports them', async () => {
  const account = await connectFed({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
  account.world.defects.add({
    functionName: FUNCTION,
    flaws: [
      {
        exception: { type: 'Error', message: 'bad number', frames: [] },
        fails: (event) => (event as { number: number }).number === 2,
      },
    ],
    logsMessageIds: true,
    isActive: true,
  });
  const ids = await sendMany(account, 4);
  account.live(5);
  expect(await account.depth(account.jobs)).toEqual([0, 1]);
  account.live(60);
  expect((await account.receive(account.deadLetters)).map((each) => each.MessageId)).toEqual([ids[2]]);
  const { events = [] } = await account.logs.send(
    new FilterLogEventsCommand({
      logGroupName: `/aws/lambda/${FUNCTION}`,
      filterPattern: `"${ids[2]}"`,
      startTime: START,
    }),
  );
  expect(events).toHaveLength(2);
  expect(events[0]?.message).toContain(`ERROR\tFailed to process message ${ids[2]}: bad number`);
});

it('comes out the same at any pace and in every account of the seed', async () => {
  const outcome = async (step: number) => {
    const account = await connectFed();
    await account.control('poison', FUNCTION);
    await sendMany(account, 12);
    for (let left = 120; left > 0; left -= step) {
      account.pass(step);
      account.world.clock.now();
    }
    const letters = await account.receive(account.deadLetters);
    return [
      letters.map((each) => [each.MessageId, each.Attributes?.ApproximateFirstReceiveTimestamp]),
      account.runs(),
    ];
  };
  expect(await outcome(120)).toEqual(await outcome(1));
});

it('wakes whoever waits for what comes by itself', async () => {
  const account = await connectLife({ speed: 400, elapsed: () => performance.now() });
  const letters = await account.create('jobs-dlq');
  const jobs = await account.create('jobs', { VisibilityTimeout: '20', ...redriveTo('jobs-dlq') });
  await account.createFunction(FUNCTION);
  await eventually(() =>
    account.lambda.send(
      new CreateEventSourceMappingCommand({ FunctionName: FUNCTION, EventSourceArn: arnOf('jobs') }),
    ),
  );
  await account.control('poison', FUNCTION);
  const id = await account.send(jobs, '{}');
  await eventually(async () => {
    const [letter] = await account.receive(letters, { WaitTimeSeconds: 20 });
    expect(letter?.MessageId).toBe(id);
  });
});
