import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Account, startAccount } from '../../src/demo/account.ts';
import type { AppError } from '../../src/domain/app-error.ts';
import type { AwsAccount } from '../../src/gateways/gateways.ts';
import { connectTo, useDummyKeys } from './connect.ts';

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:';
const KILLED = `${ARN}media-legacy-thumbnailer`;
const RESERVED = `${ARN}orders-fulfilment-worker`;
const UNSET = `${ARN}orders-api-prod`;
const PROVISIONED = `${ARN}catalog-api-prod`;
const ALIASED = `${ARN}checkout-api-prod`;
const FED_BY_ALIAS = `${ARN}orders-stream-consumer`;

let embedded: Account;
let aws: AwsAccount;
/** The account's time, ms; it stands still between the steps of a test. */
let time = 0;
beforeAll(async () => {
  useDummyKeys();
  embedded = await startAccount({ seed: 1, elapsed: () => time });
  aws = connectTo(embedded.endpoint);
});
beforeEach(() => embedded.faults.clear());
afterAll(async () => {
  vi.unstubAllEnvs();
  aws.close();
  await embedded.close();
});

/** What a change rejects with. */
const failureOf = (change: Promise<unknown>): Promise<AppError> =>
  change.then(
    () => expect.fail('should have failed'),
    (error: AppError) => error,
  );

const receipt = { requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) };

describe('a function', () => {
  it('is known by name and by ARN', async () => {
    const facts = await aws.changes.functionFacts('checkout-order-confirmation-email');
    expect(facts).toEqual({
      name: 'checkout-order-confirmation-email',
      arn: `${ARN}checkout-order-confirmation-email`,
      timeoutS: expect.any(Number),
      reservedConcurrency: null,
      lastModified: expect.any(Number),
      masterArn: null,
      managedInstances: false,
      durable: false,
      deadLetterArn: 'arn:aws:sqs:eu-west-1:123456789012:checkout-async-dlq',
    });
    expect(await aws.changes.functionFacts(facts.arn)).toEqual(facts);
  });

  it('is known without GetFunction too', async () => {
    embedded.faults.add({ kind: 'deny', service: 'lambda', operation: 'GetFunction' });
    expect(await aws.changes.functionFacts(RESERVED)).toMatchObject({ reservedConcurrency: 100 });
  });

  it('that is not there is not found', async () => {
    expect(await failureOf(aws.changes.functionFacts('nobody'))).toMatchObject({ code: 'not-found' });
  });
});

describe('reserved concurrency', () => {
  it('is unset, 0 or a number', async () => {
    const { reservedConcurrency } = aws.changes;
    expect(await reservedConcurrency(UNSET)).toBeNull();
    expect(await reservedConcurrency(KILLED)).toBe(0);
    expect(await reservedConcurrency(RESERVED)).toBe(100);
  });

  it('is set, and given back', async () => {
    expect(await aws.changes.putReservedConcurrency(UNSET, 0)).toEqual(receipt);
    expect(await aws.changes.reservedConcurrency(UNSET)).toBe(0);
    expect(await aws.changes.deleteReservedConcurrency(UNSET)).toEqual(receipt);
    expect(await aws.changes.reservedConcurrency(UNSET)).toBeNull();
    expect(await aws.changes.deleteReservedConcurrency(UNSET)).toEqual(receipt);
  });

  it('is refused where it would go below the account’s floor, and says which', async () => {
    const { unreserved, limit } = await aws.changes.concurrencyPool();
    expect(limit).toBeGreaterThan(unreserved);
    const error = await failureOf(aws.changes.putReservedConcurrency(UNSET, unreserved));
    expect(error).toMatchObject({
      code: 'invalid',
      operation: 'lambda:PutFunctionConcurrency',
      answer: { refusal: { kind: 'unreserved-floor', floor: 100 }, ...receipt },
    });
    // Down to the floor itself it is given.
    await aws.changes.putReservedConcurrency(UNSET, unreserved - 100);
    await aws.changes.deleteReservedConcurrency(UNSET);
  });

  it('is refused below provisioned concurrency, and says how much there is', async () => {
    expect(await failureOf(aws.changes.putReservedConcurrency(PROVISIONED, 0))).toMatchObject({
      code: 'invalid',
      answer: { refusal: { kind: 'below-provisioned', provisioned: 12 } },
    });
  });

  it('has to wait for another change of the function', async () => {
    const message =
      'The operation cannot be performed at this time. An update is in progress for resource: x';
    const name = 'ResourceConflictException';
    const operation = 'PutFunctionConcurrency';
    embedded.faults.add({ kind: 'error', service: 'lambda', operation, status: 409, name, message });
    expect(await failureOf(aws.changes.putReservedConcurrency(UNSET, 0))).toMatchObject({
      code: 'conflict',
      answer: { refusal: { kind: 'in-progress' } },
    });
  });
});

