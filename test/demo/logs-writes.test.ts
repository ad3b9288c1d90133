import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  GetQueryResultsCommand,
  type InputLogEvent,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  StartLiveTailCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { connect, START } from './connect.ts';
import { connectLogs, filterAll, groupArn, groupOf, messages } from './logs.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const logGroupName = 'team/own-group';
const logStreamName = 'a stream';

/** An account with a group and a stream of the client's own. */
async function connectOwn() {
  const account = await connectLogs({ scenario: 'quiet' });
  const { logs } = account;
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  const put = (logEvents: InputLogEvent[]) =>
    logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  return { ...account, put };
}

describe('a group of one’s own', () => {
  it('is there with its stream, never expires, and cannot be made twice', async () => {
    const { logs } = await connectOwn();
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'team/' }));
    expect(logGroups).toMatchObject([
      { logGroupName, creationTime: START, storedBytes: 0, logGroupClass: 'STANDARD' },
    ]);
    expect(logGroups?.[0]?.retentionInDays).toBeUndefined();
    const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName }));
    expect(logStreams).toMatchObject([{ logStreamName, creationTime: START }]);
    expect(logStreams?.[0]?.firstEventTimestamp).toBeUndefined();
    await expect(logs.send(new CreateLogGroupCommand({ logGroupName }))).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: 'The specified log group already exists',
    });
    await expect(
      logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName })),
    ).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: 'The specified log stream already exists',
    });
  });

  it('keeps what is put there, in order of time, whoever came first', async () => {
    const account = await connectOwn();
    await account.put([
      { timestamp: START - 1000, message: 'second' },
      { timestamp: START, message: 'third' },
      { timestamp: START, message: 'third' },
    ]);
    account.pass(5);
    await account.put([{ timestamp: START - 2000, message: 'first' }]);
    const { events } = await filterAll(account, { logGroupName });
    expect(messages(events)).toEqual(['first', 'second', 'third', 'third']);
    expect(events.map((event) => event.ingestionTime)).toEqual([START + 5000, START, START, START]);
    expect(new Set(events.map((event) => event.eventId)).size).toBe(4);
  });

  it('leaves out what is too old or too new, and says where', async () => {
    const account = await connectOwn();
    const late = await account.put([
      { timestamp: START - 20 * DAY, message: 'old' },
      { timestamp: START - 15 * DAY, message: 'old' },
      { timestamp: START, message: 'good' },
      { timestamp: START + 3 * HOUR, message: 'new' },
    ]);
    expect(late.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 2, tooNewLogEventStartIndex: 3 });
    expect(late.nextSequenceToken).toBeDefined();
    expect(messages((await filterAll(account, { logGroupName })).events)).toEqual(['good']);
  });

  it.each([
    [
      'not in order',
      [START, START - 1],
      'Log events in a single PutLogEvents request must be in chronological order.',
    ],
    ['of more than a day', [START - 2 * DAY, START], 'cannot span more than 24 hours'],
  ])('refuses a batch %s', async (_, times, message) => {
    const { put } = await connectOwn();
    await expect(put(times.map((timestamp) => ({ timestamp, message: 'x' })))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(message),
    });
  });

  it('refuses more than 1 MB, no events, and a stream that is not there', async () => {
    const { logs, put } = await connectOwn();
    const big = { timestamp: START, message: 'x'.repeat(600_000) };
    await expect(put([big, big])).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await put([big]);
    await expect(put([])).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const command = new PutLogEventsCommand({ logGroupName, logStreamName: 'nope', logEvents: [big] });
    await expect(logs.send(command)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified log stream does not exist.',
    });
  });

  it.each([
    ['x'.repeat(513), 'Invalid LogGroup or LogStream, both must have length less than or equal to 512.'],
    ['with space', 'logGroupName'],
    ['aws/reserved', "can't start with"],
  ])('cannot be called %s', async (name, message) => {
    const { logs } = await connectLogs({ scenario: 'empty' });
    await expect(logs.send(new CreateLogGroupCommand({ logGroupName: name }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(message),
    });
  });

  it('goes with its streams and events', async () => {
    const account = await connectOwn();
    const { logs, put } = account;
    await put([{ timestamp: START, message: 'hello' }]);
    await logs.send(new DeleteLogStreamCommand({ logGroupName, logStreamName }));
    expect((await filterAll(account, { logGroupName })).events).toEqual([]);
    await logs.send(new DeleteLogGroupCommand({ logGroupName }));
    const gone = { name: 'ResourceNotFoundException', message: 'The specified log group does not exist.' };
    await expect(logs.send(new FilterLogEventsCommand({ logGroupName }))).rejects.toMatchObject(gone);
    await expect(logs.send(new DeleteLogGroupCommand({ logGroupName }))).rejects.toMatchObject(gone);
  });
});

