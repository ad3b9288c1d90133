import { readInteger } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';
import type { LambdaFunction } from '../world/model.ts';
import { provisionedAt } from '../world/provisioned.ts';
import type { World } from '../world/world.ts';
import { functionNotFound, invalidParameterValue } from './errors.ts';
import { findFunction, refuseQualifier } from './function-reference.ts';
import { refuseWhileUpdating } from './function-state.ts';
import { readBounded, required } from './members.ts';

/** What every account keeps for functions that reserve nothing; AWS sets it per account. */
export const UNRESERVED_MINIMUM = 100;

/** Reserves concurrency from now on; 0 stops the function. Refused as facts, sections 0 and 5, have it. */
export const putFunctionConcurrency: Operation = (call) => {
  const { world, input } = call;
  required(readInteger(input, 'ReservedConcurrentExecutions'), 'ReservedConcurrentExecutions');
  const asked = readBounded(input, 'ReservedConcurrentExecutions', 0, Number.MAX_SAFE_INTEGER) ?? 0;
  const reference = findFunction(call, 'PutFunctionConcurrency', (arn) => functionNotFound(`${arn}:$LATEST`));
  refuseQualifier(reference);
  const { target } = reference;
  const now = world.clock.now();
  refuseWhileUpdating(target, now);
  refuseBelowProvisioned(target, asked, now);
  refuseBelowFloor(world, target, asked);
  target.reservedConcurrency.set(asked, now);
  world.onSettingsChanged(target, now);
  return { ReservedConcurrentExecutions: asked };
};

/** The blanks are AWS's own (facts, section 0). */
function refuseBelowProvisioned(target: LambdaFunction, asked: number, now: number): void {
  const provisioned = provisionedAt(target, now);
  if (asked >= provisioned) return;
  throw invalidParameterValue(
    ` ReservedConcurrentExecutions  ${asked} should not be lower than function's total provisioned concurrency [${provisioned}].`,
  );
}

/** 0 takes nothing from the pool, so it is accepted however little is left there. */
function refuseBelowFloor(world: World, target: LambdaFunction, asked: number): void {
  const left = world.unreservedConcurrency + (target.reservedConcurrency.current ?? 0) - asked;
  if (asked === 0 || left >= UNRESERVED_MINIMUM) return;
  throw invalidParameterValue(
    `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${UNRESERVED_MINIMUM}].`,
  );
}