describe('provisioned concurrency', () => {
  it('is listed by qualifier', async () => {
    expect(await aws.changes.provisionedConcurrency(PROVISIONED)).toEqual([
      { qualifier: 'live', requested: 12, available: 12, allocated: 12, status: 'READY', statusReason: null },
    ]);
    expect(await aws.changes.provisionedConcurrency(UNSET)).toEqual([]);
  });

  it('is taken away and comes back after a while', async () => {
    expect(await aws.changes.deleteProvisionedConcurrency(PROVISIONED, 'live')).toEqual(receipt);
    expect(await aws.changes.provisionedConcurrency(PROVISIONED)).toEqual([]);
    expect(await aws.changes.putProvisionedConcurrency(PROVISIONED, 'live', 12)).toEqual(receipt);
    const [coming] = await aws.changes.provisionedConcurrency(PROVISIONED);
    expect(coming).toMatchObject({ requested: 12, available: 0, status: 'IN_PROGRESS' });
    time += 60_000;
    const [back] = await aws.changes.provisionedConcurrency(PROVISIONED);
    expect(back).toMatchObject({ requested: 12, available: 12, status: 'READY' });
  });
});

describe('event source mappings', () => {
  const mappingOf = async (functionArn: string) => {
    const [mapping] = await aws.changes.eventSourceMappings(functionArn);
    return mapping ?? expect.fail(`nothing feeds ${functionArn}`);
  };

  it('are listed for a function and its aliases', async () => {
    expect(await mappingOf(RESERVED)).toEqual({
      uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      functionArn: RESERVED,
      sourceArn: 'arn:aws:sqs:eu-west-1:123456789012:orders-fulfilment-worker-queue',
      kind: 'sqs',
      state: 'Enabled',
      maximumConcurrency: null,
      maximumRecordAgeS: null,
      onFailureArn: null,
    });
    expect(await aws.changes.eventSourceMappings(UNSET)).toEqual([]);
    const elsewhere = embedded.world.eventSourceMappings.find((each) => each.functionArn === FED_BY_ALIAS);
    Object.assign(elsewhere ?? {}, { functionArn: `${FED_BY_ALIAS}:live` });
    expect(await mappingOf(FED_BY_ALIAS)).toMatchObject({ functionArn: `${FED_BY_ALIAS}:live` });
  });

  it('are switched off and on, one change after the other', async () => {
    const { uuid } = await mappingOf(RESERVED);
    const stateNow = async () => (await aws.changes.eventSourceMapping(uuid)).state;
    expect(await aws.changes.updateEventSourceMapping(uuid, { enabled: false })).toEqual(receipt);
    expect(await stateNow()).toBe('Disabling');
    expect(await failureOf(aws.changes.updateEventSourceMapping(uuid, { enabled: true }))).toMatchObject({
      code: 'conflict',
      answer: { refusal: { kind: 'in-progress' } },
    });
    time += 10_000;
    expect(await stateNow()).toBe('Disabled');
    await aws.changes.updateEventSourceMapping(uuid, { enabled: true });
    time += 10_000;
    expect(await stateNow()).toBe('Enabled');
  });

  it('get a limit of their own and lose it again; what is not named stays', async () => {
    const { uuid } = await mappingOf(RESERVED);
    const change = async (change: { enabled?: boolean; maximumConcurrency?: number | null }) => {
      await aws.changes.updateEventSourceMapping(uuid, change);
      time += 10_000;
      return aws.changes.eventSourceMapping(uuid);
    };
    expect(await change({ maximumConcurrency: 7 })).toMatchObject({
      maximumConcurrency: 7,
      state: 'Enabled',
    });
    expect(await change({ enabled: false })).toMatchObject({ maximumConcurrency: 7, state: 'Disabled' });
    expect(await change({ maximumConcurrency: null })).toMatchObject({
      maximumConcurrency: null,
      state: 'Disabled',
    });
    await change({ enabled: true });
  });

  it('that are gone are not found', async () => {
    const uuid = '00000000-0000-4000-8000-000000000000';
    expect(await failureOf(aws.changes.eventSourceMapping(uuid))).toMatchObject({ code: 'not-found' });
  });
});

