/** Reads of Lambda: the inventory a page at a time, and what costs a call per function. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { AppError } from '../../domain/app-error.ts';
import type { Alias, FunctionDetails, LambdaFunction } from '../../domain/lambda-function.ts';
import type { EventSource, FunctionPage, FunctionsGateway } from '../gateways.ts';
import type { CallOptions, Clients } from './clients.ts';
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
          ({ FunctionArn, EventSourceArn, State }): EventSource[] =>
            FunctionArn === undefined
              ? []
              : [
                  {
                    functionArn: unqualified(FunctionArn),
                    sourceArn: EventSourceArn ?? null,
                    state: State ?? null,
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
      const [configuration, aliases] = await Promise.all([
        readConfiguration(clients, name, { signal }),
        readAliases(clients, name, signal),
      ]);
      return { ...configuration, aliases };
    },
  };
}

/** GetFunction has a roomy limit of its own but also opens the code to download: some are denied it. */
async function readConfiguration(
  clients: Clients,
  name: string,
  options: CallOptions,
): Promise<Pick<FunctionDetails, 'state' | 'reservedConcurrency'>> {
  const { sdk, send } = await clients.lambda();
  const FunctionName = name;
  try {
    const { Configuration, Concurrency } = await send(new sdk.GetFunctionCommand({ FunctionName }), options);
    return {
      state: Configuration?.State ?? null,
      // Absent = unset; 0 = killed.
      reservedConcurrency: Concurrency?.ReservedConcurrentExecutions ?? null,
    };
  } catch (error) {
    if (!(error instanceof AppError) || (error.code !== 'access-denied' && error.code !== 'unsupported')) {
      throw error;
    }
    const [configuration, concurrency] = await Promise.all([
      send(new sdk.GetFunctionConfigurationCommand({ FunctionName }), options),
      send(new sdk.GetFunctionConcurrencyCommand({ FunctionName }), options),
    ]);
    return {
      state: configuration.State ?? null,
      reservedConcurrency: concurrency.ReservedConcurrentExecutions ?? null,
    };
  }
}

async function readAliases(clients: Clients, name: string, signal?: AbortSignal): Promise<Alias[]> {
  const { sdk, send } = await clients.lambda();
  const read = async (Marker: string | undefined, signal: AbortSignal): Promise<Page<Alias[]>> => {
    const page = await send(new sdk.ListAliasesCommand({ FunctionName: name, Marker }), { signal });
    const value = (page.Aliases ?? []).flatMap((alias): Alias[] =>
      alias.Name === undefined
        ? []
        : [
            {
              name: alias.Name,
              version: alias.FunctionVersion ?? '',
              weights: { ...alias.RoutingConfig?.AdditionalVersionWeights },
              revisionId: alias.RevisionId ?? '',
            },
          ],
    );
    return { value, next: page.NextMarker };
  };
  const aliases: Alias[] = [];
  for await (const page of pages(read, signal)) aliases.push(...page);
  return aliases;
}

/** Without a name or ARN it is no function; the name stays raw, since it is an identity (screens sanitise). */
function toLambdaFunction(configuration: FunctionConfiguration): LambdaFunction | null {
  const { FunctionName: name, FunctionArn: arn } = configuration;
  if (!name || !arn) return null;
  const lastModified = Date.parse(configuration.LastModified ?? '');
  return {
    name,
    arn: unqualified(arn),
    runtime: configuration.Runtime ?? null,
    packageType: configuration.PackageType === 'Image' ? 'Image' : 'Zip',
    architecture: configuration.Architectures?.[0] ?? 'x86_64',
    memoryMb: configuration.MemorySize ?? null,
    timeoutS: configuration.Timeout ?? null,
    codeSizeBytes: configuration.CodeSize ?? null,
    lastModified: Number.isNaN(lastModified) ? null : lastModified,
    masterArn: configuration.MasterArn ?? null,
    managedInstances: configuration.CapacityProviderConfig !== undefined,
  };
}

/** `arn:…:function:NAME` of an ARN with or without a version or alias. */
function unqualified(arn: string): string {
  return arn.split(':').slice(0, 7).join(':');
}
