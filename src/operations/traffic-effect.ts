/** Whether an alias's traffic goes where it was sent: the versions that executed it since, by CloudWatch. */
import { changesOf, type Plan } from '../domain/changes/plan.ts';
import { canaryOf, type Routing, toRouting } from '../domain/traffic/routing.ts';
import type { MetricsGateway, TimeWindow } from '../gateways/gateways.ts';
import { sumOf } from './minutes.ts';

/** What was executed through the alias since it was moved. */
interface Executed {
  /** Every version that is to have traffic was seen to execute it. */
  readonly over: boolean;
  /** For a person. */
  readonly words: string;
}

/**
 * Looks once; null for a plan that moves no alias.
 *
 * @param window whole minutes that began after the change, ms since the epoch; null before the first
 */
export async function lookAtTraffic(
  plan: Plan,
  window: TimeWindow | null,
  metrics: Pick<MetricsGateway, 'series'>,
  signal: AbortSignal,
): Promise<Executed | null> {
  const move = changesOf(plan).find(({ setting }) => setting.kind === 'alias-routing');
  const [from, to] = [toRouting(move?.from), toRouting(move?.to)];
  const [name = ''] = plan.target.name.split(':');
  if (!from || !to) return null;
  const wanted = servingIn(to);
  const versions = [...new Set([...wanted, ...servingIn(from)])];
  if (window === null) return { over: false, words: 'no whole minute has passed since' };
  const series = await metrics.series(
    versions.map((version) => ({
      key: version,
      metric: 'Invocations',
      statistic: 'Sum',
      dimensions: { FunctionName: name, Resource: plan.target.name, ExecutedVersion: version },
    })),
    window,
    signal,
  );
  const counts = new Map(series.map((each) => [each.key, sumOf(each)]));
  const text = versions.map((version) => `${counts.get(version) || 'none'} by ${version}`).join(', ');
  return {
    over: wanted.every((version) => (counts.get(version) ?? 0) > 0),
    words: `invocations seen since: ${text}`,
  };
}

/** Versions with a share of the traffic. */
function servingIn(routing: Routing): string[] {
  const canary = canaryOf(routing);
  const share = canary?.share ?? 0;
  return [...(share < 1 ? [routing.version] : []), ...(canary && share > 0 ? [canary.version] : [])];
}
