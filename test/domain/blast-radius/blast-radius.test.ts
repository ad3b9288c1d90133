import { describe, expect, it } from 'vitest';
import { blastRadius } from '../../../src/domain/blast-radius/blast-radius.ts';
import { type Findings, NOTHING_FOUND } from '../../../src/domain/blast-radius/findings.ts';
import type { DisabledTriggers } from '../../../src/domain/blast-radius/source-warnings.ts';
import type { EventSourceMapping } from '../../../src/domain/concurrency/event-source-mapping.ts';
import type { InvokePermission } from '../../../src/domain/invokers.ts';
import type { QueueAttributes } from '../../../src/domain/queue-attributes.ts';

const WHERE = 'eu-west-1:123456789012';
const QUEUE = `arn:aws:sqs:${WHERE}:orders-queue`;
const known = <Value>(value: Value) => ({ state: 'known' as const, value });
const unknown = (why: string) => ({ state: 'unknown' as const, why });

const TARGET = {
  name: 'orders',
  arn: `arn:aws:lambda:${WHERE}:function:orders`,
  timeoutS: 30,
  reservedConcurrency: 25 as number | null,
  masterArn: null,
  managedInstances: false,
  durable: false,
  deadLetterArn: null as string | null,
};
const QUIET = { perMin: null, quiet: true };
const TRAFFIC = {
  invocations: { perMin: 1240, quiet: false },
  asyncEvents: QUIET as { perMin: number | null; quiet: boolean },
  concurrency: 12 as number | null,
  iteratorAgeMs: null as number | null,
};

/** A function that nobody invokes, with everything known about it. */
const CALM: Findings = {
  function: known(TARGET),
  traffic: known(TRAFFIC),
  provisioned: known([]),
  sources: known([]),
  queues: new Map(),
  failurePaths: known([]),
  urls: known([]),
  permissions: known([]),
  executions: known({ count: 0, more: false }),
};

const mapping = (changes: Partial<EventSourceMapping> = {}): EventSourceMapping => ({
  uuid: 'u1',
  functionArn: TARGET.arn,
  sourceArn: QUEUE,
  kind: 'sqs',
  state: 'Enabled',
  maximumConcurrency: null,
  maximumRecordAgeS: null,
  onFailureArn: null,
  ...changes,
});

const queue = (changes: Partial<QueueAttributes> = {}): QueueAttributes => ({
  url: 'https://sqs/orders-queue',
  arn: QUEUE,
  fifo: false,
  visibilityTimeoutS: 180,
  retentionS: 345_600,
  depth: 3,
  inFlight: 0,
  delayed: 0,
  deadLetters: { queueArn: `arn:aws:sqs:${WHERE}:orders-dlq`, maxReceiveCount: 3 },
  ...changes,
});

const permission = (
  service: string,
  sourceArn: string | null = null,
  qualifier = '$LATEST',
): InvokePermission => ({
  qualifier,
  invoker: { kind: 'service', name: service },
  sourceArn,
  urlOnly: false,
});

const TOPIC = permission('sns.amazonaws.com', `arn:aws:sns:${WHERE}:orders-topic`);

/** The warnings as `level: text`, without the notes that stand under every kill. */
function sentences(changes: Partial<Findings>, disabled: DisabledTriggers = 'sqs'): string[] {
  const { warnings } = blastRadius({ ...CALM, ...changes }, { disabled });
  const always = new Set(blastRadius(CALM, { disabled }).warnings.map(({ text }) => text));
  return warnings.filter(({ text }) => !always.has(text)).map(({ level, text }) => `${level}: ${text}`);
}

const factsOf = (findings: Findings) =>
  Object.fromEntries(
    blastRadius(findings, { disabled: 'sqs' }).facts.map(({ label, value }) => [label, value]),
  );

