/** Plans all targets of a command, each for itself, for as long as `--timeout` allows. */
import { AppError, toAppError } from '../../domain/app-error.ts';
import { type BlastRadius, blastRadius } from '../../domain/blast-radius/blast-radius.ts';
import type { Entry } from '../../domain/changes/entry.ts';
import { entryTargetName } from '../../domain/changes/entry-words.ts';
import { mayMoveAlias, type Plan } from '../../domain/changes/plan.ts';
import { durationTyped } from '../../domain/duration.ts';
import type { Operations } from '../../operations/operations.ts';
import { type Deadline, deadlineIn, readBefore } from '../../operations/runner/patience.ts';
import type { BesideRollouts } from '../../rollouts/beside-rollouts.ts';
import { refuseOtherAccount, type Session } from '../account.ts';
import type { CommandContext } from '../context.ts';
import { refuseForeignArns } from '../foreign-arns.ts';
import type { Order, Planned, Subject } from './ended.ts';
import { withNearNames } from './near-names.ts';
import type { ChangeOptions } from './options.ts';
import { briefly, sayRecoveries } from './recoveries.ts';

/** What planning needs. */
export interface PlannerTools {
  readonly order: Order;
  readonly options: ChangeOptions;
  /** The account that `--account` allows; null = any. */
  readonly account: string | null;
  readonly session: Session;
  readonly context: CommandContext;
  readonly operations: Operations;
  readonly signal: AbortSignal;
}

/** The rollouts that a plan may come upon; null for what moves no alias: an emergency does not pay for loading it. */
export async function rolloutsBeside(
  { operation }: Plan,
  { session, context }: Pick<PlannerTools, 'session' | 'context'>,
): Promise<BesideRollouts | null> {
  if (!mayMoveAlias(operation)) return null;
  return (await import('./beside-rollouts.ts')).besideRollouts(session, context);
}

/**
 * Plans all targets; what dead processes left open is settled and said meanwhile.
 *
 * @param deadline when the command is to end
 * @throws AppError what kept a single target from being planned, and what is wrong with names or account
 */
export async function planTargets(deadline: Deadline, tools: PlannerTools): Promise<Planned[]> {
  const { order, account, session, context, operations, signal } = tools;
  const labels = new Set(order.subjects.map(({ label }) => label));
  const isOurs = (entry: Entry): boolean => labels.has(entryTargetName(entry));
  const isRightPlace = async (until: AbortSignal): Promise<void> => {
    if (account !== null) await refuseOtherAccount(session.account, account, until);
    await refuseForeignArns(order.names, session, until);
  };
  await readBefore(deadline, 0, isRightPlace, signal).catch((thrown) => {
    throw timedOut(toAppError(thrown), deadline, tools);
  });
  const recoveries = sayRecoveries(operations, context, signal, isOurs);
  // Rejects with the signal's reason only, which ends all of this anyway.
  recoveries.catch(() => {});
  // One that is not answered must not take the time in which the others could be changed.
  const own = order.several ? deadlineIn(deadline.leftMs() / 2, context.clock) : deadline;
  const planned = await Promise.all(order.subjects.map((subject) => planTarget(subject, own, tools)));
  await briefly(recoveries, deadline.leftMs());
  const [only] = planned;
  // Without a plan there is nothing to tell but the error.
  if (!order.several && only?.plan === null) {
    const [named] = order.names;
    throw await withNearNames(only.error, named?.name, session, signal);
  }
  return planned;
}

/** Plans one target. Never rejects. */
export async function planTarget(
  subject: Subject,
  deadline: Deadline,
  tools: PlannerTools,
): Promise<Planned> {
  try {
    const planning = (until: AbortSignal) => tools.operations.plan(subject.request, until);
    const planned = await readBefore(deadline, 0, planning, tools.signal);
    const rollouts = await rolloutsBeside(planned, tools);
    const plan = rollouts ? await rollouts.checked(planned) : planned;
    return { subject, plan, radius: await radiusOf(subject, plan, tools) };
  } catch (thrown) {
    return { subject, plan: null, error: timedOut(toAppError(thrown), deadline, tools) };
  }
}

/** The error; of what the time was up for, with how long that was. */
function timedOut(error: AppError, deadline: Deadline, { options }: PlannerTools): AppError {
  if (error.code !== 'unreachable' || deadline.leftMs() > 0) return error;
  const waited = durationTyped(options.timeoutMs / 1_000);
  return new AppError(error.code, `AWS did not answer within ${waited} (--timeout): nothing was changed.`, {
    next: error.next,
    cause: error,
  });
}

/** Only where somebody is going to read it: an emergency does not wait for it. */
async function radiusOf(
  { request }: Subject,
  plan: Plan,
  { options: { yes, dryRun }, session, context, signal }: PlannerTools,
): Promise<BlastRadius | null> {
  if (request.operation !== 'kill' || plan.refusal || (yes && !dryRun)) return null;
  const { gatherFindings } = await import('../../operations/blast-radius.ts');
  const { changes, invokers, queues, metrics } = session.account;
  const sources = { changes, invokers, queues, metrics, clock: context.clock };
  const patience = new AbortController();
  const findings = await gatherFindings(plan.target.arn, sources, {
    signal: AbortSignal.any([signal, patience.signal]),
  });
  patience.abort();
  return blastRadius(findings, { disabled: request.options.triggers });
}
