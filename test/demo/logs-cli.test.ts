import { describe, expect, it } from 'vitest';
import { aws, hasCli } from './aws-cli.ts';
import { connect, START } from './connect.ts';
import { groupOf } from './logs.ts';

const GROUP = ['--log-group-name', groupOf('payments-webhook-adyen-prod')];

// Registered only where the CLI is installed: it is another client's judgement of the same wire.
if (hasCli) {
  describe('the aws CLI', () => {
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
}
