import {
  ListMetricsCommand,
  type ListMetricsCommandInput,
  type Metric,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { type Connected, connect } from './connect.ts';

async function list({ cloudwatch }: Connected, filter: ListMetricsCommandInput) {
  const pages: Metric[][] = [];
  for await (const page of paginateListMetrics({ client: cloudwatch }, filter))
    pages.push(page.Metrics ?? []);
  return { pages, metrics: pages.flat() };
}

function described({ MetricName, Dimensions = [] }: Metric): string {
  return [MetricName, ...Dimensions.map((each) => `${each.Name}=${each.Value}`)].join(' ');
}

describe('ListMetrics', () => {
  it('gives 500 a page, each metric once', async () => {
    const { pages, metrics } = await list(await connect(), { Namespace: 'AWS/Lambda' });
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.slice(0, -1).every((page) => page.length === 500)).toBe(true);
    expect(new Set(metrics.map(described)).size).toBe(metrics.length);
  });

  it('keeps every metric that has the dimension among others', async () => {
    const Dimensions = [{ Name: 'FunctionName', Value: 'checkout-api-prod' }];
    const { metrics } = await list(await connect(), {
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions,
    });
    const live = 'Errors FunctionName=checkout-api-prod Resource=checkout-api-prod:live';
    expect(metrics.map(described)).toEqual([
      'Errors FunctionName=checkout-api-prod',
      live,
      `${live} ExecutedVersion=41`,
      `${live} ExecutedVersion=42`,
    ]);
  });

  it('has the metrics of streams for streams, and those of the Region without dimensions', async () => {
    const account = await connect();
    const { metrics: ages } = await list(account, {
      MetricName: 'IteratorAge',
      Dimensions: [{ Name: 'FunctionName' }],
    });
    const names = ages.map((each) => each.Dimensions?.[0]?.Value);
    expect(names).toContain('warehouse-stock-sync');
    expect(names).not.toContain('checkout-api-prod');
    const { metrics: claimed } = await list(account, { MetricName: 'ClaimedAccountConcurrency' });
    expect(claimed).toEqual([
      { Namespace: 'AWS/Lambda', MetricName: 'ClaimedAccountConcurrency', Dimensions: [] },
    ]);
  });

  it('drops what was not invoked for three hours when asked for the recently active', async () => {
    const account = await connect();
    const filter = { MetricName: 'Invocations', Dimensions: [{ Name: 'FunctionName' }] };
    const all = (await list(account, filter)).metrics.map(described);
    const recent = (await list(account, { ...filter, RecentlyActive: 'PT3H' })).metrics.map(described);
    expect(recent.length).toBeGreaterThan(100);
    expect(recent.length).toBeLessThan(all.length);
    expect(all).toContain('Invocations FunctionName=nightly-invoice-pdf');
    expect(recent).not.toContain('Invocations FunctionName=nightly-invoice-pdf');
    expect(all.filter((each) => each.includes('catalog-search-indexer-green'))).toEqual([]);
  });

  it('is empty for another namespace and for an empty account', async () => {
    expect((await list(await connect(), { Namespace: 'AWS/EC2' })).metrics).toEqual([]);
    expect((await list(await connect({ scenario: 'empty' }), {})).metrics).toEqual([]);
  });

  it('refuses a token from elsewhere', async () => {
    const { cloudwatch } = await connect();
    await expect(cloudwatch.send(new ListMetricsCommand({ NextToken: 'nonsense' }))).rejects.toMatchObject({
      name: 'InvalidNextToken',
    });
  });
});
