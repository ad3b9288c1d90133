/**
 * Queues of an embedded account in which time passes only for those who wait, and lambdatops that redrive there:
 * the true path through SDK and HTTP, with the account's own view of its queues beside it.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { ACCOUNT, type Account, type AccountOptions, REGION } from '../../../src/demo/account.ts';
import type { MessageAttribute } from '../../../src/demo/world/queues/message.ts';
import type { Queue } from '../../../src/demo/world/queues/queue.ts';
import { DEFAULT_SETTINGS, type QueueSettings } from '../../../src/demo/world/queues/settings.ts';
import type { Clock } from '../../../src/domain/clock.ts';
import { silentLogger } from '../../../src/domain/logger.ts';
import { connect } from '../../../src/gateways/aws/account.ts';
import type { AwsAccount } from '../../../src/gateways/gateways.ts';
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

/** An account and its time. */
export interface QueueWorld {
  readonly account: Account;
  readonly endpoint: string;
  readonly clock: Clock;
  /** Lets time pass, and returns at once. */
  readonly sleep: Sleep;
  readonly aws: AwsAccount;
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
