/** The versions that an unsplit alias may be rolled back to, from three sources, none of which has to answer. */
import type { Entry } from '../../domain/changes/entry.ts';
import { settingKey } from '../../domain/changes/setting.ts';
import { type RollBackCandidate, ranked } from '../../domain/traffic/candidate.ts';
import { type Routing, toRouting } from '../../domain/traffic/routing.ts';
import type { MetricSeries } from '../../gateways/gateways.ts';
import type { AliasSituation } from '../plans/alias-situation.ts';
import { aliasRoutingOf } from '../plans/parts.ts';
import type { PreflightTools } from './gather.ts';

export type { RollBackCandidate } from '../../domain/traffic/candidate.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Versions whose figures are asked: two series a version of CloudWatch's $0.01 per thousand. */
const MOST_ASKED = 20;

/** How long figures are waited for, ms. */
const PATIENCE_MS = 5_000;

interface Served {
  readonly lastServed: number;
  readonly invocations: number;
  readonly errorShare: number | null;
}

/**
 * Reads the candidates, the likeliest first; those that AWS does not have any more are left out. Rejects with an
 * AppError when the published versions cannot be listed.
 */
export async function readCandidates(
  { facts, alias, present }: AliasSituation,
  entries: readonly Entry[],
  { aliases, metrics, clock }: PreflightTools,
  signal: AbortSignal,
): Promise<RollBackCandidate[]> {
  const versions = (await aliases.versions(facts.arn, signal)).filter(
    ({ version }) => version !== present.version,
  );
  const key = settingKey(aliasRoutingOf(facts.arn, alias));
  const known = fromJournal(key, entries);
  const rolledBack = rolledBackIn(key, entries);
  const newest = versions.map(({ version }) => version).slice(-MOST_ASKED);
  const asked = versions
    .map(({ version }) => version)
    .filter((each) => newest.includes(each) || known.has(each));
  const end = Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS;
  // Whoever rolls back does not wait for figures: without them the versions still stand there.
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const window = { start: end - DAY_MS, end };
  const served = await readServed(facts.name, alias, asked, window, metrics, patience).catch(
    () => new Map<string, Served>(),
  );
  return ranked(
    versions.map(({ version, publishedAt }): RollBackCandidate => {
      const figures = served.get(version);
      return {
        version,
        evidence: figures ? 'executed' : known.has(version) ? 'journal' : 'published',
        lastServed: figures?.lastServed ?? null,
        invocations: figures?.invocations ?? null,
        errorShare: figures?.errorShare ?? null,
        publishedAt,
        rolledBackAt: rolledBack.get(version) ?? null,
      };
    }),
    present.version,
  );
}

/** Versions that the alias pointed to before changes of lambdatop's. */
function fromJournal(key: string, entries: readonly Entry[]): ReadonlySet<string> {
  const changes = entries
    .flatMap((entry) => entry.changes)
    .filter(({ setting }) => settingKey(setting) === key);
  return new Set(changes.flatMap(({ from }) => toRouting(from)?.version ?? []));
}

/** Versions that roll backs took the traffic from, and when; what got traffic again since is not among them. */
function rolledBackIn(key: string, entries: readonly Entry[]): ReadonlyMap<string, number> {
  const rolledBack = new Map<string, number>();
  for (const { operation, changes, at } of entries) {
    for (const { setting, from, to, outcome } of changes) {
      if (settingKey(setting) !== key || outcome !== 'done') continue;
      const [before, after] = [versionsIn(toRouting(from)), versionsIn(toRouting(to))];
      for (const version of after) rolledBack.delete(version);
      if (operation !== 'rollback') continue;
      for (const version of before) if (!after.includes(version)) rolledBack.set(version, at);
    }
  }
  return rolledBack;
}

function versionsIn(routing: Routing | null): string[] {
  return routing ? [routing.version, ...Object.keys(routing.weights)] : [];
}

async function readServed(
  name: string,
  alias: string,
  versions: readonly string[],
  window: { readonly start: number; readonly end: number },
  metrics: PreflightTools['metrics'],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Served>> {
  const queries = versions.flatMap((version) =>
    ['Invocations', 'Errors'].map((metric) => ({
      key: `${metric} ${version}`,
      metric,
      statistic: 'Sum',
      dimensions: { FunctionName: name, Resource: `${name}:${alias}`, ExecutedVersion: version },
    })),
  );
  const series = new Map((await metrics.series(queries, window, signal)).map((each) => [each.key, each]));
  return new Map(
    versions.flatMap((version): [string, Served][] => {
      const served = servedFrom(series.get(`Invocations ${version}`), series.get(`Errors ${version}`));
      return served ? [[version, served]] : [];
    }),
  );
}

function servedFrom(invoked: MetricSeries | undefined, failed: MetricSeries | undefined): Served | null {
  const minutes = [...(invoked?.points ?? [])].filter(([, count]) => count > 0);
  if (minutes.length === 0) return null;
  const sum = (points: Iterable<number>): number => [...points].reduce((total, value) => total + value, 0);
  const invocations = sum(minutes.map(([, count]) => count));
  const errors = failed?.complete ? sum(failed.points.values()) : null;
  return {
    lastServed: Math.max(...minutes.map(([at]) => at)),
    invocations,
    errorShare: errors === null ? null : errors / invocations,
  };
}