describe('a function’s group', () => {
  it('comes back with the next invocation after it was deleted, without its past', async () => {
    const account = await connectLogs();
    const { logs, pass } = account;
    const group = { logGroupName: groupOf('checkout-voucher-validate-prod') };
    await logs.send(new DeleteLogGroupCommand(group));
    await expect(logs.send(new FilterLogEventsCommand(group))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    pass(10);
    const { events } = await filterAll(account, { ...group, startTime: START - HOUR });
    expect(events.length).toBeGreaterThan(10);
    expect(Math.min(...events.map((event) => event.timestamp ?? 0))).toBeGreaterThanOrEqual(START);
  });

  it('keeps no more than its retention', async () => {
    const account = await connectLogs();
    const { logs } = account;
    const group = { logGroupName: groupOf('kpi-report-mailer') };
    await logs.send(new PutRetentionPolicyCommand({ ...group, retentionInDays: 3 }));
    const { events } = await filterAll(account, group);
    expect(events.every((event) => (event.timestamp ?? 0) >= START - 3 * DAY)).toBe(true);
    await logs.send(new DeleteRetentionPolicyCommand(group));
    const all = await filterAll(account, group);
    expect(all.events.length).toBeGreaterThan(events.length);
    await expect(
      logs.send(new PutRetentionPolicyCommand({ ...group, retentionInDays: 2 })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('the class of a group', () => {
  const log = { logGroupName: 'cheap', logStreamName: 'a' };

  it.each([
    ['INFREQUENT_ACCESS', undefined],
    ['DELIVERY', 1],
  ] as const)('%s: nothing can be read or tailed', async (logGroupClass, retentionInDays) => {
    const { logs } = await connect();
    const refused = (operation: string) => ({
      name: 'InvalidOperationException',
      message: `The log group cheap is of log-group-class ${logGroupClass}. ${operation} is not supported for this log class.`,
    });
    await logs.send(new CreateLogGroupCommand({ logGroupName: 'cheap', logGroupClass }));
    await logs.send(new CreateLogStreamCommand(log));
    const logEvents = [{ timestamp: START, message: 'one' }];
    await logs.send(new PutLogEventsCommand({ ...log, logEvents }));
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'cheap' }));
    expect(logGroups?.[0]).toMatchObject({ logGroupClass });
    expect(logGroups?.[0]?.retentionInDays).toBe(retentionInDays);
    await expect(logs.send(new FilterLogEventsCommand({ logGroupName: 'cheap' }))).rejects.toMatchObject(
      refused('FilterLogEvents'),
    );
    await expect(logs.send(new GetLogEventsCommand(log))).rejects.toMatchObject(refused('GetLogEvents'));
    const tail = new StartLiveTailCommand({ logGroupIdentifiers: [groupArn('cheap')] });
    await expect(logs.send(tail)).rejects.toMatchObject(refused('StartLiveTail'));
    const query = new StartQueryCommand({
      logGroupName: 'cheap',
      startTime: START / 1000 - 60,
      endTime: START / 1000,
      queryString: 'fields @message',
    });
    if (logGroupClass === 'DELIVERY') {
      await expect(logs.send(query)).rejects.toMatchObject(refused('StartQuery'));
      return;
    }
    const { queryId } = await logs.send(query);
    const { results } = await logs.send(new GetQueryResultsCommand({ queryId }));
    expect(results?.[0]).toContainEqual({ field: '@message', value: 'one' });
  });
});
