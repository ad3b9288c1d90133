/** Reserved and provisioned concurrency: reads, and writes of one attempt. */

import type { ProvisionedConcurrencyConfigListItem } from '@aws-sdk/client-lambda';
import type { ProvisionedConcurrency } from '../../domain/concurrency/provisioned.ts';
import type { ChangesGateway } from '../changes.ts';
import { qualifierOf } from './arns.ts';
import type { CallOptions, Clients } from './clients.ts';
import { type Page, pages } from './pages.ts';
import { receiptOf } from './receipts.ts';

/** Reserved concurrency, which counts for all versions of a function. It has no revision: read before and after. */
export function reservedConcurrency(
  clients: Clients,
): Pick<ChangesGateway, 'reservedConcurrency' | 'putReservedConcurrency' | 'deleteReservedConcurrency'> {
  return {
    async reservedConcurrency(FunctionName, signal) {
      const { sdk, send } = await clients.lambda();
      const command = new sdk.GetFunctionConcurrencyCommand({ FunctionName });
      // AWS answers {} when it is unset; 0 is a value.
      return (await send(command, { signal, urgent: true })).ReservedConcurrentExecutions ?? null;
    },
    async putReservedConcurrency(FunctionName, ReservedConcurrentExecutions, signal) {
      const { sdk, change } = await clients.lambda();
      const command = new sdk.PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions });
      return receiptOf(await change(command, { signal }));
    },
    async deleteReservedConcurrency(FunctionName, signal) {
      const { sdk, change } = await clients.lambda();
      const command = new sdk.DeleteFunctionConcurrencyCommand({ FunctionName });
      return receiptOf(await change(command, { signal }));
    },
  };
}

/** Provisioned concurrency, which belongs to an alias or a version. */
export function provisionedConcurrency(
  clients: Clients,
): Pick<
  ChangesGateway,
  'provisionedConcurrency' | 'putProvisionedConcurrency' | 'deleteProvisionedConcurrency'
> {
  return {
    provisionedConcurrency: (FunctionName, signal) =>
      readProvisioned(clients, FunctionName, { signal, urgent: true }),
    async putProvisionedConcurrency(FunctionName, Qualifier, ProvisionedConcurrentExecutions, signal) {
      const { sdk, change } = await clients.lambda();
      const input = { FunctionName, Qualifier, ProvisionedConcurrentExecutions };
      return receiptOf(await change(new sdk.PutProvisionedConcurrencyConfigCommand(input), { signal }));
    },
    async deleteProvisionedConcurrency(FunctionName, Qualifier, signal) {
      const { sdk, change } = await clients.lambda();
      const command = new sdk.DeleteProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier });
      return receiptOf(await change(command, { signal }));
    },
  };
}

/** All provisioned concurrency of a function's aliases and versions. */
export async function readProvisioned(
  clients: Clients,
  FunctionName: string,
  { signal, ...options }: CallOptions,
): Promise<ProvisionedConcurrency[]> {
  const { sdk, send } = await clients.lambda();
  const read = async (
    Marker: string | undefined,
    signal: AbortSignal,
  ): Promise<Page<ProvisionedConcurrency[]>> => {
    const command = new sdk.ListProvisionedConcurrencyConfigsCommand({ FunctionName, Marker });
    const page = await send(command, { ...options, signal });
    const value = (page.ProvisionedConcurrencyConfigs ?? []).flatMap((each) => toProvisioned(each) ?? []);
    return { value, next: page.NextMarker };
  };
  const all: ProvisionedConcurrency[] = [];
  for await (const page of pages(read, signal)) all.push(...page);
  return all;
}

/** Without a qualifier or an amount it is nothing that could be given back. */
function toProvisioned(item: ProvisionedConcurrencyConfigListItem): ProvisionedConcurrency | null {
  const qualifier = qualifierOf(item.FunctionArn ?? '');
  const requested = item.RequestedProvisionedConcurrentExecutions;
  if (qualifier === null || requested === undefined) return null;
  return {
    qualifier,
    requested,
    available: item.AvailableProvisionedConcurrentExecutions ?? null,
    allocated: item.AllocatedProvisionedConcurrentExecutions ?? null,
    status: item.Status ?? null,
    statusReason: item.StatusReason ?? null,
  };
}
