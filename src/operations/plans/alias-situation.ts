/** What a plan for an alias is made from: fresh reads of the function and of where the alias sends its traffic. */
import { AppError, toAppError } from '../../domain/app-error.ts';
import { isSeen } from '../../domain/changes/debts.ts';
import type { Entry, EntryChange } from '../../domain/changes/entry.ts';
import type { Place, Plan, PlanRefusal, Target } from '../../domain/changes/plan.ts';
import { type SettingChange, settingKey } from '../../domain/changes/setting.ts';
import { settingLabel } from '../../domain/changes/words.ts';
import type { Alias } from '../../domain/lambda-function.ts';
import {
  canaryOf,
  hasSameVersions,
  isSplit,
  percentText,
  type Routing,
  routingOf,
  routingText,
} from '../../domain/traffic/routing.ts';
import type { FunctionFacts } from '../../gateways/changes.ts';
import type { SettingsGateway } from '../settings.ts';
import { aliasRoutingOf, change, lambdatopLine } from './parts.ts';

/** An alias as AWS shows it now. */
export interface AliasSituation {
  /** The alias: its ARN, and NAME:ALIAS. */
  readonly target: Target;
  readonly facts: FunctionFacts;
  readonly alias: string;
  readonly present: Routing;
  /** AWS's revision of it. */
  readonly revision: string;
}

/** What every change of an alias can be told. */
export interface AliasOptions {
  /**
   * A step of a rollout: where it left the alias. Anywhere else the change is refused, with the difference; what
   * was looked at before the rollout's start (versions, deployments) is not looked at again. Null otherwise.
   */
  readonly continues: Routing | null;
  /** The CodeDeploy deployment that may be in progress all the same, by its id; without it none may. */
  readonly overrideDeployment?: string | null;
}

/** Reads an alias's situation. Rejects with an AppError when the function or the alias cannot be read. */
export async function readAliasSituation(
  functionArn: string,
  alias: string,
  gateway: Pick<SettingsGateway, 'alias' | 'aliases' | 'functionFacts'>,
  signal: AbortSignal,
): Promise<AliasSituation> {
  const reading = gateway.alias(functionArn, alias, signal);
  reading.catch(() => {});
  const facts = await gateway.functionFacts(functionArn, signal);
  const found = await reading.catch(async (thrown) => {
    const error = toAppError(thrown);
    if (error.code !== 'not-found') throw error;
    throw noSuchAlias(facts.name, alias, await gateway.aliases(functionArn, signal).catch(() => null));
  });
  return {
    target: { arn: `${facts.arn}:${alias}`, name: `${facts.name}:${alias}` },
    facts,
    alias,
    present: routingOf(found),
    revision: found.revisionId,
  };
}

function noSuchAlias(name: string, alias: string, aliases: readonly Alias[] | null): AppError {
  const message = `${name} has no alias ${alias}.`;
  if (aliases === null) return new AppError('not-found', message, { next: ['check its name'] });
  const names = aliases.map((each) => each.name);
  const next =
    names.length > 0
      ? [`it has: ${names.join(', ')}`]
      : [`make one: aws lambda create-alias --function-name ${name} --name ${alias} --function-version N`];
  return new AppError('not-found', message, { next });
}

/** The change of an alias to a new routing; none when it is so already. */
export function routingChange(
  { facts, alias, present, revision }: AliasSituation,
  to: Routing,
  more: Pick<SettingChange, 'tolerates' | 'follows'> = {},
): readonly SettingChange[] {
  return change(aliasRoutingOf(facts.arn, alias), present, to, 'set').map((each) => ({
    ...each,
    ...more,
    revision,
  }));
}

/** Why a step of a rollout does not go on: somebody else moved the alias. Null when nobody did. */
export function movedSince(
  { facts, alias, present }: AliasSituation,
  continues: Routing | null,
  isTolerated: (one: Routing, other: Routing) => boolean = isSameRouting,
): PlanRefusal | null {
  if (continues === null || isTolerated(present, continues)) return null;
  const label = settingLabel(aliasRoutingOf(facts.arn, alias));
  return {
    code: 'changed-meanwhile',
    message: `Someone else changed it: ${label} is ${routingText(present)} now, this rollout had left it at ${routingText(continues)}.`,
    next: ['see who: lambdatop journal'],
  };
}

/** The newest move of the alias that a journal's entries saw in AWS, and the operation it was part of. */
export function lastMove(
  { facts, alias }: AliasSituation,
  entries: readonly Entry[],
): (EntryChange & Pick<Entry, 'operation'>) | undefined {
  const key = settingKey(aliasRoutingOf(facts.arn, alias));
  return entries
    .flatMap(({ operation, changes }) => changes.map((each) => ({ ...each, operation })))
    .findLast((each) => settingKey(each.setting) === key && isSeen(each));
}

/** Whether two routings are the same in versions and weights. */
export function isSameRouting(one: Routing, other: Routing): boolean {
  return hasSameVersions(one, other) && canaryOf(one)?.share === canaryOf(other)?.share;
}

/** The line that brings an alias back to where it is now. */
export function lineBackTo(
  { target, present }: Pick<AliasSituation, 'target' | 'present'>,
  place: Place,
): Plan['undo'] {
  const canary = canaryOf(present);
  if (!canary || !isSplit(present)) {
    return lambdatopLine(['rollback', target.name, '--to', present.version], place);
  }
  const weight = percentText(canary.share).replace(' %', '');
  return lambdatopLine(['shift', target.name, '--to', canary.version, '--weight', weight], place);
}
