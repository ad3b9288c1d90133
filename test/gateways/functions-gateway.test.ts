import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connectTo, useDummyKeys } from './connect.ts';
import { type Answer, awsError, type FakeAws, startFakeAws } from './fake-aws.ts';

let aws: FakeAws | undefined;
beforeEach(useDummyKeys);
afterEach(async () => {
  vi.unstubAllEnvs();
  await aws?.close();
});

async function accountThat(answer: Answer) {
  aws = await startFakeAws(answer);
  return { account: connectTo(aws.url), aws };
}

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:';

it('lists every page in order, in AWS’s order', async () => {
  const { account } = await accountThat(({ path }) =>
    path.includes('Marker=2')
      ? { Functions: [{ FunctionName: 'c', FunctionArn: `${ARN}c` }] }
      : {
          Functions: ['a', 'b'].map((name) => ({ FunctionName: name, FunctionArn: ARN + name })),
          NextMarker: '2',
        },
  );
  const seen: unknown[] = [];
  for await (const page of account.functions.listFunctions()) {
    seen.push([page.functions.map(({ name }) => name), page.more]);
  }
  expect(seen).toEqual([
    [['a', 'b'], true],
    [['c'], false],
  ]);
});

it('reads details', async () => {
  const { account } = await accountThat(({ path }) =>
    path.includes('/aliases')
      ? {}
      : { Configuration: { State: 'Active' }, Concurrency: { ReservedConcurrentExecutions: 0 } },
  );
  expect(await account.functions.functionDetails('a')).toEqual({
    state: 'Active',
    reservedConcurrency: 0,
    aliases: [],
  });
});

it('says it is denied', async () => {
  const { account } = await accountThat((_, response) =>
    awsError(
      response,
      403,
      'AccessDeniedException',
      'User: x is not authorized to perform: lambda:GetAccountSettings on resource: *',
    ),
  );
  await expect(account.functions.accountSettings()).rejects.toMatchObject({ code: 'access-denied' });
});
