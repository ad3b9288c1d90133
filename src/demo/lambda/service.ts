import { compileRoutes } from '../wire/rest-json.ts';
import type { Service } from '../wire/service.ts';
import { createAlias } from './create-alias.ts';
import { createEventSourceMapping } from './create-event-source-mapping.ts';
import { createFunction } from './create-function.ts';
import { deleteAlias } from './delete-alias.ts';
import { deleteEventSourceMapping } from './delete-event-source-mapping.ts';
import { deleteFunction } from './delete-function.ts';
import { deleteFunctionConcurrency } from './delete-function-concurrency.ts';
import { tooManyRequests } from './errors.ts';
import { getAccountSettings } from './get-account-settings.ts';
import { getAlias } from './get-alias.ts';
import { getEventSourceMapping } from './get-event-source-mapping.ts';
import { getFunction } from './get-function.ts';
import { getFunctionConcurrency } from './get-function-concurrency.ts';
import { getFunctionConfiguration } from './get-function-configuration.ts';
import { listAliases } from './list-aliases.ts';
import { listEventSourceMappings } from './list-event-source-mappings.ts';
import { createListFunctions } from './list-functions.ts';
import { listVersionsByFunction } from './list-versions-by-function.ts';
import {
  deleteProvisionedConcurrencyConfig,
  getProvisionedConcurrencyConfig,
  listProvisionedConcurrencyConfigs,
  putProvisionedConcurrencyConfig,
} from './provisioned-concurrency.ts';
import { publishVersion } from './publish-version.ts';
import { putFunctionConcurrency } from './put-function-concurrency.ts';
import { lambdaRoutes } from './routes.ts';
import { listTags, tagResource, untagResource } from './tags.ts';
import { updateAlias } from './update-alias.ts';
import { updateEventSourceMapping } from './update-event-source-mapping.ts';
import { updateFunctionCode } from './update-function-code.ts';
import { updateFunctionConfiguration } from './update-function-configuration.ts';

/** AWS Lambda's control plane. A new operation is a file and a row here. */
export function createLambda(): Service {
  return {
    name: 'lambda',
    routes: compileRoutes(lambdaRoutes),
    throttled: tooManyRequests,
    operations: {
      CreateAlias: createAlias,
      CreateEventSourceMapping: createEventSourceMapping,
      CreateFunction: createFunction,
      DeleteAlias: deleteAlias,
      DeleteEventSourceMapping: deleteEventSourceMapping,
      DeleteFunction: deleteFunction,
      DeleteFunctionConcurrency: deleteFunctionConcurrency,
      DeleteProvisionedConcurrencyConfig: deleteProvisionedConcurrencyConfig,
      GetAccountSettings: getAccountSettings,
      GetAlias: getAlias,
      GetEventSourceMapping: getEventSourceMapping,
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
      PublishVersion: publishVersion,
      PutFunctionConcurrency: putFunctionConcurrency,
      PutProvisionedConcurrencyConfig: putProvisionedConcurrencyConfig,
      TagResource: tagResource,
      UntagResource: untagResource,
      UpdateAlias: updateAlias,
      UpdateEventSourceMapping: updateEventSourceMapping,
      UpdateFunctionCode: updateFunctionCode,
      UpdateFunctionConfiguration: updateFunctionConfiguration,
    },
  };
}
