import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { type Connected, connect, MINUTE, START } from './connect.ts';

const list = ({ lambda }: Pick<Connected, 'lambda'>) =>
  lambda.send(new ListFunctionsCommand({ MaxItems: 1 }));

function control({ endpoint }: Connected, what: string, body: unknown) {
  return fetch(`${endpoint}/_control/${what}`, { method: 'PUT', body: JSON.stringify(body) });
}

describe('a skewed clock', () => {
  it.each([
    [
      'ahead',
      10 * MINUTE,
      /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(.* - 5 min\.\)$/,
    ],
    ['behind', -10 * MINUTE, /^Signature not yet current: \d{8}T\d{6}Z is still later than .* \+ 5 min\.\)$/],
  ])(
    '%s refuses signatures until the client has learnt the time from the Date header',
    async (_where, skew, message) => {
      const account = await connect({ scenario: 'empty' });
      account.access.set({ clockSkewMs: skew });
      await expect(list(account)).rejects.toMatchObject({
        name: 'InvalidSignatureException',
        message: expect.stringMatching(message),
        $metadata: { httpStatusCode: 403 },
      });
      expect((await list(account)).Functions).toEqual([]);
      await expect(account.sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
        Code: 'SignatureDoesNotMatch',
      });
    },
  );

  it('within five minutes bothers nobody, and nobody is looked at unasked', async () => {
    const account = await connect({ scenario: 'empty' });
    const old = { headers: { 'x-amz-date': '20200101T000000Z' } };
    expect((await fetch(`${account.endpoint}/2015-03-31/functions`, old)).status).toBe(200);
    account.access.set({ clockSkewMs: 4 * MINUTE });
    expect((await list(account)).Functions).toEqual([]);
    expect((await fetch(`${account.endpoint}/2015-03-31/functions`, old)).status).toBe(403);
    account.access.set({ clockSkewMs: null });
    expect((await fetch(`${account.endpoint}/2015-03-31/functions`, old)).status).toBe(200);
  });
});

describe('a list of accepted credentials', () => {
  const mine = 'AKIAEXAMPLE';

  it('refuses all others, and those without a signature', async () => {
    const account = await connect({ scenario: 'empty' });
    account.access.set({ credentials: [{ accessKeyId: 'ASIAOTHER' }] });
    await expect(list(account)).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
    expect((await fetch(`${account.endpoint}/2015-03-31/functions`)).status).toBe(403);
    const lambda = new LambdaClient({
      endpoint: account.endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'ASIAOTHER', secretAccessKey: 'x', sessionToken: 'y' },
    });
    expect((await list({ lambda })).Functions).toEqual([]);
  });

  it('lets them expire at a time of the account, for every service', async () => {
    let elapsed = 0;
    const account = await connect({ scenario: 'empty', speed: 1, elapsed: () => elapsed });
    account.access.set({ credentials: [{ accessKeyId: mine, expiresAt: START + MINUTE }] });
    expect((await list(account)).Functions).toEqual([]);
    elapsed = MINUTE;
    const { cloudwatch, logs, sqs, sts } = account;
    for (const call of [
      () => list(account),
      () => cloudwatch.send(new ListMetricsCommand({})),
      () => logs.send(new DescribeLogGroupsCommand({})),
      () => sqs.send(new ListQueuesCommand({})),
      () => sts.send(new GetCallerIdentityCommand({})),
    ]) {
      await expect(call()).rejects.toMatchObject({ name: expect.stringMatching(/^ExpiredToken/) });
    }
  });

  it('is set and taken back at the control endpoint', async () => {
    const account = await connect({ scenario: 'empty' });
    const credentials = [{ accessKeyId: mine, expiresAt: '2026-11-20T14:00:00Z' }];
    expect((await control(account, 'access', { credentials })).status).toBe(200);
    await expect(list(account)).rejects.toMatchObject({ name: 'ExpiredTokenException' });
    await control(account, 'access', { credentials: null });
    expect((await list(account)).Functions).toEqual([]);
    for (const wrong of [{ skew: 1 }, { clockSkewMs: 'x' }, { credentials: [{}] }, 7]) {
      expect((await control(account, 'access', wrong)).status).toBe(400);
    }
  });
});

describe('quotas', () => {
  it('of a throttled account refuse what goes beyond them, and fill again', async () => {
    let elapsed = 0;
    const account = await connect({ scenario: 'throttled-account', elapsed: () => elapsed });
    const outcomes = async (count: number, call: () => Promise<unknown>) => {
      const results = await Promise.allSettled(Array.from({ length: count }, call));
      return results.filter((each) => each.status === 'fulfilled').length;
    };
    expect(await outcomes(30, () => list(account))).toBe(15);
    await expect(list(account)).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'CallerRateLimitExceeded',
    });
    const get = () => account.lambda.send(new GetFunctionCommand({ FunctionName: 'orders-api-prod' }));
    expect(await outcomes(30, get)).toBe(30);
    elapsed += 200;
    expect(await outcomes(10, () => list(account))).toBe(3);
    elapsed += 60_000;
    expect(await outcomes(30, () => list(account))).toBe(15);
  });

  it('are not enforced unasked, and can be at the control endpoint', async () => {
    const account = await connect({ scenario: 'empty' });
    for (let call = 0; call < 40; call++) await list(account);
    await control(account, 'quotas', { isEnforced: true });
    const results = await Promise.allSettled(Array.from({ length: 40 }, () => list(account)));
    expect(results.filter((each) => each.status === 'rejected').length).toBeGreaterThan(10);
    expect((await control(account, 'quotas', {})).status).toBe(400);
  });
});

it('a throttle says when to come back, in every protocol', async () => {
  const account = await connect({ scenario: 'empty' });
  account.faults.add({ kind: 'throttle', service: '*', operation: '*', retryAfterS: 7 });
  account.faults.add({ kind: 'error', service: '*', operation: '*', status: 503, retryAfterS: 7 });
  const query = `${account.endpoint}/?Action=GetCallerIdentity&Version=2011-06-15`;
  for (const url of [`${account.endpoint}/2015-03-31/functions`, query]) {
    expect((await fetch(url)).headers.get('retry-after')).toBe('7');
  }
  await expect(account.cloudwatch.send(new ListMetricsCommand({}))).rejects.toMatchObject({
    $response: { headers: { 'retry-after': '7' } },
  });
});
