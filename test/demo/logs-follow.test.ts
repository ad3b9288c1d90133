import { type FilteredLogEvent, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { expect, it } from 'vitest';
import { START } from './connect.ts';
import { connectLogs, filterAll, groupOf } from './logs.ts';

const logGroupName = groupOf('checkout-shipping-options-prod');

it('is followed as version 2 of the aws CLI does: no line twice, and only those missed that came late', async () => {
  const account = await connectLogs();
  const { logs, pass } = account;
  const followed: FilteredLogEvent[] = [];
  const search = { logGroupName, interleaved: true };
  let startTime = START - 10_000;
  // The CLI's own way: from the newest timestamp on, knowing the ids of that timestamp alone.
  let known = new Set<string | undefined>();
  for (let polls = 0; polls < 13; polls++) {
    let nextToken: string | undefined;
    do {
      const page = await logs.send(
        new FilterLogEventsCommand({ ...search, startTime, ...(nextToken && { nextToken }) }),
      );
      followed.push(...(page.events ?? []).filter(({ eventId }) => !known.has(eventId)));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    startTime = Math.max(startTime, ...followed.map(({ timestamp = 0 }) => timestamp));
    known = new Set(
      followed.filter(({ timestamp }) => timestamp === startTime).map(({ eventId }) => eventId),
    );
    pass(5);
  }
  pass(120);
  const { events } = await filterAll(account, {
    logGroupName,
    startTime: START - 10_000,
    endTime: START + 45_000,
  });
  const ids = new Set(followed.map(({ eventId }) => eventId));
  expect(ids.size).toBe(followed.length);
  expect(ids.size).toBeGreaterThan(1_000);
  const missed = events.filter(({ eventId }) => !ids.has(eventId));
  const usual = events.filter(({ ingestionTime = 0, timestamp = 0 }) => ingestionTime - timestamp < 5_000);
  expect(missed.length).toBeGreaterThan(0);
  expect(missed.length).toBeLessThan(0.2 * events.length);
  // What came late stays findable: whoever looks a minute back finds all of it.
  expect(usual.length).toBeGreaterThan(0.97 * events.length);
  expect(missed.some(({ ingestionTime = 0, timestamp = 0 }) => ingestionTime - timestamp > 5_000)).toBe(true);
});
