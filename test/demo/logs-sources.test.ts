import { describe, expect, it } from 'vitest';
import {
  arrivedAmong,
  type EventSource,
  type LogEvent,
  lowerBound,
} from '../../src/demo/logs/events/log-event.ts';
import { merged } from '../../src/demo/logs/events/merge.ts';
import { MinuteCache } from '../../src/demo/logs/events/minute-cache.ts';
import { StoredSource } from '../../src/demo/logs/events/stored-source.ts';
import { MINUTE, START } from './connect.ts';

/** An event that is told from others by its time and message. */
function eventAt(timestamp: number, message: string): LogEvent {
  return { timestamp, ingestionTime: timestamp + 400, order: 0, stream: 'regular', message };
}

/** A source with an event every ten seconds, up to START. */
const regular: EventSource = {
  since: START - MINUTE,
  until: START + 1,
  strideMs: 10_000,
  between: (from, until) =>
    Array.from({ length: 7 }, (_, index) => START - MINUTE + index * 10_000)
      .filter((instant) => instant >= from && instant < until)
      .map((instant) => eventAt(instant, `at ${instant}`)),
  arrivedIn: (after, until) => arrivedAmong(regular.between(after - 400, until), after, until),
  findStream: (name) => (name === 'regular' ? { from: START - MINUTE, until: START + 1 } : undefined),
  streamsBetween: () => [],
};

it('several sources are read as one: by time, by arrival, and by the names of their streams', () => {
  const stored = new StoredSource();
  const stream = { name: 'own', created: START };
  stored.streams.set('own', stream);
  stored.add(stream, START - 15_000, 'own line', START + 1_000);
  const both = merged([regular, stored]);
  expect(both.between(START - 20_000, START + 1).map(({ message }) => message)).toEqual([
    `at ${START - 20_000}`,
    'own line',
    `at ${START - 10_000}`,
    `at ${START}`,
  ]);
  expect(both.arrivedIn(START, START + 1_000).map(({ message }) => message)).toEqual([
    `at ${START}`,
    'own line',
  ]);
  expect(both.findStream('own')).toEqual({ from: START - 15_000, until: START - 14_999 });
  expect(both.findStream('regular')).toBeDefined();
  expect(both.findStream('other')).toBeUndefined();
  expect(both).toMatchObject({ since: START - MINUTE, strideMs: 10_000 });
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
