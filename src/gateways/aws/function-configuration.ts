/** One function's configuration with its reserved concurrency, by the cheapest calls that are allowed. */

import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { AppError } from '../../domain/app-error.ts';
import type { CallOptions, Clients } from './clients.ts';

/** A function as AWS describes it. */
interface DescribedFunction {
  readonly configuration: FunctionConfiguration;
  /** null = unset, 0 = killed. */
  readonly reservedConcurrency: number | null;
}

/**
 * GetFunction has a roomy limit of its own but also opens the code to download: those who are denied it are
 * answered by two other calls. Takes a name or an unqualified ARN.
 */
export async function functionConfiguration(
  clients: Clients,
  FunctionName: string,
  options: CallOptions,
): Promise<DescribedFunction> {
  const { sdk, send } = await clients.lambda();
  try {
    const { Configuration, Concurrency } = await send(new sdk.GetFunctionCommand({ FunctionName }), options);
    return {
      configuration: Configuration ?? {},
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
    return { configuration, reservedConcurrency: concurrency.ReservedConcurrentExecutions ?? null };
  }
}
