import { DescribeLogGroupsCommand, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { connect } from './connect.ts';

it('STS tells who is asking', async () => {
  const { sts } = await connect();
  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '123456789012',
    Arn: 'arn:aws:sts::123456789012:assumed-role/OnCall/demo',
    UserId: 'AROAEXAMPLEONCALL0001:demo',
  });
});

describe('CloudWatch Logs', () => {
  it('has a group per invoked function, and shared groups once', async () => {
    const { logs } = await connect();
    const names: string[] = [];
    for await (const page of paginateDescribeLogGroups({ client: logs }, {})) {
      expect(page.logGroups?.length).toBeLessThanOrEqual(50);
      names.push(...(page.logGroups ?? []).map((each) => each.logGroupName ?? ''));
    }
    expect(names).toEqual([...new Set(names)].toSorted());
    expect(names).toContain('/aws/lambda/orders-api-prod');
    expect(names.filter((name) => name === '/company/identity')).toHaveLength(1);
    expect(names).not.toContain('/aws/lambda/catalog-search-indexer-green');
  });

  it('tells the ARN for policies from the one for live tail', async () => {
    const { logs } = await connect();
    const logGroupNamePrefix = '/aws/lambda/orders-api-prod';
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
    const arn = `arn:aws:logs:eu-west-1:123456789012:log-group:${logGroupNamePrefix}`;
    expect(logGroups).toMatchObject([{ arn: `${arn}:*`, logGroupArn: arn, logGroupClass: 'STANDARD' }]);
    await expect(logs.send(new DescribeLogGroupsCommand({ nextToken: 'nonsense' }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});
