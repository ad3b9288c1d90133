import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ReceivedMessage } from '../../src/demo/world/queues/message.ts';
import type { Queue } from '../../src/demo/world/queues/queue.ts';
import { Queues } from '../../src/demo/world/queues/queues.ts';
import { DEFAULT_SETTINGS } from '../../src/demo/world/queues/settings.ts';
import { START } from './connect.ts';

const PLACE = { seed: 1, account: '123456789012', region: 'eu-west-1', bornAt: START };
const GROUPS = ['a', 'b'];
const VISIBILITY_S = 10;
const MAX_RECEIVES = 2;

/** What a client and time may do to a queue. */
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('send'),
      group: fc.constantFrom(...GROUPS),
      delayS: fc.constantFrom(0, 0, 10),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('receive'), most: fc.constantFrom(1, 1, 2, 10) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete'), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('release'), which: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('hide'),
      which: fc.nat(),
      seconds: fc.integer({ min: 1, max: 40 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('redrive') }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('pass'), seconds: fc.integer({ min: 0, max: 15 }) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A queue with its dead-letter queue, and what must be true of them after any steps. */
class Model {
  now = START;
  readonly queues = new Queues(PLACE, []);
  readonly dead: Queue;
  readonly queue: Queue;
  /** Bodies sent and not deleted; each lies in exactly one of the two queues. */
  readonly alive = new Set<string>();
  /** Messages in flight as a client knows them, by body. */
  readonly held = new Map<string, { message: ReceivedMessage; until: number }>();
  #sent = 0;

  constructor(suffix: '' | '.fifo') {
    this.dead = this.queues.create(`dead${suffix}`, DEFAULT_SETTINGS, START);
    const redrivePolicy = { deadLetterTargetArn: this.dead.arn, maxReceiveCount: MAX_RECEIVES };
    const settings = { ...DEFAULT_SETTINGS, visibilityTimeoutS: VISIBILITY_S, redrivePolicy };
    this.queue = this.queues.create(`queue${suffix}`, settings, START);
  }

  run(step: Step): void {
    if ('group' in step) this.#send(step.group, step.delayS);
    else if ('most' in step) this.#receive(step.most);
    else if ('which' in step) this.#answer(step.kind, step.which, 'seconds' in step ? step.seconds : 0);
    else if ('seconds' in step) this.now += 1000 * step.seconds;
    else if (this.queues.tasks.active(this.now).length === 0) {
      this.queues.tasks.start(this.dead, { destinationArn: undefined, ratePerS: 2 }, this.now);
    }
    this.#check();
  }

  #send(groupId: string, delayS: number): void {
    const body = `${groupId} ${this.#sent++}`;
    this.queue.send({ body, groupId, senderId: 'me', ...(this.queue.isFifo ? {} : { delayS }) }, this.now);
    this.alive.add(body);
  }

  #receive(most: number): void {
    this.#forget();
    const received = this.queue.receive({ most }, this.now);
    if (received === 'overLimit') throw new Error('there are not that many');
    expect(received.length).toBeLessThanOrEqual(most);
    const lockedGroups = new Set([...this.held.keys()].map(groupOf));
    for (const message of received) {
      expect(this.alive).toContain(message.body);
      expect(this.held.has(message.body)).toBe(false);
      if (this.queue.isFifo) expect(lockedGroups).not.toContain(message.groupId);
      this.held.set(message.body, { message, until: this.now + 1000 * VISIBILITY_S });
    }
    if (this.queue.isFifo) for (const group of GROUPS) this.#checkOrder(received, group);
  }

  #answer(kind: string, which: number, seconds: number): void {
    this.#forget();
    const entry = [...this.held.values()][which % Math.max(1, this.held.size)];
    if (entry === undefined) return;
    const { body, receiptHandle } = entry.message;
    if (kind === 'delete') {
      expect(this.queue.delete(receiptHandle, this.now)).toBe('deleted');
      this.alive.delete(body);
      this.held.delete(body);
    } else {
      expect(this.queue.changeVisibility(receiptHandle, seconds, this.now)).toBe('changed');
      entry.until = this.now + 1000 * seconds;
    }
  }

  /** What a client must regard as lost: its visibility timeout has ended. */
  #forget(): void {
    for (const [body, { until }] of this.held) if (until <= this.now) this.held.delete(body);
  }

  #checkOrder(received: readonly ReceivedMessage[], group: string): void {
    const numbers = received
      .filter((each) => each.groupId === group)
      .map((each) => BigInt(each.sequenceNumber ?? 0));
    expect(numbers).toEqual([...numbers].sort((left, right) => (left < right ? -1 : 1)));
  }

  #check(): void {
    this.#forget();
    const source = this.queue.counts(this.now);
    const dead = this.dead.counts(this.now);
    expect(source.inFlight).toBe(this.held.size);
    const total = source.visible + source.inFlight + source.delayed + dead.visible + dead.inFlight;
    expect(total).toBe(this.alive.size);
    for (const count of [...Object.values(source), ...Object.values(dead)]) {
      expect(count).toBeGreaterThanOrEqual(0);
    }
  }

  /** Takes everything out of both queues: each message that was not deleted must be there once. */
  drain(): void {
    this.now += 36 * 3_600_000;
    const found: string[] = [];
    for (const queue of [this.queue, this.dead]) {
      for (let received = queue.receive({ most: 10 }, this.now); received.length > 0; ) {
        if (received === 'overLimit') throw new Error('there are not that many');
        for (const message of received) {
          found.push(message.body);
          expect(queue.delete(message.receiptHandle, this.now)).toBe('deleted');
        }
        received = queue.receive({ most: 10 }, this.now);
      }
    }
    expect(found.sort()).toEqual([...this.alive].sort());
  }
}

