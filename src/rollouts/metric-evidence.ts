/** CloudWatch's counts of two versions behind one alias (facts/aws.md section 2). */
import type { MinuteCounts, Side } from '../domain/guard/ledger.ts';
import type { MetricQuery, MetricSeries } from '../gateways/gateways.ts';

/** Whose metrics. */
interface Pair {
  readonly functionName: string;
  readonly alias: string;
  readonly versions: Readonly<Record<Side, string>>;
}

const METRICS = { invocations: 'Invocations', errors: 'Errors', throttles: 'Throttles' } as const;
const SIDES: readonly Side[] = ['canary', 'stable'];

/** What to ask: per version, with exactly the dimensions Lambda writes for a version behind an alias. */
export function metricQueries({ functionName, alias, versions }: Pair): MetricQuery[] {
  return SIDES.flatMap((side) =>
    Object.entries(METRICS).map(([counts, metric]) => ({
      key: `${side} ${counts}`,
      metric,
      statistic: 'Sum',
      dimensions: {
        FunctionName: functionName,
        Resource: `${functionName}:${alias}`,
        ExecutedVersion: versions[side],
      },
    })),
  );
}

/** A version's minute. */
interface MinuteOf {
  readonly side: Side;
  /** Its start, ms since the epoch. */
  readonly minute: number;
  readonly counts: MinuteCounts;
}

/** The answers by version and minute; minutes in which CloudWatch has nothing at all are missing. */
export function countsByMinute(series: readonly MetricSeries[]): MinuteOf[] {
  const pointsOf = (side: Side, counts: string): ReadonlyMap<number, number> =>
    series.find(({ key }) => key === `${side} ${counts}`)?.points ?? new Map();
  return SIDES.flatMap((side) => {
    const invocations = pointsOf(side, 'invocations');
    const errors = pointsOf(side, 'errors');
    const throttles = pointsOf(side, 'throttles');
    // Lambda leaves out throttles of a minute without any, and writes zero errors beside invocations.
    const minutes = new Set([...invocations.keys(), ...errors.keys(), ...throttles.keys()]);
    return [...minutes].map((minute) => ({
      side,
      minute,
      counts: {
        invocations: invocations.get(minute) ?? 0,
        errors: errors.get(minute) ?? 0,
        throttles: throttles.get(minute) ?? 0,
      },
    }));
  });
}
