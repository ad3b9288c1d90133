import { ServiceError } from '../wire/errors.ts';
import type { Operation } from '../wire/service.ts';
import type { ProvisionedConcurrency } from '../world/model.ts';
import { invalidParameterValue } from './errors.ts';
import { findFunction, resolveQualifier } from './function-reference.ts';

/** Provisioned concurrency of one alias or version. */
export const getProvisionedConcurrencyConfig: Operation = (call) => {
  const reference = findFunction(call, 'GetProvisionedConcurrencyConfig');
  if (reference.qualifier === undefined || reference.qualifier === '$LATEST') {
    throw invalidParameterValue(
      'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
    );
  }
  resolveQualifier(reference);
  const found = reference.target.provisioned.find((each) => each.qualifier === reference.qualifier);
  if (found === undefined) {
    throw new ServiceError(
      'ProvisionedConcurrencyConfigNotFoundException',
      'No Provisioned Concurrency Config found for this function',
      { status: 404, members: { Type: 'User' } },
    );
  }
  return provisionedStatus(found);
};

/** The status of provisioned concurrency; here all of it is ready. */
export function provisionedStatus({ requested, lastModified }: ProvisionedConcurrency) {
  return {
    RequestedProvisionedConcurrentExecutions: requested,
    AvailableProvisionedConcurrentExecutions: requested,
    AllocatedProvisionedConcurrentExecutions: requested,
    Status: 'READY',
    LastModified: lastModified,
  };
}
