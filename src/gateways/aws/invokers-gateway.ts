/** Who invokes a function: event invoke configs, URLs, resource policies, durable executions. */

import { AppError } from '../../domain/app-error.ts';
import type { FailurePath, FunctionUrl, InvokePermission } from '../../domain/invokers.ts';
import type { InvokersGateway } from '../invokers.ts';
import { qualifierOf } from './arns.ts';
import type { CallOptions, Clients } from './clients.ts';
import { invokePermissionsOf } from './invoke-permissions.ts';
import { type Page, pages } from './pages.ts';

const LATEST = '$LATEST';
/** The largest page there is; nobody needs to know more exactly. */
const MOST_EXECUTIONS = 1_000;

/** Invokers of the functions of the clients' account and region. */
export function invokersGateway(clients: Clients): InvokersGateway {
  return {
    failurePaths: (functionName, signal) => readFailurePaths(clients, functionName, { signal, urgent: true }),

    async functionUrls(FunctionName, signal) {
      const { sdk, send } = await clients.lambda();
      return all<FunctionUrl>(async (Marker, signal) => {
        const command = new sdk.ListFunctionUrlConfigsCommand({ FunctionName, Marker });
        const page = await send(command, { signal, urgent: true });
        const value = (page.FunctionUrlConfigs ?? []).map(({ FunctionArn, FunctionUrl, AuthType }) => ({
          qualifier: qualifierOf(FunctionArn ?? '') ?? LATEST,
          url: FunctionUrl ?? '',
          authType: AuthType ?? null,
        }));
        return { value, next: page.NextMarker };
      }, signal);
    },

    async invokePermissions(functionName, signal) {
      const read = (qualifier: string) =>
        readPolicy(clients, functionName, qualifier, { signal, urgent: true });
      const ofAliases = async () =>
        (await Promise.all((await aliasNames(clients, functionName, signal)).map(read))).flat();
      return (await Promise.all([read(LATEST), ofAliases()])).flat();
    },

    async runningExecutions(FunctionName, signal) {
      const { sdk, send } = await clients.lambda();
      const read = async (Qualifier: string) => {
        const input = { FunctionName, Qualifier, MaxItems: MOST_EXECUTIONS };
        const command = new sdk.ListDurableExecutionsByFunctionCommand({ ...input, Statuses: ['RUNNING'] });
        return send(command, { signal, urgent: true });
      };
      const qualifiers = [LATEST, ...(await aliasNames(clients, FunctionName, signal))];
      const pages = await Promise.all(qualifiers.map(read));
      const running = pages.flatMap((page) => page.DurableExecutions ?? []);
      return {
        count: new Set(running.map((each) => each.DurableExecutionArn)).size,
        more: pages.some((page) => page.NextMarker),
      };
    },
  };
}

/** Where failed asynchronous events of a function go, per qualifier that has a configuration. */
export async function readFailurePaths(
  clients: Clients,
  FunctionName: string,
  { signal: outer, urgent = false }: CallOptions,
): Promise<FailurePath[]> {
  const { sdk, send } = await clients.lambda();
  return all<FailurePath>(async (Marker, signal) => {
    const command = new sdk.ListFunctionEventInvokeConfigsCommand({ FunctionName, Marker });
    const page = await send(command, { signal, urgent });
    const value = (page.FunctionEventInvokeConfigs ?? []).map(({ FunctionArn, DestinationConfig }) => ({
      qualifier: qualifierOf(FunctionArn ?? '') ?? LATEST,
      // AWS keeps {OnFailure: {}} when a destination was taken away.
      onFailureArn: DestinationConfig?.OnFailure?.Destination || null,
    }));
    return { value, next: page.NextMarker };
  }, outer);
}

async function all<Item>(
  read: (token: string | undefined, signal: AbortSignal) => Promise<Page<Item[]>>,
  signal?: AbortSignal,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages(read, signal)) items.push(...page);
  return items;
}

async function aliasNames(clients: Clients, FunctionName: string, signal?: AbortSignal): Promise<string[]> {
  const { sdk, send } = await clients.lambda();
  return all<string>(async (Marker, signal) => {
    const page = await send(new sdk.ListAliasesCommand({ FunctionName, Marker }), { signal, urgent: true });
    return { value: (page.Aliases ?? []).flatMap(({ Name }) => Name ?? []), next: page.NextMarker };
  }, signal);
}

/** A qualifier without a policy answers as one that does not exist (facts/aws.md section 1): none. */
async function readPolicy(
  clients: Clients,
  FunctionName: string,
  qualifier: string,
  options: CallOptions,
): Promise<InvokePermission[]> {
  const { sdk, send } = await clients.lambda();
  const Qualifier = qualifier === LATEST ? undefined : qualifier;
  try {
    const { Policy } = await send(new sdk.GetPolicyCommand({ FunctionName, Qualifier }), options);
    return invokePermissionsOf(Policy ?? '', qualifier);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return [];
    throw error;
  }
}
