import {
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { type Connected, MINUTE, START } from './connect.ts';

/** Dimensions by name, in CloudWatch's form. */
export function dimensions(values: Record<string, string>) {
  return Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
}

/** A query for one metric of AWS/Lambda. */
export function query(
  Id: string,
  MetricName: string,
  Stat: string,
  of: Record<string, string>,
  Period = 60,
): MetricDataQuery {
  const Metric = { Namespace: 'AWS/Lambda', MetricName, Dimensions: dimensions(of) };
  return { Id, MetricStat: { Metric, Period, Stat } };
}

/** Asks for the `minutes` minutes that ended `ago` minutes before the world's birth. */
export async function ask(
  { cloudwatch }: Connected,
  MetricDataQueries: MetricDataQuery[],
  { minutes = 60, ago = 3 } = {},
): Promise<MetricDataResult[]> {
  const EndTime = new Date(START - ago * MINUTE);
  const StartTime = new Date(EndTime.getTime() - minutes * MINUTE);
  const reply = await cloudwatch.send(new GetMetricDataCommand({ MetricDataQueries, StartTime, EndTime }));
  return reply.MetricDataResults ?? [];
}

/** The sum of a result's values. */
export function total(result: MetricDataResult | undefined): number {
  return (result?.Values ?? []).reduce((sum, value) => sum + value, 0);
}
