import { ServiceError } from '../wire/errors.ts';
import type { FunctionState, LambdaFunction } from '../world/model.ts';
import { resourceConflict } from './errors.ts';
import { timings } from './timings.ts';

const IN_PROGRESS: Pick<
  FunctionState,
  'LastUpdateStatus' | 'LastUpdateStatusReason' | 'LastUpdateStatusReasonCode'
> = {
  LastUpdateStatus: 'InProgress',
  LastUpdateStatusReason: 'The function is being created.',
  LastUpdateStatusReasonCode: 'Creating',
};

/** A function's (or one of its versions') state at an instant, ms since the epoch. */
export function stateAt(target: LambdaFunction, version: string, now: number): FunctionState {
  const published = target.versions.get(version);
  const isPending = now < (published?.pendingUntil ?? target.pendingUntil ?? 0);
  if (isPending) {
    const { LastUpdateStatus, LastUpdateStatusReason, LastUpdateStatusReasonCode, ...state } = target.state;
    const StateReason = 'The function is being created.';
    return { ...state, State: 'Pending', StateReason, StateReasonCode: 'Creating' };
  }
  const isUpdating = published === undefined && now < (target.updatingUntil ?? 0);
  return isUpdating ? { ...target.state, ...IN_PROGRESS } : target.state;
}

/**
 * Ends what is through at an instant, ms since the epoch: a creation or an update changes the RevisionId of
 * `$LATEST` twice, when it begins and when it is done (as recorded from AWS).
 */
export function settle(target: LambdaFunction, now: number): void {
  if (target.settlesAs === undefined || now < busyUntil(target)) return;
  target.configuration = { ...target.configuration, RevisionId: target.settlesAs };
  delete target.settlesAs;
}

/** ms since the epoch until which the function is being created or updated. */
export function busyUntil({ pendingUntil = 0, updatingUntil = 0 }: LambdaFunction): number {
  return Math.max(pendingUntil, updatingUntil);
}

/** Throws while an update of the function is under way: Lambda does one at a time. */
export function refuseWhileUpdating(target: LambdaFunction, now: number): void {
  if (now >= (target.updatingUntil ?? 0)) return;
  throw resourceConflict(
    `The operation cannot be performed at this time. An update is in progress for resource: ${target.arn}`,
  );
}

/** Throws while the function is being created, for operations that need it whole. */
export function refuseWhilePending(target: LambdaFunction, now: number): void {
  if (now >= (target.pendingUntil ?? 0)) return;
  throw wrongState('Pending');
}

/** Throws for what cannot run. An idle function that somebody calls is woken up, but that call fails. */
export function refuseUnlessInvocable(target: LambdaFunction, version: string, now: number): void {
  refuseWhilePending(target, now);
  if (now < (target.versions.get(version)?.pendingUntil ?? 0)) {
    if (target.configuration.SnapStart.ApplyOn === 'None') throw wrongState('Pending');
    throw new ServiceError(
      'SnapStartNotReadyException',
      'Lambda is initializing your function. It will be ready to invoke once your function state becomes ACTIVE.',
      { status: 409, members: { Type: 'User' }, messageKey: 'Message' },
    );
  }
  const { State } = target.state;
  if (State === 'Active') return;
  if (State === 'Inactive') {
    const { StateReason, StateReasonCode, ...rest } = target.state;
    target.state = { ...rest, State: 'Active' };
    target.pendingUntil = now + timings.create;
  }
  throw wrongState(State === 'Inactive' ? 'Pending' : State);
}

function wrongState(state: string): ServiceError {
  return resourceConflict(
    `The operation cannot be performed at this time. The function is currently in the following state: ${state}`,
  );
}
