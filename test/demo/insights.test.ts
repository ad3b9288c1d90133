import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { connect } from './connect.ts';
import { ask, query, total } from './metrics.ts';

const FROM = 'FROM SCHEMA("AWS/Lambda", FunctionName)';

function insights(Expression: string, Id = 'q1', Period = 300): MetricDataQuery {
  return { Id, Expression, Period };
}

describe('Metrics Insights', () => {
  it('ranks the account: one series per function, labelled with its name', async () => {
    const account = await connect();
    const results = await ask(account, [
      insights(`SELECT SUM(Invocations) ${FROM} GROUP BY FunctionName ORDER BY SUM() DESC LIMIT 10`),
    ]);
    expect(results).toHaveLength(10);
    const totals = results.map(total);
    expect(totals).toEqual(totals.toSorted((left, right) => right - left));
    expect(results.map((each) => each.Label)).toContain('catalog-api-prod');
    expect(new Set(results.map((each) => each.Id))).toEqual(new Set(['q1']));
  });

  it('agrees with the exact metric, and counts no alias twice', async () => {
    const account = await connect();
    const where = `WHERE FunctionName = 'checkout-api-prod'`;
    const [ranked] = await ask(account, [
      insights(`SELECT SUM(Errors) ${FROM} ${where} GROUP BY FunctionName`),
    ]);
    const [exact] = await ask(account, [
      query('q', 'Errors', 'Sum', { FunctionName: 'checkout-api-prod' }, 300),
    ]);
    expect(ranked?.Values).toEqual(exact?.Values);
    expect(total(exact)).toBeGreaterThan(0);
  });

  it.each([
    ['AVG', 'Average'],
    ['MAX', 'Maximum'],
    ['MIN', 'Minimum'],
    ['COUNT', 'SampleCount'],
    ['SUM', 'Sum'],
  ])('%s is %s', async (name, stat) => {
    const account = await connect();
    const where = `WHERE FunctionName = 'orders-api-prod'`;
    const [result] = await ask(account, [
      insights(`SELECT ${name}(Duration) ${FROM} ${where} GROUP BY FunctionName`),
    ]);
    const [exact] = await ask(account, [
      query('q', 'Duration', stat, { FunctionName: 'orders-api-prod' }, 300),
    ]);
    expect(result?.Values).toEqual(exact?.Values);
  });

  it('returns at most 500 series, and leaves idle functions out', async () => {
    const account = await connect({ scenario: 'huge', functions: 800 });
    const results = await ask(account, [insights(`SELECT SUM(Invocations) ${FROM} GROUP BY FunctionName`)], {
      minutes: 5,
    });
    expect(results).toHaveLength(500);
    expect(results.every((each) => (each.Values?.length ?? 0) > 0)).toBe(true);
  });

  it('sums all functions into one series when nothing is grouped', async () => {
    const account = await connect();
    const results = await ask(account, [
      insights(`SELECT SUM(Invocations) ${FROM}`),
      query('all', 'Invocations', 'Sum', {}, 300),
    ]);
    expect(results).toHaveLength(2);
    expect(results[0]?.Values).toEqual(results[1]?.Values);
  });

  it('counts aliases and versions again where no schema is named, as CloudWatch does', async () => {
    const account = await connect();
    const where = `WHERE FunctionName = 'checkout-api-prod'`;
    const range = { minutes: 30 };
    const [every] = await ask(
      account,
      [insights(`SELECT SUM(Invocations) FROM "AWS/Lambda" ${where} GROUP BY FunctionName`)],
      range,
    );
    const [once] = await ask(
      account,
      [query('q', 'Invocations', 'Sum', { FunctionName: 'checkout-api-prod' }, 300)],
      range,
    );
    expect(total(every)).toBe(3 * total(once));
  });

  it('groups by several dimensions, and filters by several', async () => {
    const account = await connect();
    const schema = 'FROM SCHEMA("AWS/Lambda", FunctionName, Resource, ExecutedVersion)';
    const where = `WHERE FunctionName = 'checkout-api-prod' AND ExecutedVersion != '40'`;
    const results = await ask(account, [
      insights(
        `SELECT SUM(Invocations) ${schema} ${where} GROUP BY FunctionName, ExecutedVersion ORDER BY SUM() DESC`,
      ),
    ]);
    expect(results.map((each) => each.Label)).toEqual(['checkout-api-prod 41', 'checkout-api-prod 42']);
  });

  it.each([
    ['a percentile', `SELECT p99(Duration) ${FROM} GROUP BY FunctionName`],
    ['grouping by what is not in the schema', `SELECT SUM(Errors) ${FROM} GROUP BY Resource`],
    ['alternatives', `SELECT SUM(Errors) ${FROM} WHERE FunctionName = 'a' OR FunctionName = 'b'`],
    ['more than 500 series', `SELECT SUM(Errors) ${FROM} GROUP BY FunctionName LIMIT 501`],
  ])('refuses %s', async (_what, expression) => {
    const account = await connect({ scenario: 'quiet' });
    await expect(ask(account, [insights(expression)])).rejects.toMatchObject({
      name: 'ValidationException',
      Code: 'ValidationError',
      message: expect.stringContaining("Error in expression 'q1'"),
    });
  });

  it('allows one query a call', async () => {
    const account = await connect({ scenario: 'quiet' });
    const expression = `SELECT SUM(Errors) ${FROM} GROUP BY FunctionName`;
    await expect(ask(account, [insights(expression, 'a'), insights(expression, 'b')])).rejects.toMatchObject({
      name: 'ValidationException',
      Code: 'ValidationError',
    });
  });
});
