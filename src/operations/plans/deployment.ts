/** A CodeDeploy deployment that is moving the alias: what is refused because of it, and how it is taken back. */
import type { Place, Plan, PlanRefusal, Warning } from '../../domain/changes/plan.ts';
import type { SettingChange } from '../../domain/changes/setting.ts';
import type { AliasDeployment } from '../../domain/traffic/deployment.ts';
import type { Seen } from '../../domain/traffic/preflight.ts';
import { percentText, unsplit } from '../../domain/traffic/routing.ts';
import { type AliasSituation, routingChange } from './alias-situation.ts';
import { emptyPlan, refused, stage } from './parts.ts';

/** The deployment that was seen; null when there is none, or it could not be looked for. */
export function deploymentOf(seen: Seen<AliasDeployment | null>): AliasDeployment | null {
  return seen.state === 'known' ? seen.value : null;
}

/** Why an alias that CodeDeploy is moving is not moved by us too; null when it was named to be overridden. */
export function deploymentRefusal(
  { target }: AliasSituation,
  deployment: AliasDeployment,
  override: string | null | undefined,
): PlanRefusal | null {
  if (deployment.id === override) return null;
  const says = !override ? '' : `, not ${override}`;
  return {
    code: 'refused',
    message: `${label(deployment)} is in progress on ${target.name}${says}: two hands on one alias break both.`,
    next: [
      `take it back: lambdatop rollback ${target.name}`,
      'or wait until it has ended',
      `or do it all the same, which makes the deployment fail: --override-deployment ${deployment.id}`,
    ],
    override: deployment.id,
  };
}

/** What overriding a deployment means. */
export function overrideWarning(deployment: AliasDeployment): Warning {
  return {
    level: 'risk',
    text: `${label(deployment)} is overridden: its next step will fail, or move the alias again`,
  };
}

/** Plans a roll back by stopping the deployment, which takes the alias back itself. */
export function planStop(
  situation: AliasSituation,
  place: Place,
  deployment: AliasDeployment,
  to: string | null,
): Plan {
  const { target, facts, alias } = situation;
  const words = to === null ? [] : ['--to', to];
  const plan: Plan = { ...emptyPlan({ operation: 'rollback', target, place, words }), danger: 'slight' };
  const { id, currentVersion } = deployment;
  if (deployment.isRollback) {
    return refused(plan, {
      code: 'refused',
      message: `CodeDeploy is taking ${target.name} back already: ${label(deployment)}.`,
      next: ['wait until it has ended', `or do it all the same: --override-deployment ${id}`],
      override: id,
    });
  }
  if (to !== null && to !== currentVersion) {
    return refused(plan, {
      code: 'refused',
      message: `${label(deployment)} is in progress on ${target.name}; stopping it leads back to ${currentVersion ?? 'the version before'}, not to ${to}.`,
      next: [
        `stop it first: lambdatop rollback ${target.name}`,
        `or override it: --override-deployment ${id}`,
      ],
      override: id,
    });
  }
  const change: SettingChange = {
    setting: { kind: 'deployment', functionArn: facts.arn, alias, id },
    from: 'InProgress',
    to: 'Stopped',
    debt: 'set',
  };
  // CodeDeploy may shift once more before it hears of the stop.
  const back =
    currentVersion === null
      ? []
      : routingChange(situation, unsplit(currentVersion), { tolerates: 'another-weight', follows: true });
  return {
    ...plan,
    stages: [stage('stop the deployment', [change], { untilSettled: true }), stage('the way back', back)],
    warnings: [
      {
        level: 'note',
        text: `${label(deployment)} is stopped, and CodeDeploy takes ${target.name} back to ${currentVersion ?? 'where it was'}`,
      },
    ],
  };
}

function label({ id, application, weight, targetVersion }: AliasDeployment): string {
  const share =
    weight === null || targetVersion === null ? '' : `, ${percentText(weight)} on ${targetVersion}`;
  return `CodeDeploy deployment ${id} (${application}${share})`;
}
