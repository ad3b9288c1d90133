import { compileRoutes } from '../wire/rest-json.ts';
import type { Service } from '../wire/service.ts';
import { tooManyRequests } from './errors.ts';
import { getAccountSettings } from './get-account-settings.ts';
import { getAlias } from './get-alias.ts';
import { getFunction } from './get-function.ts';
import { getFunctionConcurrency } from './get-function-concurrency.ts';
import { getFunctionConfiguration } from './get-function-configuration.ts';
import { getProvisionedConcurrencyConfig } from './get-provisioned-concurrency-config.ts';
import { listAliases } from './list-aliases.ts';
import { listEventSourceMappings } from './list-event-source-mappings.ts';
import { createListFunctions } from './list-functions.ts';
import { listProvisionedConcurrencyConfigs } from './list-provisioned-concurrency-configs.ts';
import { listTags } from './list-tags.ts';
import { listVersionsByFunction } from './list-versions-by-function.ts';
import { lambdaRoutes } from './routes.ts';

/** AWS Lambda's control plane. A new operation is a file and a row here. */
export function createLambda(): Service {
  return {
    name: 'lambda',
    routes: compileRoutes(lambdaRoutes),
    throttled: tooManyRequests,
    operations: {
      GetAccountSettings: getAccountSettings,
      GetAlias: getAlias,
      GetFunction: getFunction,
      GetFunctionConcurrency: getFunctionConcurrency,
      GetFunctionConfiguration: getFunctionConfiguration,
      GetProvisionedConcurrencyConfig: getProvisionedConcurrencyConfig,
      ListAliases: listAliases,
      ListEventSourceMappings: listEventSourceMappings,
      ListFunctions: createListFunctions(),
      ListProvisionedConcurrencyConfigs: listProvisionedConcurrencyConfigs,
      ListTags: listTags,
      ListVersionsByFunction: listVersionsByFunction,
    },
  };
}
