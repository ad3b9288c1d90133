import { DescribeLogGroupsCommand, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { GetQueueAttributesCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
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

describe('SQS', () => {
  it('lists queues by prefix, in pages when asked', async () => {
    const { sqs, endpoint, world } = await connect();
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    expect(QueueUrls).toHaveLength(world.queues.size);
    expect(QueueUrls).toContain(`${endpoint}/123456789012/orders-fulfilment-worker-dlq`);
    const first = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'orders-', MaxResults: 2 }));
    const second = await sqs.send(
      new ListQueuesCommand({ QueueNamePrefix: 'orders-', MaxResults: 2, NextToken: first.NextToken }),
    );
    expect(first.QueueUrls).toHaveLength(2);
    expect(second.QueueUrls?.[0]).not.toBe(first.QueueUrls?.[0]);
    expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'zzz' }))).QueueUrls).toBeUndefined();
  });

  it('gives the attributes asked for and no others', async () => {
    const { sqs, endpoint } = await connect();
    const QueueUrl = `${endpoint}/123456789012/orders-fulfilment-worker-queue`;
    const all = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect(JSON.parse(all.Attributes?.RedrivePolicy ?? '')).toEqual({
      deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:123456789012:orders-fulfilment-worker-dlq',
      maxReceiveCount: 3,
    });
    const dead = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: `${endpoint}/123456789012/orders-fulfilment-worker-dlq`,
        AttributeNames: ['ApproximateNumberOfMessages'],
      }),
    );
    expect(dead.Attributes).toEqual({ ApproximateNumberOfMessages: '250' });
    expect((await sqs.send(new GetQueueAttributesCommand({ QueueUrl }))).Attributes).toBeUndefined();
    await expect(
      sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: `${endpoint}/123456789012/nope`, AttributeNames: ['All'] }),
      ),
    ).rejects.toMatchObject({ name: 'QueueDoesNotExist', Code: 'AWS.SimpleQueueService.NonExistentQueue' });
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
