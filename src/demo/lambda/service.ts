import { compileRoutes } from '../wire/rest-json.ts';
import type { Service } from '../wire/service.ts';
import { tooManyRequests } from './errors.ts';
import { getAccountSettings } from './get-account-settings.ts';
import { getFunction } from './get-function.ts';
import { getFunctionConfiguration } from './get-function-configuration.ts';
import { createListFunctions } from './list-functions.ts';
import { lambdaRoutes } from './routes.ts';

/** AWS Lambda's control plane. A new operation is a file and a row here. */
export function createLambda(): Service {
  return {
    name: 'lambda',
    routes: compileRoutes(lambdaRoutes),
    throttled: tooManyRequests,
    operations: {
      GetAccountSettings: getAccountSettings,
      GetFunction: getFunction,
      GetFunctionConfiguration: getFunctionConfiguration,
      ListFunctions: createListFunctions(),
    },
  };
}
