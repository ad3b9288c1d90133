/** What is chosen in more than one question about an alias: a version, and whether CodeDeploy is overridden. */
import type { Plan } from '../../domain/changes/plan.ts';
import type { Choice } from '../../domain/dialog/content.ts';
import type { AwsAccount } from '../../gateways/gateways.ts';
import type { AliasTarget } from './alias-target.ts';

/** Versions that can be chosen; older ones by the command line. */
export const MOST_VERSIONS = 6;

/** What may be done although CodeDeploy moves the alias. */
export interface Overriding {
  /** Id of the deployment that is overridden; null = none is. */
  readonly override: string | null;
}

/** Waiting for a deployment that is in the way, or breaking it; none where none is. */
export function overrideChoice(override: string | null, plan: Plan | null): readonly Choice[] {
  const id = override ?? plan?.refusal?.override ?? null;
  if (id === null) return [];
  return [
    {
      id: 'override',
      label: 'CodeDeploy',
      options: [
        { value: '', label: 'wait for it' },
        { value: id, label: 'override it' },
      ],
      chosen: override ?? '',
    },
  ];
}

/** The choice of the version that is to get traffic; none where there is nothing to choose. */
export function versionChoice(versions: readonly string[], chosen: string | null): readonly Choice[] {
  if (versions.length === 0 || chosen === null) return [];
  return [
    {
      id: 'version',
      label: 'version',
      options: versions.map((version) => ({ value: version, label: version })),
      chosen,
    },
  ];
}

/** Versions that may get traffic, the newest first; chosen is the one of a split, else the newest. */
export async function versionsFor(
  { functionArn, alias }: AliasTarget,
  aliases: Pick<AwsAccount['aliases'], 'alias' | 'versions'>,
  signal: AbortSignal,
): Promise<{
  readonly versions: readonly string[];
  readonly chosen: string | null;
  readonly primary: string;
}> {
  const [{ version: primary, weights }, all] = await Promise.all([
    aliases.alias(functionArn, alias, signal),
    aliases.versions(functionArn, signal),
  ]);
  const [canary = null] = Object.keys(weights);
  const others = all.map(({ version }) => version).filter((version) => version !== primary);
  const newest = others.toReversed().slice(0, MOST_VERSIONS);
  const versions = canary === null || newest.includes(canary) ? newest : [canary, ...newest];
  const newer = versions.filter((version) => Number(version) > Number(primary));
  return { versions, chosen: canary ?? newer[0] ?? versions[0] ?? null, primary };
}
