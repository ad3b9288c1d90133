/** Reads of reserved and provisioned concurrency, one function at a time. */
import type { ConcurrencyGateway } from '../concurrency.ts';
import { readProvisioned } from './changes-concurrency.ts';
import type { Clients } from './clients.ts';
import { functionConfiguration } from './function-configuration.ts';

/** The concurrency of functions in the clients' account and region. */
export function concurrencyGateway(clients: Clients): ConcurrencyGateway {
  return {
    async reserved(functionName, signal) {
      return (await functionConfiguration(clients, functionName, { signal })).reservedConcurrency;
    },
    provisioned: (functionName, signal) => readProvisioned(clients, functionName, { signal }),
  };
}
