/** Reads of concurrency for the screens, at the feeds' own pace; what changes need is in `changes.ts`. */
import type { ProvisionedConcurrency } from '../domain/concurrency/provisioned.ts';

/** Concurrency of single functions. Rejects with AppErrors. */
export interface ConcurrencyGateway {
  /** Reserved concurrency; null = unset, 0 = stopped. One GetFunction, which has a limit of its own (100/s). */
  reserved(functionName: string, signal?: AbortSignal): Promise<number | null>;
  /** Provisioned concurrency of all aliases and versions. One ListProvisionedConcurrencyConfigs a 50 of them. */
  provisioned(functionName: string, signal?: AbortSignal): Promise<readonly ProvisionedConcurrency[]>;
}
