/**
 * Queues of an embedded account in which time passes only for those who wait, and lambdatops that redrive there:
 * the true path through SDK and HTTP, with the account's own view of its queues beside it.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { onTestFinished } from 'vitest';
import { ACCOUNT, type Account, type AccountOptions, REGION } from '../../../src/demo/account.ts';
import type { AsyncEvent } from '../../../src/demo/world/async-invocations.ts';
import type { MessageAttribute, ReceivedMessage } from '../../../src/demo/world/queues/message.ts';
import type { Queue } from '../../../src/demo/world/queues/queue.ts';
import { DEFAULT_SETTINGS, type QueueSettings } from '../../../src/demo/world/queues/settings.ts';
import type { Owner } from '../../../src/domain/changes/entry.ts';
import type { Clock } from '../../../src/domain/clock.ts';
import { silentLogger } from '../../../src/domain/logger.ts';
import { connect } from '../../../src/gateways/aws/account.ts';
import type { AwsAccount } from '../../../src/gateways/gateways.ts';
import { thisProcess } from '../../../src/journal/owner.ts';
import { stateDirFrom } from '../../../src/journal/state-dir.ts';
import { createOperations, type Operations } from '../../../src/operations/operations.ts';
import { createRedrives, type Redrives } from '../../../src/operations/redrive/redrives.ts';
import type { RedriveResult, SelectionRequest } from '../../../src/operations/redrive/request.ts';
import type { RedriveChoices } from '../../../src/operations/redrive/run.ts';
import type { Sleep } from '../../../src/operations/runner/patience.ts';
import { useDummyKeys as giveDummyKeys, scopeAt } from '../../gateways/connect.ts';
import { embeddedAccount } from '../../support/embedded-account.ts';

/** The account's clock runs so much faster than it is told time passes: its long polls then wait so much less. */
const SPEED = 1_000;

/** A message as a test puts it into a queue. */
export interface Letter {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, MessageAttribute>>;
  readonly traceHeader?: string;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** Name of the queue that gave it up. */
  readonly from?: string;
}

/** What a lambdatop that redrives has around it. */
export interface RedriveWorld {
  readonly endpoint: string;
  readonly clock: Clock;
  /** Lets time pass, and returns at once. */
  readonly sleep: Sleep;
  readonly aws: AwsAccount;
}

/** An account and its time. */
export interface QueueWorld extends RedriveWorld {
  readonly account: Account;
  /** Lets time go by, ms. */
  pass(ms: number): void;
  create(name: string, settings?: Partial<QueueSettings>): Queue;
  /** Puts messages into a queue as dead letters; gives their ids. */
  fill(queue: Queue, letters: readonly Letter[]): string[];
  /** What can be received of a queue now, and how much of it is in flight. */
  counts(queue: Queue): { visible: number; inFlight: number; delayed: number };
}

