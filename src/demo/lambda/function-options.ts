import { readText } from '../wire/input.ts';
import type { Operation } from '../wire/service.ts';
import { attachmentsOf, type RuntimeUpdates } from '../world/attachments.ts';
import { invalidParameterValue } from './errors.ts';
import { findFunction, refuseQualifier, resolveQualifier } from './function-reference.ts';
import { readChoice, required } from './members.ts';

/** When a version gets its runtime's updates. */
export const getRuntimeManagementConfig: Operation = (call) => {
  const reference = findFunction(call, 'GetRuntimeManagementConfig');
  const { arn } = resolveQualifier(reference);
  const updates = attachmentsOf(reference.target, call.world).runtimeUpdates;
  return { ...written(updates.get(reference.qualifier ?? '$LATEST')), FunctionArn: arn };
};

/** Sets it; Manual needs the runtime version to stay on. */
export const putRuntimeManagementConfig: Operation = (call) => {
  const on = required(
    readChoice(call.input, 'UpdateRuntimeOn', ['Auto', 'Manual', 'FunctionUpdate']),
    'UpdateRuntimeOn',
  );
  const versionArn = readText(call.input, 'RuntimeVersionArn');
  if (on === 'Manual' && versionArn === undefined) {
    throw invalidParameterValue('RuntimeVersionArn is required when UpdateRuntimeOn is set to Manual.');
  }
  const reference = findFunction(call, 'PutRuntimeManagementConfig');
  const { arn } = resolveQualifier(reference);
  const updates: RuntimeUpdates = on === 'Manual' && versionArn !== undefined ? { on, versionArn } : { on };
  attachmentsOf(reference.target, call.world).runtimeUpdates.set(reference.qualifier ?? '$LATEST', updates);
  return { ...written(updates), FunctionArn: arn };
};

/** Whether Lambda stops the function when it calls itself in circles. */
export const getFunctionRecursionConfig: Operation = (call) => {
  const reference = findFunction(call, 'GetFunctionRecursionConfig');
  refuseQualifier(reference);
  return { RecursiveLoop: attachmentsOf(reference.target, call.world).recursiveLoop };
};

/** Allows or forbids circles. */
export const putFunctionRecursionConfig: Operation = (call) => {
  const RecursiveLoop = required(
    readChoice(call.input, 'RecursiveLoop', ['Allow', 'Terminate']),
    'RecursiveLoop',
  );
  const reference = findFunction(call, 'PutFunctionRecursionConfig');
  refuseQualifier(reference);
  attachmentsOf(reference.target, call.world).recursiveLoop = RecursiveLoop;
  return { RecursiveLoop };
};

/** Only functions on a capacity provider have one, and there is none here; AWS's words are not known. */
export const getFunctionScalingConfig: Operation = (call) => {
  resolveQualifier(findFunction(call, 'GetFunctionScalingConfig'));
  throw invalidParameterValue('The function is not configured with a capacity provider.');
};

function written(updates: RuntimeUpdates | undefined) {
  return {
    UpdateRuntimeOn: updates?.on ?? 'Auto',
    ...(updates?.versionArn === undefined ? {} : { RuntimeVersionArn: updates.versionArn }),
  };
}
