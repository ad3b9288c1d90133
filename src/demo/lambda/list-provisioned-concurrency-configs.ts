import type { Operation } from '../wire/service.ts';
import { findFunction } from './function-reference.ts';
import { provisionedStatus } from './get-provisioned-concurrency-config.ts';
import { lambdaPage } from './paging.ts';

/** Provisioned concurrency of all a function's aliases and versions; 50 a page, and no more may be asked. */
export const listProvisionedConcurrencyConfigs: Operation = (call) => {
  const { target } = findFunction(call, 'ListProvisionedConcurrencyConfigs');
  const configs = target.provisioned.map((each) => ({
    FunctionArn: `${target.arn}:${each.qualifier}`,
    ...provisionedStatus(each),
  }));
  const page = lambdaPage(call, configs, `ListProvisionedConcurrencyConfigs ${target.name}`, 50, 50);
  return { ProvisionedConcurrencyConfigs: page.items, NextMarker: page.next };
};
