/** Reads of Lambda: the inventory a page at a time, and what costs a call per function. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { AppError } from '../../domain/app-error.ts';
import type { LambdaFunction } from '../../domain/lambda-function.ts';
import type { EventSource, FunctionPage, FunctionsGateway } from '../gateways.ts';
import { readAliases } from './aliases-gateway.ts';
import { qualifierOf, unqualifiedArn } from './arns.ts';
import type { Clients } from './clients.ts';
import { functionConfiguration } from './function-configuration.ts';
import { type Page, pages } from './pages.ts';

/** The functions of the clients' account and region. */
export function functionsGateway(clients: Clients): FunctionsGateway {
  return {
    async *listFunctions(signal) {
      const { sdk, send } = await clients.lambda();
      const read = async (Marker: string | undefined, signal: AbortSignal): Promise<Page<FunctionPage>> => {
        const page = await send(new sdk.ListFunctionsCommand({ Marker }), { signal });
        const functions = (page.Functions ?? []).flatMap((each) => toLambdaFunction(each) ?? []);
        return { value: { functions, more: Boolean(page.NextMarker) }, next: page.NextMarker };
      };
      yield* pages(read, signal);
    },

    async *eventSources(signal) {
      const { sdk, send } = await clients.lambda();
      const read = async (Marker: string | undefined, signal: AbortSignal): Promise<Page<EventSource[]>> => {
        const page = await send(new sdk.ListEventSourceMappingsCommand({ Marker }), { signal });
        const value = (page.EventSourceMappings ?? []).flatMap(
          ({ FunctionArn, EventSourceArn, State, DestinationConfig }): EventSource[] =>
            FunctionArn === undefined
              ? []
              : [
                  {
                    functionArn: unqualifiedArn(FunctionArn),
                    qualifier: qualifierOf(FunctionArn),
                    sourceArn: EventSourceArn ?? null,
                    state: State ?? null,
                    onFailureArn: DestinationConfig?.OnFailure?.Destination || null,
                  },
                ],
        );
        return { value, next: page.NextMarker };
      };
      yield* pages(read, signal);
    },

    async accountSettings(signal) {
      const { sdk, send } = await clients.lambda();
      const { AccountLimit, AccountUsage } = await send(new sdk.GetAccountSettingsCommand({}), { signal });
      if (
        AccountLimit?.ConcurrentExecutions === undefined ||
        AccountLimit.UnreservedConcurrentExecutions === undefined
      ) {
        throw new AppError('unsupported', 'This endpoint does not tell the account’s concurrency limits.', {
          operation: 'lambda:GetAccountSettings',
        });
      }
      return {
        concurrencyLimit: AccountLimit.ConcurrentExecutions,
        unreservedConcurrency: AccountLimit.UnreservedConcurrentExecutions,
        functionCount: AccountUsage?.FunctionCount ?? null,
      };
    },

    async functionDetails(name, signal) {
      const [{ configuration, reservedConcurrency }, aliases] = await Promise.all([
        functionConfiguration(clients, name, { signal }),
        readAliases(clients, name, { signal }),
      ]);
      return { state: configuration.State ?? null, reservedConcurrency, aliases };
    },
  };
}

/** Without a name or ARN it is no function; the name stays raw, since it is an identity (screens sanitise). */
function toLambdaFunction(configuration: FunctionConfiguration): LambdaFunction | null {
  const { FunctionName: name, FunctionArn: arn } = configuration;
  if (!name || !arn) return null;
  const lastModified = Date.parse(configuration.LastModified ?? '');
  return {
    name,
    arn: unqualifiedArn(arn),
    runtime: configuration.Runtime ?? null,
    packageType: configuration.PackageType === 'Image' ? 'Image' : 'Zip',
    architecture: configuration.Architectures?.[0] ?? 'x86_64',
    memoryMb: configuration.MemorySize ?? null,
    timeoutS: configuration.Timeout ?? null,
    codeSizeBytes: configuration.CodeSize ?? null,
    lastModified: Number.isNaN(lastModified) ? null : lastModified,
    masterArn: configuration.MasterArn ?? null,
    managedInstances: configuration.CapacityProviderConfig !== undefined,
    deadLetterArn: configuration.DeadLetterConfig?.TargetArn || null,
  };
}
