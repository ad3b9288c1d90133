/** Setting an alias for a rollout: each step an operation of its own, journalled before AWS is called. */
import { AppError, isTransient, needsLogin, toAppError } from '../domain/app-error.ts';
import type { PlanResult } from '../domain/changes/result.ts';
import {
  type DesiredRouting,
  desired,
  type Rollout,
  type RolloutPlan,
  routingFor,
} from '../domain/rollout/rollout.ts';
import { type Routing, routingOf, routingText } from '../domain/traffic/routing.ts';
import type { AliasesGateway } from '../gateways/aliases.ts';
import type { Operations } from '../operations/operations.ts';
import { isSameRouting } from '../operations/plans/alias-situation.ts';
import type { ChangeRequest } from '../operations/requests.ts';

/** An alias as AWS shows it. */
export interface SeenRouting extends Routing {
  readonly revisionId: string;
}

/** What became of a step. */
export type StepResult =
  /** AWS shows what was wanted. */
  | { readonly kind: 'set' }
  /** Somebody else changed the alias; a sentence. */
  | { readonly kind: 'moved'; readonly difference: string }
  /** Not this time; it may work when it is tried again. */
  | { readonly kind: 'failed'; readonly error: AppError }
  /** AWS, or we, will say the same next time. */
  | { readonly kind: 'refused'; readonly error: AppError };

/** The alias of a rollout, to read and to set. */
export interface AliasSteps {
  /** As it is now. Rejects with an AppError. */
  look(signal: AbortSignal): Promise<SeenRouting>;
  /**
   * Sets it, and reads it back. Never rejects. When the signal aborts, a call that is on its way is finished and
   * nothing new is begun.
   *
   * @param left where this rollout left the alias, or may have left it: anywhere else it is somebody else's
   */
  set(wanted: DesiredRouting, left: readonly Routing[], signal: AbortSignal): Promise<StepResult>;
}

/** What steps need. */
export interface StepTools {
  readonly plan: RolloutPlan;
  readonly operations: Pick<Operations, 'plan' | 'apply'>;
  readonly aliases: Pick<AliasesGateway, 'alias'>;
  /** Shared by the journal's entries of this rollout. */
  readonly group: string;
}

/** How long one step may wait for AWS before it is planned anew, ms. */
const STEP_TIMEOUT_MS = 30_000;

/** Steps of one rollout. */
export function aliasSteps({ plan, operations, aliases, group }: StepTools): AliasSteps {
  const look: AliasSteps['look'] = async (signal) => {
    const { version, weights, revisionId } = await aliases.alias(plan.functionArn, plan.alias, signal);
    return { ...routingOf({ version, weights }), revisionId };
  };

  return {
    look,
    async set(wanted, left, signal) {
      try {
        const present = routingOf(await look(signal));
        const difference = foreign(plan, present, [...left, routingFor(plan, wanted)]);
        // From any split of the two the way back is open.
        if (difference !== null && !(wanted.to === 'stable' && isOfTheTwo(plan, present)))
          return { kind: 'moved', difference };
        const planned = await operations.plan(requestOf(plan, wanted, present), signal);
        signal.throwIfAborted();
        return resultOf(
          await operations.apply(planned, { group, signal, timeoutMs: STEP_TIMEOUT_MS, wait: 'applied' }),
        );
      } catch (thrown) {
        const error = toAppError(thrown);
        return { kind: isLasting(error) ? 'refused' : 'failed', error };
      }
    },
  };
}

function requestOf(
  { functionArn, alias, canary, stable }: RolloutPlan,
  wanted: DesiredRouting,
  continues: Routing,
): ChangeRequest {
  const target = { function: functionArn, alias };
  switch (wanted.to) {
    case 'split':
      return {
        operation: 'shift',
        ...target,
        options: { to: canary, weight: wanted.weight, continues },
      };
    case 'canary':
      return { operation: 'promote', ...target, options: { to: canary, continues } };
    case 'stable':
      return { operation: 'rollback', ...target, options: { to: stable, continues } };
  }
}

/** Whether an alias sends its traffic to nothing but the two versions of a rollout, in whatever shares. */
function isOfTheTwo({ stable, canary }: RolloutPlan, { version, weights }: Routing): boolean {
  return [version, ...Object.keys(weights)].every((each) => each === stable || each === canary);
}

/**
 * Why an alias is no longer this rollout's to set, as a sentence; null when it is.
 *
 * @param left where the rollout left it, first where it surely did, then where it may have
 */
export function foreign({ alias }: RolloutPlan, present: Routing, left: readonly Routing[]): string | null {
  if (left.some((each) => isSameRouting(each, present))) return null;
  const [before] = left;
  const was = before === undefined ? '' : `, and this rollout had left it at ${routingText(before)}`;
  return `Someone else changed ${alias}: it sends its traffic to ${routingText(present)} now${was}.`;
}

/**
 * Every routing that the processes of a rollout may have set so far: one that died may have gone further than its
 * last look at the alias.
 */
export function mayHaveBeenSet(rollout: Rollout): readonly Routing[] {
  const { plan, step } = rollout;
  const weights = plan.strategy.steps.slice(0, step + 1).map(({ weight }) => weight);
  const wanted = desired(rollout);
  return [
    ...weights.map((weight) => routingFor(plan, { to: 'split', weight })),
    ...(wanted === null ? [] : [routingFor(plan, wanted)]),
  ];
}

function resultOf({ outcome, error, plan }: PlanResult): StepResult {
  if (outcome === 'done' || outcome === 'already') return { kind: 'set' };
  const trouble = error ?? new AppError('unconfirmed', `${plan.target.name} was not seen as it should be.`);
  // Whose change it was is found out by looking again.
  if (outcome === 'conflict' || trouble.code === 'changed-meanwhile')
    return { kind: 'failed', error: trouble };
  const isRefused = (outcome === 'refused' || outcome === 'failed') && isLasting(trouble);
  return { kind: isRefused ? 'refused' : 'failed', error: trouble };
}

/** Whether the same will be said next time. */
function isLasting(error: AppError): boolean {
  return !isTransient(error) && !needsLogin(error) && !PASSING.has(error.code);
}

const PASSING: ReadonlySet<AppError['code']> = new Set([
  'changed-meanwhile',
  'conflict',
  'clock-skew',
  'interrupted',
  'unconfirmed',
  'unknown-outcome',
]);