describe('every kill', () => {
  it('says what goes on and what cannot be seen', () => {
    expect(blastRadius(CALM, { disabled: 'sqs' }).warnings).toEqual([
      { level: 'note', text: 'No asynchronous events came in the last 30 min.' },
      {
        level: 'note',
        text: 'Step Functions, EventBridge Scheduler, other functions and all who call it by a role of this account do not show in its policy: their calls are refused too.',
      },
      {
        level: 'note',
        text: 'The executions that run now (about 12) are not stopped: they may go on for up to 30 s.',
      },
      { level: 'note', text: 'The next deployment by CloudFormation or Terraform may undo this.' },
    ]);
  });

  it('has its facts in one order, whether they are being read, known or not to be had', () => {
    const reading = blastRadius(NOTHING_FOUND, { disabled: 'sqs' });
    expect(reading.complete).toBe(false);
    expect(reading.facts.map(({ value }) => value)).toEqual(Array(reading.facts.length).fill(null));
    expect(factsOf(CALM)).toEqual({
      invocations: '1240 a minute',
      'in flight': '12 at once',
      reserved: '25',
      provisioned: 'none',
      'event sources': 'none',
      'async events': 'none in the last 30 min',
      'failed events to': 'nowhere',
      'function URL': 'none',
      'invoked by': 'nobody in its policy',
    });
    expect(Object.keys(factsOf(CALM))).toEqual(reading.facts.map(({ label }) => label));
    const denied = blastRadius(
      { ...CALM, traffic: unknown('denied'), queues: new Map([[QUEUE, unknown('denied')]]) },
      { disabled: 'sqs' },
    );
    expect(denied.complete).toBe(true);
    expect(denied.facts[0]).toEqual({ label: 'invocations', value: 'not known (denied)', unknown: true });
  });

  it('never takes missing datapoints for nothing', () => {
    const traffic = known({ ...TRAFFIC, invocations: { perMin: null, quiet: false }, concurrency: null });
    expect(factsOf({ ...CALM, traffic })).toMatchObject({
      invocations: 'not known',
      'in flight': 'not known',
    });
    expect(sentences({ traffic })).toEqual([
      'note: Executions that run now are not stopped: they may go on for up to 30 s.',
    ]);
  });
});

describe('asynchronous events', () => {
  const busy = known({ ...TRAFFIC, asyncEvents: { perMin: 30, quiet: false } });

  it('without anywhere to go are lost, and that comes first', () => {
    expect(sentences({ traffic: busy, permissions: known([TOPIC]), sources: known([mapping()]) })[0]).toBe(
      'loss: Asynchronous events (about 30 a minute, from SNS orders-topic) WILL BE LOST: there is no dead-letter queue and no on-failure destination.',
    );
  });

  it('are lost even where none came lately, as long as somebody sends them', () => {
    const rule = permission('events.amazonaws.com', `arn:aws:events:${WHERE}:rule/nightly`);
    expect(sentences({ permissions: known([rule]) })[0]).toBe(
      'loss: Asynchronous events (from EventBridge nightly) WILL BE LOST: there is no dead-letter queue and no on-failure destination.',
    );
  });

  it('go to the dead-letter queue at once', () => {
    const target = known({ ...TARGET, deadLetterArn: `arn:aws:sqs:${WHERE}:async-dlq` });
    expect(sentences({ traffic: busy, function: target })[0]).toBe(
      'risk: Asynchronous events (about 30 a minute) go straight to queue async-dlq, unretried: redrive them from there afterwards.',
    );
  });

  it('go where their qualifier has a destination, and are lost where it has none', () => {
    const live = permission('s3.amazonaws.com', 'arn:aws:s3:::media', 'live');
    const onFailureArn = `arn:aws:sqs:${WHERE}:failures`;
    const failurePaths = known([{ qualifier: 'live', onFailureArn }]);
    expect(sentences({ failurePaths, permissions: known([live, TOPIC]) })).toEqual([
      'loss: Asynchronous events (from SNS orders-topic) WILL BE LOST: there is no dead-letter queue and no on-failure destination.',
      'risk: Asynchronous events (from S3 media) go straight to queue failures, unretried: redrive them from there afterwards.',
    ]);
    expect(sentences({ failurePaths, traffic: busy })[0]).toBe(
      'loss: Asynchronous events (about 30 a minute) go straight to queue failures when they name live; all others WILL BE LOST.',
    );
  });

  it('may be lost when it is not known how often they come, or where they go', () => {
    expect(sentences({ traffic: unknown('denied') })[0]).toBe(
      'loss: Asynchronous events, if there are any, WILL BE LOST: there is no dead-letter queue and no on-failure destination.',
    );
    expect(sentences({ failurePaths: unknown('denied'), permissions: known([TOPIC]) })[0]).toBe(
      'loss: Asynchronous events (from SNS orders-topic) may be lost: where failed ones go is not known.',
    );
  });

  it('are not spoken of before it is known', () => {
    expect(
      sentences({ failurePaths: { state: 'reading' }, permissions: known([TOPIC]), traffic: busy }),
    ).toEqual(['note: What becomes of asynchronous events that are queued already is not documented.']);
  });
});