describe('aliases', () => {
  it('move whole: version, weights and revision together', async () => {
    const before = await aws.aliases.alias(ALIASED, 'live');
    expect(before).toMatchObject({ name: 'live', version: '41', weights: { 42: 0.1 } });
    const { revisionId } = before;
    const promoted = await aws.aliases.updateAlias(ALIASED, 'live', {
      version: '42',
      weights: {},
      revisionId,
    });
    expect(promoted).toMatchObject({ ...receipt, alias: { version: '42', weights: {} } });
    expect(await aws.aliases.alias(ALIASED, 'live')).toEqual(promoted.alias);
    const stale = aws.aliases.updateAlias(ALIASED, 'live', { version: '41', weights: {}, revisionId });
    expect(await failureOf(stale)).toMatchObject({
      code: 'conflict',
      answer: { refusal: { kind: 'stale-revision' } },
    });
  });

  it('get new versions to point to', async () => {
    const published = await aws.aliases.publishVersion(ALIASED, null);
    expect(published).toMatchObject({ ...receipt, version: expect.stringMatching(/^\d+$/) });
    expect(await failureOf(aws.aliases.alias(ALIASED, 'nothing'))).toMatchObject({ code: 'not-found' });
  });
});

describe('queues', () => {
  const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:orders-fulfilment-worker-';

  it('tell how long a message stays hidden, and where it goes in the end', async () => {
    expect(await aws.queues.queueAttributes(`${QUEUE}queue`)).toMatchObject({
      arn: `${QUEUE}queue`,
      fifo: false,
      visibilityTimeoutS: 180,
      retentionS: expect.any(Number),
      depth: expect.any(Number),
      deadLetters: { queueArn: `${QUEUE}dlq`, maxReceiveCount: 3 },
    });
    expect(await aws.queues.queueAttributes(`${QUEUE}dlq`)).toMatchObject({ deadLetters: null });
  });

  it('that do not exist are not found', async () => {
    expect(await failureOf(aws.queues.queueAttributes(`${QUEUE}nobody`))).toMatchObject({
      code: 'not-found',
    });
  });
});

describe('a write', () => {
  const operation = 'PutFunctionConcurrency';
  const kill = () => aws.changes.putReservedConcurrency(UNSET, 0);

  it.each([
    ['drop-after', 0, 'no reply came'],
    ['drop-before', null, 'no reply came'],
    ['truncate', 0, 'the reply could not be read'],
  ] as const)('whose reply is lost (%s) is of unknown outcome, and sent once', async (kind, left, why) => {
    const fault = embedded.faults.add({ kind, service: 'lambda', operation });
    const error = await failureOf(kill());
    expect(error).toMatchObject({ code: 'unknown-outcome', exitCode: 5 });
    expect(error.message).toBe(
      `Whether AWS did lambda:PutFunctionConcurrency on ${UNSET} is not known: ${why}.`,
    );
    expect(fault.hits).toBe(1);
    expect(await aws.changes.reservedConcurrency(UNSET)).toBe(left);
    await aws.changes.deleteReservedConcurrency(UNSET);
  });

  it('that AWS itself stumbles over is of unknown outcome', async () => {
    embedded.faults.add({ kind: 'error', service: 'lambda', operation, status: 500 });
    expect(await failureOf(kill())).toMatchObject({
      code: 'unknown-outcome',
      message: expect.stringContaining('HTTP 500, ServiceException'),
    });
  });

  it.each([
    ['throttle', 'throttled'],
    ['deny', 'access-denied'],
    ['expired', 'expired-credentials'],
    ['html', 'unsupported'],
    ['unsupported', 'unsupported'],
  ] as const)('that is refused (%s) is known not to be done, and sent once', async (kind, code) => {
    const retryAfterS = kind === 'throttle' ? { retryAfterS: 3 } : {};
    const fault = embedded.faults.add({ kind, service: 'lambda', operation, ...retryAfterS });
    const error = await failureOf(kill());
    expect(error.code).toBe(code);
    expect(error.answer.retryAfterMs).toBe(kind === 'throttle' ? 3_000 : undefined);
    expect(fault.hits).toBe(1);
  });

  it('that never left is known not to be done', async () => {
    const nowhere = connectTo('http://127.0.0.1:1');
    expect(await failureOf(nowhere.changes.putReservedConcurrency(UNSET, 0))).toMatchObject({
      code: 'unreachable',
    });
  });

  it('called off on its way is of unknown outcome; before, it is not sent', async () => {
    embedded.faults.add({ kind: 'delay', service: 'lambda', operation, delayMs: 60_000 });
    const off = new AbortController();
    const failure = failureOf(aws.changes.putReservedConcurrency(UNSET, 0, off.signal));
    await vi.waitFor(() => expect(embedded.faults.list()[0]?.hits).toBe(1));
    off.abort();
    expect((await failure).code).toBe('unknown-outcome');
    const late = aws.changes.putReservedConcurrency(UNSET, 0, AbortSignal.abort());
    expect((await failureOf(late)).code).toBe('interrupted');
    expect(embedded.faults.list()[0]?.hits).toBe(1);
  });
});