function groupOf(body: string): string {
  return body.slice(0, 1);
}

it.each(['', '.fifo'] as const)('a queue%s never loses, doubles or miscounts a message', (suffix) => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 200, size: 'max' }), (steps) => {
      const model = new Model(suffix);
      for (const each of steps) model.run(each);
      model.drain();
    }),
    { numRuns: 60 },
  );
});

it('a FIFO group comes out in the order it was sent, however its consumer fails', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...GROUPS), { maxLength: 40, size: 'max' }),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }),
      (sent, succeeds) => {
        const queues = new Queues(PLACE, []);
        const queue = queues.create('jobs.fifo', DEFAULT_SETTINGS, START);
        for (const [index, groupId] of sent.entries()) {
          queue.send({ body: `${groupId} ${index}`, groupId, senderId: 'me' }, START);
        }
        const handled: string[] = [];
        for (let turn = 0; handled.length < sent.length && turn < 400; turn++) {
          const now = START + turn * 31_000;
          const received = queue.receive({ most: 3 }, now);
          if (received === 'overLimit') throw new Error('there are not that many');
          // A consumer that fails leaves this message and those behind it, as it must for the order.
          const isHandled = turn > 200 || succeeds[turn % succeeds.length];
          for (const message of isHandled ? received : []) {
            handled.push(message.body);
            queue.delete(message.receiptHandle, now);
          }
        }
        for (const group of GROUPS) {
          const of = (bodies: string[]) => bodies.filter((body) => groupOf(body) === group);
          expect(of(handled)).toEqual(of(sent.map((groupId, index) => `${groupId} ${index}`)));
        }
      },
    ),
    { numRuns: 60 },
  );
});

it('holds no more than 120,000 messages in flight', () => {
  const queues = new Queues(PLACE, []);
  const queue = queues.create('jobs', { ...DEFAULT_SETTINGS, visibilityTimeoutS: 600 }, START);
  for (let index = 0; index < 120_005; index++)
    queue.send({ body: `${index}`, senderId: 'me' }, START + index);
  const now = START + 130_000;
  let received = queue.receive({ most: 10 }, now);
  const ids = new Set<string>();
  let last = '';
  while (received !== 'overLimit') {
    for (const { id, receiptHandle } of received) {
      ids.add(id);
      last = receiptHandle;
    }
    received = queue.receive({ most: 10 }, now);
  }
  expect(ids.size).toBe(120_000);
  expect(queue.counts(now)).toEqual({ visible: 5, inFlight: 120_000, delayed: 0 });
  queue.delete(last, now);
  expect(queue.receive({ most: 10 }, now)).toHaveLength(1);
});

it('knows its oldest message', () => {
  const queue = new Queues(PLACE, []).create('jobs', DEFAULT_SETTINGS, START);
  const ageAt = (second: number) => queue.reading(START + 1000 * second).oldestAgeS;
  expect(ageAt(0)).toBe(0);
  for (const at of [0, 5, 9]) queue.send({ body: `${at}`, senderId: 'me' }, START + 1000 * at);
  const received = queue.receive({ most: 1 }, START + 10_000);
  if (received === 'overLimit') throw new Error('there are not that many');
  expect(ageAt(10)).toBe(10);
  queue.delete(received[0]?.receiptHandle ?? '', START + 10_000);
  expect(ageAt(10)).toBe(5);
});

it('tells a poller inside the account of arrivals', () => {
  const queue = new Queues(PLACE, []).create('jobs', DEFAULT_SETTINGS, START);
  let arrivals = 0;
  const unsubscribe = queue.arrivals.subscribe(() => {
    arrivals += 1;
  });
  queue.send({ body: 'a', senderId: 'me' }, START);
  unsubscribe();
  queue.send({ body: 'b', senderId: 'me' }, START);
  expect(arrivals).toBe(1);
});
