import { DescribeLogGroupsCommand, DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  GetFunctionConfigurationCommand,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { MINUTE, START } from './connect.ts';
import { connectLogs, filterAll, groupOf, messages } from './logs.ts';
import { ask, query, total } from './metrics.ts';

const name = 'payments-webhook-adyen-prod';
/** Settings are changed so many seconds after the world's birth, in the middle of a minute. */
const CHANGE_S = 30;
const CHANGE = START + CHANGE_S * 1000;

/** Lines that were there and are not any more. */
function missingIn(lines: readonly string[], known: readonly string[]): string[] {
  const all = new Set(lines);
  return known.filter((line) => !all.has(line));
}

type Settings = Omit<UpdateFunctionConfigurationCommandInput, 'FunctionName'>;

/** An account in which a function's settings were changed at CHANGE, two minutes ago. */
async function changed(FunctionName: string, settings: Settings) {
  const account = await connectLogs();
  const range = { logGroupName: groupOf(FunctionName), startTime: START - MINUTE };
  const before = async () => messages((await filterAll(account, { ...range, endTime: CHANGE - 1 })).events);
  account.pass(CHANGE_S);
  const known = await before();
  await account.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...settings }));
  account.pass(150);
  const after = messages((await filterAll(account, { ...range, startTime: CHANGE + 2_000 })).events);
  return { account, known, past: await before(), after };
}

describe('a change of settings counts from its second on', () => {
  it('the format of the log', async () => {
    const { known, past, after } = await changed(name, {
      LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' },
    });
    // More has arrived since, but nothing is told otherwise than before.
    expect(missingIn(past, known)).toEqual([]);
    expect(past.filter((message) => message.startsWith('START RequestId')).length).toBeGreaterThan(200);
    expect(after.length).toBeGreaterThan(100);
    expect(after.filter((message) => !message.startsWith('{'))).toEqual([]);
    expect(after.some((message) => message.includes('platform.start'))).toBe(false);
  });

  it('memory, in what reports say of it', async () => {
    const { past, after } = await changed(name, { MemorySize: 2048 });
    const sizes = (lines: string[]) =>
      new Set(lines.flatMap((line) => /Memory Size: (\d+) MB/.exec(line)?.[1] ?? []));
    expect(sizes(past)).toEqual(new Set(['256']));
    expect(sizes(after)).toEqual(new Set(['2048']));
  });

  it('the timeout: what takes longer fails from then on, in the log and in the metrics', async () => {
    const slow = 'billing-vat-id-check';
    const { account, known, past, after } = await changed(slow, { Timeout: 1 });
    expect(missingIn(past, known)).toEqual([]);
    const timeouts = (lines: string[]) =>
      lines.flatMap((line) => /\tDuration: ([\d.]+) ms\t.*Status: timeout/.exec(line)?.[1] ?? []);
    expect(new Set(timeouts(past))).toEqual(new Set(['10000.00']));
    expect(new Set(timeouts(after))).toEqual(new Set(['1000.00']));
    account.pass(300);
    const [errors, longest] = await ask(
      account,
      [
        query('e', 'Errors', 'Sum', { FunctionName: slow }),
        query('d', 'Duration', 'Maximum', { FunctionName: slow }),
      ],
      { minutes: 1, ago: -2 },
    );
    const { events } = await filterAll(account, {
      logGroupName: groupOf(slow),
      startTime: START + MINUTE,
      endTime: START + 2 * MINUTE,
      filterPattern: '"Status: timeout"',
    });
    // An error counts in the minute in which its invocation began.
    expect(Math.abs(total(errors) - events.length)).toBeLessThan(5);
    expect(longest?.Values?.[0]).toBe(1_000);
  });

  it('the log group: the old one keeps its past, the new one begins', async () => {
    const elsewhere = '/company/payments';
    const { account, past, after } = await changed(name, { LoggingConfig: { LogGroup: elsewhere } });
    const { logs } = account;
    expect(past.length).toBeGreaterThan(500);
    expect(after).toEqual([]);
    const moved = await filterAll(account, { logGroupName: elsewhere, startTime: START - MINUTE });
    expect(moved.events.length).toBeGreaterThan(500);
    expect(moved.events.every(({ timestamp = 0 }) => timestamp >= CHANGE)).toBe(true);
    expect(moved.events[0]?.logStreamName).toContain(`/${name}[$LATEST]`);
    const found = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: elsewhere }));
    expect(found.logGroups).toMatchObject([{ logGroupName: elsewhere, creationTime: CHANGE }]);
    const { logStreams = [] } = await logs.send(
      new DescribeLogStreamsCommand({ logGroupName: elsewhere, orderBy: 'LastEventTime', descending: true }),
    );
    const streams = new Set(moved.events.map(({ logStreamName }) => logStreamName));
    expect(new Set(logStreams.map(({ logStreamName }) => logStreamName))).toEqual(streams);
  });

  it('and never for published versions', async () => {
    const { known, past, after } = await changed('payments-authorise-prod', {
      MemorySize: 640,
      LoggingConfig: { LogFormat: 'JSON' },
    });
    expect(missingIn(past, known)).toEqual([]);
    expect(after.filter((line) => /Memory Size: (?!640 )\d+ MB/.test(line)).length).toBeGreaterThan(200);
    expect(after.some((line) => line.includes('platform.'))).toBe(false);
  });

  it('a version is what it was when it was published, also in what it had not', async () => {
    const { lambda } = await connectLogs();
    const FunctionName = 'checkout-cart-merge-prod';
    const { Version = '' } = await lambda.send(new PublishVersionCommand({ FunctionName }));
    const KMSKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/4c6b1a1e-0000-4000-a000-000000000000';
    const change = new UpdateFunctionConfigurationCommand({ FunctionName, KMSKeyArn });
    expect((await lambda.send(change)).KMSKeyArn).toBe(KMSKeyArn);
    const published = await lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName, Qualifier: Version }),
    );
    expect(published.KMSKeyArn).toBeUndefined();
  });
});
