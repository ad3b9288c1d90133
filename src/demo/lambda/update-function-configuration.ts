import type { Operation } from '../wire/service.ts';
import { withSettings } from './function-settings.ts';
import { findForUpdate, replaceLatest } from './function-update.ts';
import { fullConfiguration } from './get-function-configuration.ts';

/** Changes `$LATEST`'s settings: those given; the answer is already the new state, `InProgress`. */
export const updateFunctionConfiguration: Operation = (call) => {
  const target = findForUpdate(call, 'UpdateFunctionConfiguration');
  replaceLatest(call.world, target, withSettings(target.configuration, call.input));
  return fullConfiguration(call.world, { target, version: '$LATEST', arn: target.arn });
};
