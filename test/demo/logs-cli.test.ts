import { describe, expect, it } from 'vitest';
import { aws, awsUntil, cliIsAtLeast, hasCli, unlessCli } from './aws-cli.ts';
import { connect, START } from './connect.ts';
import { groupArn, groupOf } from './logs.ts';

const NAME = groupOf('payments-webhook-adyen-prod');
const GROUP = ['--log-group-name', NAME];
/** A line of `logs tail`: the time, the stream, the message. */
const TAILED = /^\d{4}-\d\d-\d\dT\S+\+00:00 \d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32} \S/;

// Only where the CLI is installed: it is another client's judgement of the same wire.
describe.runIf(hasCli)('the aws CLI', () => {
  it('follows a log as its own tail does: by asking again from the newest event on', async () => {
    const { endpoint } = await connect();
    const filter = (since: number) =>
      aws(endpoint, 'logs', 'filter-log-events', ...GROUP, '--start-time', String(since));
    const first = await filter(START - 60_000);
    const newest = Math.max(...first.events.map((event: { timestamp: number }) => event.timestamp));
    const again = await filter(newest);
    expect(first.events.length).toBeGreaterThan(100);
    expect(again.events).toEqual(
      first.events.filter((event: { timestamp: number }) => event.timestamp >= newest),
    );
  });

  it('lists streams and reads one', async () => {
    const { endpoint } = await connect();
    const order = ['--order-by', 'LastEventTime', '--descending', '--max-items', '1'];
    const { logStreams } = await aws(endpoint, 'logs', 'describe-log-streams', ...GROUP, ...order);
    const stream = ['--log-stream-name', logStreams[0].logStreamName];
    const { events } = await aws(endpoint, 'logs', 'get-log-events', ...GROUP, ...stream, '--limit', '4');
    expect(events).toHaveLength(4);
  });

  it('is told what is wrong with a pattern', async () => {
    const { endpoint } = await connect();
    await expect(
      aws(endpoint, 'logs', 'filter-log-events', ...GROUP, '--filter-pattern', '?Status: timeout'),
    ).rejects.toThrow(
      "An error occurred (InvalidParameterException) when calling the FilterLogEvents operation: Invalid character(s) in term ':'",
    );
  });
});

const hasTail = cliIsAtLeast({ 2: 0 });

describe.runIf(hasTail)(`logs tail of the aws CLI${unlessCli(hasTail, 'version 2')}`, () => {
  it('prints what there is, and searches it', async () => {
    const { endpoint } = await connect({ start: Date.now() });
    const tail = (...options: string[]) =>
      awsUntil(() => false, endpoint, 'logs', 'tail', NAME, '--since', '1m', ...options);
    const lines = await tail();
    expect(lines.length).toBeGreaterThan(100);
    // A report of what X-Ray sampled has a second line.
    expect(lines.filter((line) => !TAILED.test(line) && !/^(XRAY.*)?$/.test(line))).toEqual([]);
    const found = await tail('--filter-pattern', '?ERROR ?timeout', '--format', 'short');
    expect(found.length).toBeGreaterThan(5);
    expect(found.filter((line) => !/ERROR|timeout/.test(line))).toEqual([]);
  });

  it('follows: lines come that were not yet written when it began', async () => {
    const began = Date.now();
    const { endpoint } = await connect({ start: began, speed: 1 });
    const timeOf = (line: string) => (TAILED.test(line) ? Date.parse(`${line.slice(0, 23)}Z`) : 0);
    const hasNew = (lines: readonly string[]) => lines.some((line) => timeOf(line) > began + 1_000);
    const lines = await awsUntil(hasNew, endpoint, 'logs', 'tail', NAME, '--since', '20s', '--follow');
    expect(lines.filter((line) => timeOf(line) > began + 1_000).length).toBeGreaterThan(0);
    expect(lines.some((line) => timeOf(line) > 0 && timeOf(line) < began)).toBe(true);
  });
});

const hasLiveTail = cliIsAtLeast({ 1: 43, 2: 32 });

describe.runIf(hasLiveTail)(
  `logs start-live-tail of the aws CLI${unlessCli(hasLiveTail, 'version 1.43 or 2.32')}`,
  () => {
    it('prints what arrives, in several groups, as far as it matches', async () => {
      const { endpoint } = await connect({ start: Date.now(), speed: 20 });
      const groups = [NAME, groupOf('checkout-api-prod')].map(groupArn);
      const wanted = ['--log-group-identifiers', ...groups, '--log-event-filter-pattern', 'ERROR'];
      const lines = await awsUntil(
        ({ length }) => length > 2,
        endpoint,
        'logs',
        'start-live-tail',
        ...wanted,
      );
      expect(lines.filter((line) => line !== '' && !line.includes('ERROR'))).toEqual([]);
      expect(lines.length).toBeGreaterThan(2);
    });

    it('is told which group cannot be tailed', async () => {
      const { endpoint } = await connect();
      const group = groupArn(groupOf('analytics-clickstream-ingest'));
      await expect(
        aws(endpoint, 'logs', 'start-live-tail', '--log-group-identifiers', group),
      ).rejects.toThrow(
        'An error occurred (InvalidOperationException) when calling the StartLiveTail operation',
      );
    });
  },
);