/** ARN of a queue of the account. */
export const arnOf = (name: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;

/** An account without functions unless told. */
export async function queueWorld(options: AccountOptions = {}): Promise<QueueWorld> {
  giveDummyKeys();
  let passedMs = 0;
  const begin = Date.now();
  const clock: Clock = { now: () => begin + passedMs };
  const pass = (ms: number): void => {
    passedMs += ms;
  };
  const account = await embeddedAccount({
    scenario: 'empty',
    start: begin,
    speed: SPEED,
    elapsed: () => passedMs / SPEED,
    ...options,
  });
  const { world, endpoint } = account;
  const hasty: Clock = { now: () => performance.now() * 1_000 };
  const aws = connect(scopeAt(endpoint), { logger: silentLogger, clock: hasty });
  onTestFinished(() => aws.close());
  return {
    account,
    endpoint,
    clock,
    aws,
    pass,
    sleep: async (ms) => pass(ms),
    create: (name, settings) =>
      world.queues.create(name, { ...DEFAULT_SETTINGS, ...settings }, world.clock.now()),
    fill: (queue, letters) =>
      letters.map(({ body, attributes = {}, traceHeader, groupId, deduplicationId, from }) => {
        const id = randomUUID();
        const now = world.clock.now();
        queue.moveIn(
          {
            id,
            body,
            attributes,
            traceHeader,
            groupId,
            deduplicationId: queue.isFifo ? (deduplicationId ?? id) : undefined,
            senderId: 'AIDATEST',
            sentAt: now,
            firstReceivedAt: now,
            receiveCount: 3,
            deadLetterSourceArn: from === undefined ? undefined : arnOf(from),
          },
          now,
        );
        return id;
      }),
    counts: (queue) => queue.counts(world.clock.now()),
  };
}

/** A directory that goes with the test. */
export function temporaryDirectory(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'lambdatop-redrive-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
  return root;
}

/** A lambdatop that redrives in the world; two with the same state directory share a journal. */
export interface Redriver {
  readonly redrives: Redrives;
  readonly operations: Operations;
  readonly aws: AwsAccount;
  /** Plans and runs, as `dlq redrive` does. */
  redrive(
    queue: NamedQueue,
    wanted?: Partial<SelectionRequest>,
    choices?: RedriveChoices,
  ): Promise<RedriveResult>;
}

/** A queue of any server. */
type NamedQueue = Pick<Queue, 'arn' | 'name'>;

/** See `Redriver`. */
export function redriverIn(
  world: RedriveWorld,
  root: string = temporaryDirectory(),
  change: { readonly aws?: (aws: AwsAccount) => AwsAccount; readonly owner?: Owner } = {},
): Redriver {
  const aws = change.aws?.(world.aws) ?? world.aws;
  const { clock, sleep } = world;
  const { owner = thisProcess() } = change;
  const stateDir = stateDirFrom(root, {});
  const scope = scopeAt(world.endpoint);
  const operations = createOperations({ scope, aws, stateDir, clock, sleep, owner });
  const redrives = createRedrives({ aws, operations, clock, sleep });
  return {
    redrives,
    operations,
    aws,
    async redrive(queue, wanted = {}, choices = {}) {
      const prepared = await redrives.prepare(
        await requestFor(aws, queue, wanted),
        new AbortController().signal,
      );
      return redrives.run(prepared, { probe: false, ...choices });
    },
  };
}

/** Everything in a queue, at a rate that nobody has to wait for, unless told. */
export async function requestFor(
  aws: AwsAccount,
  queue: NamedQueue,
  wanted: Partial<SelectionRequest> = {},
): Promise<SelectionRequest> {
  return {
    queue: await aws.queues.queueAttributes(queue.arn),
    limit: null,
    where: null,
    named: null,
    again: false,
    ratePerS: 1_000,
    words: ['redrive', queue.name],
    ...wanted,
  };
}

/** Takes all messages out of a queue, hidden ones after their time too, in their order. */
export function drainMessages(world: QueueWorld, queue: Queue): ReceivedMessage[] {
  world.pass(3_600_000);
  const messages: ReceivedMessage[] = [];
  for (;;) {
    const now = world.account.world.clock.now();
    const received = queue.receive({ most: 10, visibilityTimeoutS: 43_200 }, now);
    if (received === 'overLimit' || received.length === 0) return messages;
    for (const message of received) queue.delete(message.receiptHandle, now);
    messages.push(...received);
  }
}

/** The bodies of the same. */
export function drain(world: QueueWorld, queue: Queue): string[] {
  return drainMessages(world, queue).map(({ body }) => body);
}

/** Makes a function `orders` with two versions; events for it are kept and not run. */
export async function withFunction(world: QueueWorld, DeadLetterTarget?: string): Promise<AsyncEvent[]> {
  const { endpoint, account } = world;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const lambda = new LambdaClient({ endpoint, region: REGION, credentials });
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'orders',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::123456789012:role/test',
      Code: { ZipFile: Buffer.from('PK') },
      Timeout: 10,
      Publish: true,
      ...(DeadLetterTarget ? { DeadLetterConfig: { TargetArn: DeadLetterTarget } } : {}),
    }),
  );
  world.pass(5_000);
  lambda.destroy();
  const events: AsyncEvent[] = [];
  account.world.asyncInvocations = { accept: (event) => void events.push(event) };
  return events;
}
