import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogEvent } from '../../src/domain/logs/log-event.ts';
import { EventMerge, SEARCH } from '../../src/domain/logs/merge.ts';

/** An event as it lies in the group; few looks, so that many are alike. */
interface Truth {
  readonly id: number;
  readonly stream: string;
  readonly message: string;
  readonly timestamp: number;
  readonly ingestionTime: number;
}

const truths = fc
  .array(
    fc.record({
      stream: fc.constantFrom('a', 'b'),
      message: fc.constantFrom('x', 'y'),
      timestamp: fc.integer({ min: 0, max: 3 }).map((second) => second * 1_000),
      delay: fc.constantFrom(0, 500, 30_000),
    }),
    { maxLength: 30 },
  )
  .map((events) =>
    events.map(
      ({ delay, ...event }, id): Truth => ({ ...event, id, ingestionTime: event.timestamp + delay }),
    ),
  );

/** What one way tells: some of what is there, in the order of its arrival. */
const telling = fc.oneof(
  fc.record({ way: fc.constant(SEARCH), kept: fc.infiniteStream(fc.boolean()) }),
  fc.record({ way: fc.integer({ min: 1, max: 4 }), kept: fc.infiniteStream(fc.boolean()) }),
);

function asTold({ id, ...event }: Truth, way: number): LogEvent {
  return { ...event, group: 'g', eventId: way === SEARCH ? `id-${id}` : null };
}

const lookOf = ({ stream, message, timestamp, ingestionTime }: Omit<Truth, 'id'>): string =>
  [stream, message, timestamp, ingestionTime].join(' ');

const looks = (events: readonly Omit<Truth, 'id'>[]): string[] => events.map(lookOf).toSorted();

describe('EventMerge', () => {
  it('shows every event exactly once, however sessions were cut and searches repeated', () => {
    fc.assert(
      fc.property(truths, fc.array(telling, { maxLength: 8 }), fc.func(fc.nat()), (all, tellings, pick) => {
        const merge = new EventMerge();
        const shown: LogEvent[] = [];
        // A session tells each event at most once: every telling of a session is one of its own.
        const queues = tellings.map(({ way, kept }, index) => {
          const part = all.filter(() => kept.next().value);
          return part.map((truth) => ({ way: way === SEARCH ? SEARCH : index + 1, truth }));
        });
        // In the end one search reads everything, as after each cut.
        for (let step = 0; queues.some((queue) => queue.length > 0); step += 1) {
          const open = queues.filter((queue) => queue.length > 0);
          const next = open[pick(step) % open.length]?.shift();
          if (!next) continue;
          const event = asTold(next.truth, next.way);
          if (merge.isNew(next.way, event)) shown.push(event);
        }
        expectPart(shown, all);
        for (const truth of all) {
          const event = asTold(truth, SEARCH);
          if (merge.isNew(SEARCH, event)) shown.push(event);
        }
        expect(looks(shown)).toEqual(looks(all));
        for (const truth of all) expect(merge.isNew(SEARCH, asTold(truth, SEARCH))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps two identical lines two, by live tail, by search, and by both', () => {
    const twins = [0, 1].map(
      (id): Truth => ({ id, stream: 'a', message: 'x', timestamp: 1, ingestionTime: 2 }),
    );
    const count = (ways: readonly (readonly [way: number, id: number])[]): number => {
      const merge = new EventMerge();
      return ways.filter(([way, id]) => merge.isNew(way, asTold(twins[id] as Truth, way))).length;
    };
    expect(
      count([
        [1, 0],
        [1, 1],
      ]),
    ).toBe(2);
    expect(
      count([
        [SEARCH, 0],
        [SEARCH, 1],
        [SEARCH, 0],
      ]),
    ).toBe(2);
    expect(
      count([
        [1, 0],
        [1, 1],
        [SEARCH, 0],
        [SEARCH, 1],
      ]),
    ).toBe(2);
    // The session was cut between them.
    expect(
      count([
        [1, 0],
        [SEARCH, 0],
        [SEARCH, 1],
      ]),
    ).toBe(2);
    expect(
      count([
        [SEARCH, 0],
        [1, 0],
        [1, 1],
      ]),
    ).toBe(2);
  });

  it('takes a line read again without ids for the same one', () => {
    const merge = new EventMerge();
    const event = { ...asTold({ id: 0, stream: 'a', message: 'x', timestamp: 1, ingestionTime: 2 }, 1) };
    expect([merge.isNew(SEARCH, event), merge.isNew(SEARCH, event)]).toEqual([true, false]);
  });

  it('tells apart what differs in one part only', () => {
    const merge = new EventMerge();
    const event = asTold({ id: 0, stream: 'ab', message: 'c', timestamp: 1, ingestionTime: 2 }, 1);
    const others = [
      event,
      { ...event, stream: 'a', message: 'bc' },
      { ...event, timestamp: 2 },
      { ...event, ingestionTime: 3 },
    ];
    expect(others.map((other) => merge.isNew(1, other))).toEqual([true, true, true, true]);
  });

  it('forgets what cannot come again, and nothing that arrived since', () => {
    const merge = new EventMerge();
    const old = asTold({ id: 0, stream: 'a', message: 'x', timestamp: 1_000, ingestionTime: 1_500 }, 1);
    const late = asTold({ id: 1, stream: 'a', message: 'x', timestamp: 1_000, ingestionTime: 61_000 }, 1);
    merge.isNew(1, old);
    merge.isNew(1, late);
    merge.forget(60_000);
    expect(merge.size).toBe(1);
    expect(merge.isNew(SEARCH, { ...late, eventId: 'late' })).toBe(false);
  });
});

function expectPart(part: readonly Omit<Truth, 'id'>[], whole: readonly Omit<Truth, 'id'>[]): void {
  const left = looks(whole);
  for (const look of looks(part)) {
    const index = left.indexOf(look);
    expect(index, `${look} was shown too often`).toBeGreaterThanOrEqual(0);
    left.splice(index, 1);
  }
}
