/** What operations read and write of Lambda, put together: concurrency, event sources, and the function itself. */

import { AppError } from '../../domain/app-error.ts';
import type { ChangesGateway, FunctionFacts } from '../changes.ts';
import { unqualifiedArn } from './arns.ts';
import { provisionedConcurrency, reservedConcurrency } from './changes-concurrency.ts';
import { eventSourceMappings } from './changes-event-sources.ts';
import type { CallOptions, Clients } from './clients.ts';
import { functionConfiguration } from './function-configuration.ts';

/** Changes of the clients' account and region. */
export function changesGateway(clients: Clients): ChangesGateway {
  return {
    functionFacts: (nameOrArn, signal) => readFacts(clients, nameOrArn, { signal, urgent: true }),
    ...reservedConcurrency(clients),
    ...provisionedConcurrency(clients),
    ...eventSourceMappings(clients),
    async concurrencyPool(signal) {
      const { sdk, send } = await clients.lambda();
      const { AccountLimit } = await send(new sdk.GetAccountSettingsCommand({}), { signal, urgent: true });
      const { ConcurrentExecutions: limit, UnreservedConcurrentExecutions: unreserved } = AccountLimit ?? {};
      if (limit !== undefined && unreserved !== undefined) return { limit, unreserved };
      throw new AppError('unsupported', 'This endpoint does not tell the account’s concurrency limits.', {
        operation: 'lambda:GetAccountSettings',
      });
    },
  };
}

async function readFacts(clients: Clients, nameOrArn: string, options: CallOptions): Promise<FunctionFacts> {
  const { configuration, reservedConcurrency: reserved } = await functionConfiguration(
    clients,
    nameOrArn,
    options,
  );
  const { FunctionName: name, FunctionArn: arn } = configuration;
  if (!name || !arn) {
    throw new AppError('unsupported', 'This endpoint does not say which function it means.', {
      operation: 'lambda:GetFunction',
    });
  }
  const lastModified = Date.parse(configuration.LastModified ?? '');
  return {
    name,
    arn: unqualifiedArn(arn),
    timeoutS: configuration.Timeout ?? null,
    reservedConcurrency: reserved,
    lastModified: Number.isNaN(lastModified) ? null : lastModified,
    masterArn: configuration.MasterArn ?? null,
    managedInstances: configuration.CapacityProviderConfig !== undefined,
    durable: configuration.DurableConfig !== undefined,
    deadLetterArn: configuration.DeadLetterConfig?.TargetArn || null,
  };
}
