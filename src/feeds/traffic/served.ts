/** What each version behind an alias did over the last minutes, by CloudWatch (facts/aws.md section 2). */
import type { MetricQuery, MetricSeries } from '../../gateways/gateways.ts';
import type { VersionServed } from '../../stores/traffic-store.ts';

/** Whose figures. */
export interface ServedBy {
  readonly functionName: string;
  readonly alias: string;
  readonly version: string;
}

const FIGURES = {
  invocations: ['Invocations', 'Sum'],
  errors: ['Errors', 'Sum'],
  throttles: ['Throttles', 'Sum'],
  p50: ['Duration', 'p50'],
  p99: ['Duration', 'p99'],
} as const;

type Figure = keyof typeof FIGURES;

const MINUTE_MS = 60_000;

const keyOf = ({ functionName, alias, version }: ServedBy, figure: string): string =>
  `${functionName} ${alias} ${version} ${figure}`;

/** What to ask: exactly the dimensions that Lambda writes for a version behind an alias. */
export function servedQueries(versions: readonly ServedBy[]): MetricQuery[] {
  return versions.flatMap((each) =>
    Object.entries(FIGURES).map(([figure, [metric, statistic]]) => ({
      key: keyOf(each, figure),
      metric,
      statistic,
      dimensions: {
        FunctionName: each.functionName,
        Resource: `${each.functionName}:${each.alias}`,
        ExecutedVersion: each.version,
      },
    })),
  );
}

/**
 * One version's figures of the answers.
 *
 * @param end of the window that was asked for, ms since the epoch
 */
export function servedOf(version: ServedBy, series: readonly MetricSeries[], end: number): VersionServed {
  const of = (figure: Figure): MetricSeries | undefined =>
    series.find(({ key }) => key === keyOf(version, figure));
  const invoked = of('invocations');
  const served = [...(invoked?.points ?? [])].filter(([, count]) => count > 0).map(([minute]) => minute);
  return {
    invocations: sumOf(invoked),
    recent: sumOf(invoked, (minute) => minute >= end - 3 * MINUTE_MS && minute < end - MINUTE_MS),
    errors: sumOf(of('errors')),
    throttles: sumOf(of('throttles')),
    p50Ms: newestOf(of('p50')),
    p99Ms: newestOf(of('p99')),
    lastServed: served.length > 0 ? Math.max(...served) : null,
  };
}

/** No datapoint at all is no evidence: Lambda writes none for what was not invoked, and late ones for what was. */
function sumOf(
  series: MetricSeries | undefined,
  isMeant: (minute: number) => boolean = () => true,
): number | null {
  if (series === undefined || !series.complete || series.points.size === 0) return null;
  return [...series.points].reduce((sum, [minute, value]) => sum + (isMeant(minute) ? value : 0), 0);
}

function newestOf(series: MetricSeries | undefined): number | null {
  const minutes = [...(series?.points.keys() ?? [])];
  return minutes.length === 0 ? null : (series?.points.get(Math.max(...minutes)) ?? null);
}