describe('a queue', () => {
  const sources = known([mapping()]);
  const withQueue = (changes: Partial<QueueAttributes> = {}) => new Map([[QUEUE, known(queue(changes))]]);

  it('that is paused keeps its messages', () => {
    expect(sentences({ sources, queues: withQueue() })).toEqual([
      'note: orders-queue is paused: its messages wait, for at most 4 d.',
    ]);
  });

  it('that stays on dead-letters them, and says when', () => {
    expect(sentences({ sources, queues: withQueue() }, 'none')).toEqual([
      'risk: orders-queue stays on: its messages go to orders-dlq unhandled after about 9 min (visibility timeout 3 min × 3 receives).',
    ]);
    expect(sentences({ sources, queues: withQueue({ deadLetters: null }) }, 'none')).toEqual([
      'risk: orders-queue stays on and has no dead-letter queue: its messages are tried again and again, for at most 4 d, and are then lost.',
    ]);
    expect(sentences({ sources, queues: new Map([[QUEUE, unknown('denied')]]) }, 'none')).toEqual([
      'risk: orders-queue stays on: its messages go to its dead-letter queue, if it has one, after visibility timeout × maxReceiveCount. Neither is known.',
    ]);
  });

  it('whose mapping AWS is changing cannot be switched off yet', () => {
    expect(sentences({ sources: known([mapping({ state: 'Updating' })]), queues: withQueue() })[0]).toBe(
      'risk: orders-queue is being changed (Updating): AWS refuses to switch it off until that is through.',
    );
    expect(sentences({ sources: known([mapping({ state: 'Disabled' })]) })).toEqual([
      'note: orders-queue is off already.',
    ]);
  });

  it('alone behind a function is better paused', () => {
    const alone = { ...CALM, sources, queues: withQueue() };
    const advice = (changes: Partial<Findings>) =>
      blastRadius({ ...alone, ...changes }, { disabled: 'sqs' }).pauseInstead;
    expect(advice({})).toBe(
      'All that invokes it, as far as can be seen, is an SQS queue: pausing its triggers stops it too, and the messages wait.',
    );
    expect(advice({ permissions: known([TOPIC]) })).toBeNull();
    expect(advice({ permissions: unknown('denied') })).toBeNull();
    expect(advice({ urls: known([{ qualifier: '$LATEST', url: '', authType: 'NONE' }]) })).toBeNull();
    expect(advice({ traffic: unknown('denied') })).toBeNull();
    expect(advice({ sources: known([mapping(), mapping({ kind: 'kinesis' })]) })).toBeNull();
  });
});

describe('a stream', () => {
  const table = `arn:aws:dynamodb:${WHERE}:table/orders/stream/2025-03-01T08:15:27.123`;
  const stream = (changes: Partial<EventSourceMapping>) =>
    known([mapping({ kind: 'dynamodb', sourceArn: table, ...changes })]);
  const behind = known({ ...TRAFFIC, iteratorAgeMs: 12 * 60_000 });

  it('keeps its records for a day, and says how much of it is left', () => {
    const [sentence] = sentences({ sources: stream({}), traffic: behind });
    expect(sentence).toMatch(
      /^risk: Records of \S+ wait in the stream for 24 h \(the last one read was 12 min old: 23 h 48 min left\); then they are lost\.$/,
    );
    const [other] = sentences({
      sources: stream({ kind: 'kinesis', sourceArn: `arn:aws:kinesis:${WHERE}:stream/clicks` }),
    });
    expect(other).toBe(
      'risk: Records of clicks wait in the stream for 24 h, or as long as the stream keeps them; then they are lost.',
    );
  });

  it('loses them sooner where its mapping gives old ones up', () => {
    expect(sentences({ sources: stream({ maximumRecordAgeS: 3600 }) })[0]).toMatch(
      /^loss: Records of \S+ WILL BE LOST when they are 1 h old: its mapping gives them up, with no on-failure destination\.$/,
    );
    const onFailureArn = `arn:aws:sqs:${WHERE}:failures`;
    expect(sentences({ sources: stream({ maximumRecordAgeS: 3600, onFailureArn }) })[0]).toMatch(
      /^risk: Records of \S+ are given up when they are 1 h old; queue failures is told where they were\.$/,
    );
  });

  it('of Kafka keeps what it holds', () => {
    const kafka = stream({ kind: 'self-managed-kafka', sourceArn: null });
    expect(sentences({ sources: kafka })).toEqual([
      'note: What u1 holds waits there for as long as it is kept at its source.',
    ]);
  });
});

