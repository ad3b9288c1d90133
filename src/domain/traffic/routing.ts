/** Where an alias sends its traffic, as one value: all of it, so that nothing of a former split is forgotten. */
import type { SettingValue } from '../changes/setting.ts';

/** An alias's version and weights. */
export type Routing = {
  /** The primary version: it receives what the weights leave. */
  readonly version: string;
  /** Additional version → share of the traffic, 0–1; empty = unsplit. AWS allows one. */
  readonly weights: { readonly [version: string]: number };
};

/** The second version of a split, with its share (0–1). */
interface Canary {
  readonly version: string;
  readonly share: number;
}

/** Where an alias sends its traffic, without whatever else is known of it. */
export function routingOf({ version, weights }: Routing): Routing {
  return { version, weights: { ...weights } };
}

/** The whole traffic to one version. */
export function unsplit(version: string): Routing {
  return { version, weights: {} };
}

/** A split; `percent` (0–100, in steps of 0.1) becomes the share that AWS is sent, without binary dust. */
export function split(version: string, canary: string, percent: number): Routing {
  return { version, weights: { [canary]: Math.round(percent * 10) / 1_000 } };
}

/** The additional version, one left over with a weight of 0 too; null when there is none. */
export function canaryOf({ weights }: Routing): Canary | null {
  const [first] = Object.entries(weights);
  return first ? { version: first[0], share: first[1] } : null;
}

/** Whether two versions share the traffic. A leftover weight of 0 is no split. */
export function isSplit(routing: Routing): boolean {
  return (canaryOf(routing)?.share ?? 0) > 0;
}

/** Whether two routings name the same versions in the same places, whatever the weights. */
export function hasSameVersions(one: Routing, other: Routing): boolean {
  return one.version === other.version && canaryOf(one)?.version === canaryOf(other)?.version;
}

/** A setting's value as a routing; null when it is none. */
export function toRouting(value: SettingValue | undefined): Routing | null {
  if (typeof value !== 'object' || value === null) return null;
  const { version, weights } = value;
  if (typeof version !== 'string' || typeof weights !== 'object' || weights === null) return null;
  const shares = Object.entries(weights).flatMap(([key, share]): [string, number][] =>
    typeof share === 'number' ? [[key, share]] : [],
  );
  return { version, weights: Object.fromEntries(shares) };
}

/** "41", or "41 90 %, 42 10 %". */
export function routingText(routing: Routing): string {
  const canary = canaryOf(routing);
  if (!canary) return routing.version;
  return `${routing.version} ${percentText(1 - canary.share)}, ${canary.version} ${percentText(canary.share)}`;
}

/** A share (0–1) as percent in steps of 0.1: "10 %", "0.1 %". */
export function percentText(share: number): string {
  return `${Math.round(share * 1_000) / 10} %`;
}
