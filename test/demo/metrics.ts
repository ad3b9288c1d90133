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

/** A statistic of one metric by the minute since the world's birth; minutes without a datapoint are absent. */
export async function ofMinutes(
  { cloudwatch, world }: Connected,
  name: string,
  stat: string,
  of: Record<string, string>,
  Namespace = 'AWS/Lambda',
): Promise<Map<number, number>> {
  const { start } = world.clock;
  const MetricStat = {
    Metric: { Namespace, MetricName: name, Dimensions: dimensions(of) },
    Period: 60,
    Stat: stat,
  };
  const { MetricDataResults = [] } = await cloudwatch.send(
    new GetMetricDataCommand({
      MetricDataQueries: [{ Id: 'q', MetricStat }],
      StartTime: new Date(start),
      EndTime: new Date(world.clock.now() + MINUTE),
    }),
  );
  const { Timestamps = [], Values = [] } = MetricDataResults[0] ?? {};
  return new Map(Timestamps.map((at, index) => [(at.getTime() - start) / MINUTE, Values[index] ?? 0]));
}