describe('those who wait for an answer', () => {
  it('are told apart', () => {
    const api = `arn:aws:execute-api:${WHERE}:a1b2c3`;
    const permissions = known([
      permission('apigateway.amazonaws.com', `${api}/*/POST/*`),
      permission('apigateway.amazonaws.com', `${api}/authorizers/x1`),
      permission('cognito-idp.amazonaws.com', `arn:aws:cognito-idp:${WHERE}:userpool/eu-west-1_abc`),
      permission('something-new.amazonaws.com'),
      {
        ...TOPIC,
        invoker: { kind: 'account' as const, name: 'arn:aws:iam::111122223333:root' },
        sourceArn: null,
      },
      { ...TOPIC, invoker: { kind: 'anyone' as const }, sourceArn: null },
    ]);
    expect(sentences({ permissions })).toEqual([
      'risk: API Gateway a1b2c3: its callers get errors (5xx or 429).',
      'risk: API Gateway authorizer a1b2c3: every request that needs it is refused or fails.',
      'risk: Cognito eu-west-1_abc: sign-ups and sign-ins that need it fail.',
      'risk: something-new.amazonaws.com: its calls are refused (429); whether it tries again is up to it.',
      'risk: account 111122223333: calls are refused (429), and asynchronous events fare as all others.',
      'risk: anyone its policy lets in: calls are refused (429), and asynchronous events fare as all others.',
    ]);
  });

  it('by a URL get 429', () => {
    const urls = known([{ qualifier: '$LATEST', url: 'https://x', authType: 'NONE' as const }]);
    const permissions = known([{ ...TOPIC, invoker: { kind: 'anyone' as const }, urlOnly: true }]);
    expect(sentences({ urls, permissions })).toEqual(['risk: Its function URL answers 429 to everyone.']);
    expect(factsOf({ ...CALM, urls })).toMatchObject({ 'function URL': 'public' });
  });

  it('at the edge may go on', () => {
    const permissions = known([permission('replicator.lambda.amazonaws.com')]);
    expect(sentences({ permissions })[0]).toMatch(/^risk: CloudFront runs copies of it \(Lambda@Edge\)/);
  });
});

it('says that provisioned concurrency has to go first', () => {
  const provisioned = known([
    {
      qualifier: 'live',
      requested: 12,
      available: 12,
      allocated: 12,
      status: 'READY' as const,
      statusReason: null,
    },
  ]);
  expect(sentences({ provisioned })).toEqual([
    'risk: AWS refuses concurrency 0 while there is provisioned concurrency (12 of live): it has to be removed first, and giving it back takes AWS minutes.',
    'note: Where Application Auto Scaling manages it, it may put it back by itself.',
  ]);
  expect(factsOf({ ...CALM, provisioned })).toMatchObject({ provisioned: 'live 12' });
});

it('says what is not documented about durable executions', () => {
  const durable = { function: known({ ...TARGET, durable: true }) };
  expect(sentences({ ...durable, executions: known({ count: 7, more: false }) })).toEqual([
    'risk: 7 durable executions are under way: whether they go on while concurrency is 0 is not documented. Stopping one (StopDurableExecution) is for good.',
  ]);
  expect(sentences(durable)).toEqual([]);
  expect(sentences({ ...durable, executions: unknown('denied') })[0]).toMatch(
    /^risk: Durable executions may be under way: whether they go on/,
  );
});
