import { readText } from '../wire/input.ts';
import type { Call } from '../wire/service.ts';
import { awsTime } from '../world/build-function.ts';
import type { FunctionConfiguration, LambdaFunction } from '../world/model.ts';
import type { World } from '../world/world.ts';
import { stalePrecondition } from './errors.ts';
import { findFunction, refuseQualifier } from './function-reference.ts';
import { refuseWhilePending, refuseWhileUpdating } from './function-state.ts';
import { timings } from './timings.ts';

/** The function whose `$LATEST` a call may change now. Throws when it is busy, or newer than the caller saw. */
export function findForUpdate(call: Call, action: string): LambdaFunction {
  const reference = findFunction(call, action);
  if (reference.qualifier !== '$LATEST') refuseQualifier(reference);
  const { target } = reference;
  const now = call.world.clock.now();
  refuseWhilePending(target, now);
  refuseWhileUpdating(target, now);
  refuseStale(call, target);
  return target;
}

/** Throws when the call's RevisionId is not that of `$LATEST`. */
export function refuseStale(call: Call, target: LambdaFunction): void {
  const revisionId = readText(call.input, 'RevisionId');
  if (revisionId !== undefined && revisionId !== target.configuration.RevisionId) throw stalePrecondition();
}

/** Replaces `$LATEST`, which takes Lambda a moment; the published versions stay what they are. */
export function replaceLatest(world: World, target: LambdaFunction, next: FunctionConfiguration): void {
  const now = world.clock.now();
  freezeVersions(target);
  target.configuration = { ...next, LastModified: awsTime(now), RevisionId: world.nextId() };
  target.configurationHistory.set(target.configuration, now);
  target.updatingUntil = now + timings.update;
  target.settlesAs = world.nextId();
  world.onFailurePathChanged(target, now);
  if (target.state.State !== 'Active') {
    const { RuntimeVersionConfig } = target.state;
    target.state = {
      State: 'Active',
      LastUpdateStatus: 'Successful',
      ...(RuntimeVersionConfig === undefined ? {} : { RuntimeVersionConfig }),
    };
  }
}

/** Until `$LATEST` changes, versions hold no more than how they differ from it. */
function freezeVersions(target: LambdaFunction): void {
  for (const version of target.versions.values()) {
    version.base ??= target.configuration;
  }
}
