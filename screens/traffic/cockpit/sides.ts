/** The versions behind an alias, side by side: what was asked for, what really runs, how each does. */
import type { SeenError, VersionFigures } from '../../../src/domain/rollout/record.ts';
import { type Routing, routingOf } from '../../../src/domain/traffic/routing.ts';
import { type ShareInterval, shareInterval } from '../../../src/domain/traffic/share-interval.ts';
import type { KnownRollout } from '../../../src/stores/rollouts-store.ts';
import type { AliasTraffic, VersionServed } from '../../../src/stores/traffic-store.ts';

/** One version. Null = unknown, never 0. */
export interface CockpitSide {
  /** `stable` and `canary` of a split or a rollout, `serves` alone, `served` until a while ago. */
  readonly role: 'stable' | 'canary' | 'serves' | 'served';
  readonly version: string;
  /** Share (0–1) that the alias is set to send there, as AWS said last. */
  readonly asked: number | null;
  /** Share (0–1) of the invocations that it really ran lately. */
  readonly seen: number | null;
  readonly figures: VersionFigures;
  /** Where the true share of its errors lies. */
  readonly interval: ShareInterval | null;
  /** Newest first; null where nobody reads its logs. */
  readonly errors: readonly SeenError[] | null;
  /** The newest minute in which it ran, ms since the epoch; only of versions that may have stopped. */
  readonly lastServed: number | null;
}

/** Both versions of a rollout, as its process sees them; the stable one first. */
export function sidesOfRollout(
  { record, state }: KnownRollout,
  traffic: AliasTraffic | null,
): readonly CockpitSide[] {
  const { rollout, figures, errors, seenShare } = record;
  const { stable, canary } = rollout.plan;
  // Of a rollout that nobody drives any more, its record's routing is of the past.
  const present = state === 'running' ? (record.routing ?? traffic?.alias) : (traffic?.alias ?? null);
  const routing = present ? routingOf(present) : null;
  return (['stable', 'canary'] as const).map((role): CockpitSide => {
    const version = role === 'stable' ? stable : canary;
    const share = state === 'running' ? seenShare : recentShare(canary, traffic);
    return {
      role,
      version,
      asked: askedOf(version, routing),
      seen: share === null ? null : role === 'canary' ? share : 1 - share,
      figures: figures[role],
      interval: intervalOf(figures[role]),
      errors: errors[role],
      lastServed: null,
    };
  });
}

/** What CloudWatch tells of the versions of an alias: those it sends traffic to, then the last that it did. */
export function sidesOfAlias(traffic: AliasTraffic): readonly CockpitSide[] {
  const { alias, served } = traffic;
  const routing = routingOf(alias);
  const all = [...(served ?? [])];
  const present = [alias.version, ...Object.keys(alias.weights)];
  const others = all
    .filter(([version, { lastServed }]) => !present.includes(version) && lastServed !== null)
    .sort(([, one], [, other]) => (other.lastServed ?? 0) - (one.lastServed ?? 0))
    .map(([version]) => version);
  return [...present, ...others].slice(0, 2).map((version): CockpitSide => {
    const figures = figuresOf(served?.get(version));
    const isPresent = present.includes(version);
    const isSplit = present.length > 1;
    return {
      role: !isPresent ? 'served' : !isSplit ? 'serves' : version === alias.version ? 'stable' : 'canary',
      version,
      asked: askedOf(version, routing),
      seen: recentShare(version, traffic),
      figures,
      interval: intervalOf(figures),
      errors: null,
      lastServed: isPresent ? null : (served?.get(version)?.lastServed ?? null),
    };
  });
}

/** What of the newest whole minutes a version ran, by CloudWatch, 0–1. */
function recentShare(version: string, traffic: AliasTraffic | null): number | null {
  const all = [...(traffic?.served?.values() ?? [])];
  const total = all.reduce((sum, { recent }) => sum + (recent ?? 0), 0);
  // Without a datapoint nobody knows: it may have begun to run a moment ago.
  const recent = traffic?.served?.get(version)?.recent ?? null;
  return total > 0 && recent !== null ? recent / total : null;
}

function askedOf(version: string, routing: Routing | null): number | null {
  if (routing === null) return null;
  if (version !== routing.version) return routing.weights[version] ?? 0;
  return 1 - Object.values(routing.weights).reduce((sum, share) => sum + share, 0);
}

function intervalOf({ errors, invocations }: VersionFigures): ShareInterval | null {
  return errors === null || invocations === null ? null : shareInterval(errors, invocations);
}

function figuresOf(served: VersionServed | undefined): VersionFigures {
  return {
    invocations: served?.invocations ?? null,
    errors: served?.errors ?? null,
    throttles: served?.throttles ?? null,
    p50Ms: served?.p50Ms ?? null,
    p99Ms: served?.p99Ms ?? null,
    coldStarts: null,
  };
}
