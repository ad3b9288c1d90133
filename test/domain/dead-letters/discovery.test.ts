import { expect, it } from 'vitest';
import { AppError } from '../../../src/domain/app-error.ts';
import {
  type DiscoveryFacts,
  findTargets,
  functionsBehind,
  queueArnFrom,
} from '../../../src/domain/dead-letters/discovery.ts';
import { lostAt } from '../../../src/domain/dead-letters/losses.ts';
import { queueFigures, timeLeftS } from '../../../src/domain/dead-letters/queue-figures.ts';
import { type KnownTarget, remarksOn } from '../../../src/domain/dead-letters/target-words.ts';
import { DLQ, ORDERS, QUEUE } from './letters.ts';

const WHERE = 'eu-west-1:111122223333';
const arnOf = (name: string): string => `arn:aws:lambda:${WHERE}:function:${name}`;
const mapping = (name: string, sourceArn: string, onFailureArn: string | null = null, state = 'Enabled') => ({
  functionArn: arnOf(name),
  sourceArn,
  state,
  onFailureArn,
});

const NOTHING: DiscoveryFacts = { functions: [], mappings: [], failurePaths: new Map(), redrives: new Map() };

it('finds every target with who feeds it, by four ways at once', () => {
  const topic = `arn:aws:sns:${WHERE}:alerts`;
  const stream = `arn:aws:kinesis:${WHERE}:stream/clicks`;
  const targets = findTargets({
    functions: [
      { name: 'orders', arn: ORDERS, deadLetterArn: DLQ },
      { name: 'mail', arn: arnOf('mail'), deadLetterArn: topic },
    ],
    mappings: [mapping('orders', QUEUE), mapping('reader', stream, DLQ)],
    failurePaths: new Map([
      [
        'orders',
        {
          paths: [
            { qualifier: 'live', onFailureArn: DLQ },
            { qualifier: '$LATEST', onFailureArn: null },
          ],
        },
      ],
    ]),
    redrives: new Map([[QUEUE, DLQ]]),
  });
  expect(targets).toMatchObject([
    { name: 'alerts', service: 'sns', kinds: ['async'], sources: [{ arn: arnOf('mail') }] },
    { name: 'orders-dlq', service: 'sqs', kinds: ['sqs-source', 'async', 'destination', 'stream-record'] },
  ]);
  const [, queue] = targets;
  expect(queue?.sources.map(({ kind, arn }) => [kind, arn])).toEqual([
    ['async', ORDERS],
    ['destination', `${ORDERS}:live`],
    ['stream-record', arnOf('reader')],
    ['sqs-source', QUEUE],
  ]);
  expect(queue && functionsBehind(queue)).toEqual(['orders', 'reader']);
});

it('keeps a queue that no function reads, and names the functions that compete for messages', () => {
  const facts = {
    ...NOTHING,
    mappings: [mapping('repair', DLQ), mapping('asleep', DLQ, null, 'Disabled')],
    redrives: new Map([[QUEUE, DLQ]]),
  };
  expect(findTargets(facts)).toMatchObject([
    {
      sources: [{ kind: 'sqs-source', arn: QUEUE, functionNames: [] }],
      consumers: [
        { name: 'repair', active: true },
        { name: 'asleep', active: false },
      ],
    },
  ]);
});

it('names what is no queue', () => {
  const names = [
    `arn:aws:events:${WHERE}:event-bus/company`,
    `arn:aws:lambda:${WHERE}:function:repair:live`,
    'arn:aws:s3:::failed-events',
    'kafka://failures',
  ].map((deadLetterArn) => {
    const [target] = findTargets({ ...NOTHING, functions: [{ name: 'f', arn: arnOf('f'), deadLetterArn }] });
    return [target?.service, target?.name];
  });
  expect(names).toEqual([
    ['events', 'company'],
    ['lambda', 'repair:live'],
    ['s3', 'failed-events'],
    ['kafka', 'failures'],
  ]);
});

it('knows a queue’s ARN by its URL, whatever host the endpoint has', () => {
  expect(queueArnFrom('http://127.0.0.1:4566/111122223333/orders', DLQ)).toBe(QUEUE);
  expect(queueArnFrom('orders', DLQ)).toBeNull();
});

it('tells growth and age by the newest minutes only, and the time that is left at most', () => {
  const now = 100 * 60_000;
  const at = (...values: [minute: number, value: number][]) =>
    new Map(values.map(([minute, value]) => [minute * 60_000, value]));
  const figures = queueFigures(at([90, 500], [98, 900]), at([88, 200], [98, 250]), now);
  expect(figures).toEqual({ oldestAgeS: 900, growthPerMin: 5 });
  expect(queueFigures(at([10, 500]), at([98, 3]), now)).toEqual({ oldestAgeS: null, growthPerMin: null });
  expect(timeLeftS(3_600, 900, 250)).toBe(2_700);
  expect(timeLeftS(3_600, 9_000, 250)).toBe(0);
  expect([timeLeftS(null, 900, 1), timeLeftS(3_600, null, 1), timeLeftS(3_600, 900, 0)]).toEqual([
    null,
    null,
    null,
  ]);
});

it('counts as lost only what Lambda itself would have sent there', () => {
  const functions = [{ name: 'mail', arn: arnOf('mail'), deadLetterArn: DLQ }];
  const [async] = findTargets({ ...NOTHING, functions });
  const [moved] = findTargets({ ...NOTHING, redrives: new Map([[QUEUE, DLQ]]) });
  if (!async || !moved) throw new Error('no target');
  const losses = new Map([
    ['mail', 7],
    ['other', 3],
  ]);
  expect([lostAt(async, losses), lostAt(async, new Map()), lostAt(async, null)]).toEqual([7, 0, null]);
  expect([lostAt(moved, losses), lostAt(moved, null)]).toEqual([0, 0]);
});

it('remarks on what is lost, what cannot be read, who competes and where messages go on', () => {
  const known = (more: Partial<KnownTarget>, target: Partial<KnownTarget['target']> = {}): KnownTarget => {
    const [found] = findTargets({ ...NOTHING, redrives: new Map([[QUEUE, DLQ]]) });
    if (!found) throw new Error('no target');
    return { target: { ...found, ...target }, queue: null, error: null, figures: null, ...more };
  };
  const queue = {
    url: '',
    arn: DLQ,
    fifo: false,
    visibilityTimeoutS: 30,
    retentionS: 4 * 3_600,
    depth: 3,
    inFlight: 0,
    delayed: 0,
    deadLetters: { queueArn: `${DLQ}-2`, maxReceiveCount: 5 },
  };
  const words = (one: KnownTarget, lost = 0) =>
    remarksOn(one, lost).map(({ level, text }) => `${level} ${text}`);
  expect(words(known({}), 7)).toEqual(['bad events are being lost: 7 in 3 h']);
  expect(words(known({ error: new AppError('not-found', '') }))).toEqual([
    'bad does not exist: what goes there is lost',
  ]);
  expect(words(known({}, { service: 'sns' }))).toEqual(['info sns cannot be read back']);
  const figures = { oldestAgeS: 3_600, growthPerMin: null };
  const consumers = [
    { name: 'repair', active: true },
    { name: 'asleep', active: false },
  ];
  expect(words(known({ queue, figures }, { consumers }))).toEqual([
    'bad oldest lost in 3 h or sooner',
    'warn repair takes messages away',
    'warn has a DLQ itself: after 5 receives on to orders-dlq-2',
  ]);
});
