import { describe, expect, it } from 'vitest';
import { type EventSource, type LogEvent, lowerBound } from '../../src/demo/logs/events/log-event.ts';
import { merged } from '../../src/demo/logs/events/merge.ts';
import { MinuteCache } from '../../src/demo/logs/events/minute-cache.ts';
import { StoredSource } from '../../src/demo/logs/events/stored-source.ts';
import { filterLogEvents } from '../../src/demo/logs/filter-log-events.ts';
import { LogGroups } from '../../src/demo/logs/groups/log-groups.ts';
import { connect, START } from './connect.ts';

const PER_SECOND = 20_000;
/** What the operation does not look at. */
const CALL = { body: Buffer.alloc(0), host: 'localhost', signal: new AbortController().signal };

interface Page {
  events: { message: string }[];
  nextToken?: string;
}

/** A source of 20,000 events a second, each known by its number. */
function flood(): EventSource {
  const eventsFrom = (first: number, end: number): LogEvent[] =>
    Array.from({ length: Math.max(0, end - first) }, (_, index) => {
      const number = first + index;
      const timestamp = START - 60_000 + Math.floor(number / (PER_SECOND / 1000));
      return {
        timestamp,
        ingestionTime: timestamp + 400,
        order: number,
        stream: 'flood',
        message: `line ${number}`,
      };
    });
  const numberAt = (instant: number) => Math.max(0, (instant - START + 60_000) * (PER_SECOND / 1000));
  return {
    since: START - 60_000,
    strideMs: 250,
    between: (from, until) => eventsFrom(numberAt(from), numberAt(until)),
    arrivedIn: (after, until) => eventsFrom(numberAt(after - 399), numberAt(until - 399)),
  };
}

describe('a source that is plugged in', () => {
  it('is read like any other: a flood, without loss and within the limits of a page', async () => {
    const { world } = await connect({ scenario: 'empty' });
    const groups = new LogGroups(world);
    groups.plug('flood', flood());
    const filter = filterLogEvents(groups);
    const numbers: number[] = [];
    let nextToken: unknown;
    do {
      const input = {
        logGroupName: 'flood',
        startTime: START - 10_000,
        endTime: START - 8_001,
        ...(nextToken ? { nextToken } : {}),
      };
      const page = (await filter({ world, input, ...CALL })) as unknown as Page;
      expect(page.events.length).toBeLessThanOrEqual(10_000);
      numbers.push(...page.events.map((event) => Number(event.message.slice(5))));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    const first = 50 * PER_SECOND;
    expect(numbers).toEqual(Array.from({ length: 2 * PER_SECOND }, (_, index) => first + index));
  });

  it('is merged with what clients put into the same group', () => {
    const stored = new StoredSource();
    const stream = { name: 'own', created: START };
    stored.add(stream, START - 1000, 'own line', START);
    const both = merged([flood(), stored]);
    const events = both.between(START - 1001, START - 998);
    expect(events).toHaveLength(61);
    expect(events.map((event) => event.timestamp)).toEqual(events.map((event) => event.timestamp).toSorted());
    expect(both.arrivedIn(START - 1, START).some((event) => event.message === 'own line')).toBe(true);
    expect(both.since).toBe(START - 60_000);
  });
});

describe('the memory of minutes', () => {
  const minute = (count: number) => ({
    events: Array<LogEvent>(count).fill({
      timestamp: 0,
      ingestionTime: 0,
      order: 0,
      stream: '',
      message: '',
    }),
    basis: undefined,
  });

  it('forgets what was not read for longest, and never what was just read', () => {
    const cache = new MinuteCache(1000);
    cache.set('a', minute(400));
    cache.set('b', minute(400));
    cache.get('a');
    cache.set('c', minute(400));
    expect([cache.get('a'), cache.get('b'), cache.get('c')].map((each) => each !== undefined)).toEqual([
      true,
      false,
      true,
    ]);
    cache.set('d', minute(5000));
    expect(cache.get('d')).toBeDefined();
    expect(cache.get('a')).toBeUndefined();
  });
});

it('an event is found by its time and order', () => {
  const events = [1, 1, 2, 4].map((timestamp, order) => ({
    timestamp,
    order,
    ingestionTime: 0,
    stream: '',
    message: '',
  }));
  expect([0, 1, 2, 3, 4, 5].map((instant) => lowerBound(events, instant))).toEqual([0, 0, 2, 3, 3, 4]);
  expect(lowerBound(events, 1, 1)).toBe(1);
});
