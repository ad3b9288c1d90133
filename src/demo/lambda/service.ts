import { compileRoutes } from '../wire/rest-json.ts';
import type { Service } from '../wire/service.ts';
import {
  deleteFunctionCodeSigningConfig,
  getCodeSigningConfig,
  getFunctionCodeSigningConfig,
  putFunctionCodeSigningConfig,
} from './code-signing.ts';
import { createAlias } from './create-alias.ts';
import { createEventSourceMapping } from './create-event-source-mapping.ts';
import { createFunction } from './create-function.ts';
import { deleteAlias } from './delete-alias.ts';
import { deleteEventSourceMapping } from './delete-event-source-mapping.ts';
import { deleteFunction } from './delete-function.ts';
import { deleteFunctionConcurrency } from './delete-function-concurrency.ts';
import { tooManyRequests } from './errors.ts';
import {
  deleteFunctionEventInvokeConfig,
  getFunctionEventInvokeConfig,
  listFunctionEventInvokeConfigs,
  putFunctionEventInvokeConfig,
  updateFunctionEventInvokeConfig,
} from './event-invoke-configs.ts';
import {
  getFunctionRecursionConfig,
  getFunctionScalingConfig,
  getRuntimeManagementConfig,
  putFunctionRecursionConfig,
  putRuntimeManagementConfig,
} from './function-options.ts';
import {
  createFunctionUrlConfig,
  deleteFunctionUrlConfig,
  getFunctionUrlConfig,
  listFunctionUrlConfigs,
  updateFunctionUrlConfig,
} from './function-urls.ts';
import { getAccountSettings } from './get-account-settings.ts';
import { getAlias } from './get-alias.ts';
import { getEventSourceMapping } from './get-event-source-mapping.ts';
import { getFunction } from './get-function.ts';
import { getFunctionConcurrency } from './get-function-concurrency.ts';
import { getFunctionConfiguration } from './get-function-configuration.ts';
import { invoke } from './invoke.ts';
import { getLayerVersion, getLayerVersionByArn, listLayers, listLayerVersions } from './layers.ts';
import { listAliases } from './list-aliases.ts';
import { listDurableExecutionsByFunction } from './list-durable-executions.ts';
import { listEventSourceMappings } from './list-event-source-mappings.ts';
import { createListFunctions } from './list-functions.ts';
import { listVersionsByFunction } from './list-versions-by-function.ts';
import { addPermission, getPolicy, removePermission } from './policy.ts';
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
      AddPermission: addPermission,
      CreateAlias: createAlias,
      CreateEventSourceMapping: createEventSourceMapping,
      CreateFunction: createFunction,
      CreateFunctionUrlConfig: createFunctionUrlConfig,
      DeleteAlias: deleteAlias,
      DeleteEventSourceMapping: deleteEventSourceMapping,
      DeleteFunction: deleteFunction,
      DeleteFunctionCodeSigningConfig: deleteFunctionCodeSigningConfig,
      DeleteFunctionConcurrency: deleteFunctionConcurrency,
      DeleteFunctionEventInvokeConfig: deleteFunctionEventInvokeConfig,
      DeleteFunctionUrlConfig: deleteFunctionUrlConfig,
      DeleteProvisionedConcurrencyConfig: deleteProvisionedConcurrencyConfig,
      GetAccountSettings: getAccountSettings,
      GetAlias: getAlias,
      GetCodeSigningConfig: getCodeSigningConfig,
      GetEventSourceMapping: getEventSourceMapping,
      GetFunction: getFunction,
      GetFunctionCodeSigningConfig: getFunctionCodeSigningConfig,
      GetFunctionConcurrency: getFunctionConcurrency,
      GetFunctionConfiguration: getFunctionConfiguration,
      GetFunctionEventInvokeConfig: getFunctionEventInvokeConfig,
      GetFunctionRecursionConfig: getFunctionRecursionConfig,
      GetFunctionScalingConfig: getFunctionScalingConfig,
      GetFunctionUrlConfig: getFunctionUrlConfig,
      GetLayerVersion: getLayerVersion,
      GetLayerVersionByArn: getLayerVersionByArn,
      GetPolicy: getPolicy,
      GetProvisionedConcurrencyConfig: getProvisionedConcurrencyConfig,
      GetRuntimeManagementConfig: getRuntimeManagementConfig,
      Invoke: invoke,
      ListAliases: listAliases,
      ListDurableExecutionsByFunction: listDurableExecutionsByFunction,
      ListEventSourceMappings: listEventSourceMappings,
      ListFunctionEventInvokeConfigs: listFunctionEventInvokeConfigs,
      ListFunctionUrlConfigs: listFunctionUrlConfigs,
      ListFunctions: createListFunctions(),
      ListLayerVersions: listLayerVersions,
      ListLayers: listLayers,
      ListProvisionedConcurrencyConfigs: listProvisionedConcurrencyConfigs,
      ListTags: listTags,
      ListVersionsByFunction: listVersionsByFunction,
      PublishVersion: publishVersion,
      PutFunctionCodeSigningConfig: putFunctionCodeSigningConfig,
      PutFunctionConcurrency: putFunctionConcurrency,
      PutFunctionEventInvokeConfig: putFunctionEventInvokeConfig,
      PutFunctionRecursionConfig: putFunctionRecursionConfig,
      PutProvisionedConcurrencyConfig: putProvisionedConcurrencyConfig,
      PutRuntimeManagementConfig: putRuntimeManagementConfig,
      RemovePermission: removePermission,
      TagResource: tagResource,
      UntagResource: untagResource,
      UpdateAlias: updateAlias,
      UpdateEventSourceMapping: updateEventSourceMapping,
      UpdateFunctionCode: updateFunctionCode,
      UpdateFunctionConfiguration: updateFunctionConfiguration,
      UpdateFunctionEventInvokeConfig: updateFunctionEventInvokeConfig,
      UpdateFunctionUrlConfig: updateFunctionUrlConfig,
    },
  };
}
