/** What shift, promote and roll back have in common: an alias's new routing, unless something speaks against it. */
import type { Plan } from '../../domain/changes/plan.ts';
import type { SettingChange } from '../../domain/changes/setting.ts';
import { type Preflight, refusalOf, warningsOf } from '../../domain/traffic/preflight.ts';
import type { Routing } from '../../domain/traffic/routing.ts';
import { type AliasOptions, type AliasSituation, routingChange } from './alias-situation.ts';
import { deploymentOf, deploymentRefusal, overrideWarning } from './deployment.ts';
import { aliasRoutingOf, leaving, refused, sortWarnings, stage } from './parts.ts';

/** Where the alias goes. */
interface Destination {
  readonly title: string;
  readonly routing: Routing;
  readonly tolerates?: SettingChange['tolerates'];
}

/**
 * The plan with the change of the alias. For one that is so already nothing counts but a deployment, which would
 * not leave it so.
 *
 * @param preflight null where nothing was looked at
 */
export function moved(
  plan: Plan,
  situation: AliasSituation,
  { title, routing, tolerates }: Destination,
  { overrideDeployment }: AliasOptions,
  preflight: Preflight | null,
): Plan {
  const { facts, alias, present } = situation;
  const now = [{ setting: aliasRoutingOf(facts.arn, alias), value: present }];
  const changes = routingChange(situation, routing, tolerates === undefined ? {} : { tolerates });
  const stages = [stage(title, changes)];
  if (preflight === null) return leaving({ ...plan, stages }, now);
  const isWayBack = plan.operation === 'rollback';
  const move = { name: facts.name, alias, from: present, to: routing, isWayBack };
  const deployment = deploymentOf(preflight.deployment);
  const refusal =
    (deployment ? deploymentRefusal(situation, deployment, overrideDeployment) : null) ??
    (changes.length === 0 ? null : refusalOf(move, preflight));
  if (refusal) return refused(leaving(plan, now), refusal);
  const warnings = [...warningsOf(move, preflight), ...(deployment ? [overrideWarning(deployment)] : [])];
  const danger = deployment ? 'dangerous' : plan.danger;
  return leaving({ ...plan, stages, danger, warnings: sortWarnings(warnings) }, now);
}

/** The override as words of a command line. */
export function overrideWords({ overrideDeployment }: AliasOptions): string[] {
  return !overrideDeployment ? [] : ['--override-deployment', overrideDeployment];
}
