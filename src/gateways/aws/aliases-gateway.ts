/** Aliases and versions: one alias, its change, and publishing. */

import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { AppError } from '../../domain/app-error.ts';
import type { Alias } from '../../domain/lambda-function.ts';
import type { PublishedVersion } from '../../domain/traffic/published-version.ts';
import type { AliasesGateway } from '../aliases.ts';
import type { CallOptions, Clients } from './clients.ts';
import { type Page, pages } from './pages.ts';
import { receiptOf } from './receipts.ts';

/** The aliases of the clients' account and region. */
export function aliasesGateway(clients: Clients): AliasesGateway {
  return {
    async alias(FunctionName, Name, signal) {
      const { sdk, send } = await clients.lambda();
      const command = new sdk.GetAliasCommand({ FunctionName, Name });
      return wholeAlias(await send(command, { signal, urgent: true }), 'lambda:GetAlias');
    },

    aliases: (functionName, signal) => readAliases(clients, functionName, { signal, urgent: true }),

    async version(FunctionName, Qualifier, signal) {
      const { sdk, send } = await clients.lambda();
      const command = new sdk.GetFunctionConfigurationCommand({ FunctionName, Qualifier });
      const version = toVersion(await send(command, { signal, urgent: true }));
      if (version) return version;
      throw incomplete('lambda:GetFunctionConfiguration');
    },

    versions: async (FunctionName, signal) => toVersions(await readVersions(clients, FunctionName, signal)),

    async published(FunctionName, signal) {
      const all = await readVersions(clients, FunctionName, signal);
      const latest = all.find(({ Version }) => Version === '$LATEST');
      return { newest: toVersions(all).at(-1) ?? null, code: latest?.CodeSha256 ?? null };
    },

    async updateAlias(FunctionName, Name, { version, weights, revisionId }, signal) {
      const { sdk, change } = await clients.lambda();
      const command = new sdk.UpdateAliasCommand({
        FunctionName,
        Name,
        FunctionVersion: version,
        // An empty map is AWS's documented way to clear a split; without the member the split would stay.
        RoutingConfig: { AdditionalVersionWeights: { ...weights } },
        RevisionId: revisionId,
      });
      const answer = await change(command, { signal });
      return { ...receiptOf(answer), alias: wholeAlias(answer, 'lambda:UpdateAlias') };
    },

    async publishVersion(FunctionName, code, signal) {
      const { sdk, change } = await clients.lambda();
      const CodeSha256 = code ?? undefined;
      const answer = await change(new sdk.PublishVersionCommand({ FunctionName, CodeSha256 }), { signal });
      if (!answer.Version) throw incomplete('lambda:PublishVersion');
      return { ...receiptOf(answer), version: answer.Version };
    },
  };
}

/** All aliases of a function. */
export async function readAliases(
  clients: Clients,
  FunctionName: string,
  { signal, ...options }: CallOptions,
): Promise<Alias[]> {
  const { sdk, send } = await clients.lambda();
  const read = async (Marker: string | undefined, signal: AbortSignal): Promise<Page<Alias[]>> => {
    const page = await send(new sdk.ListAliasesCommand({ FunctionName, Marker }), { ...options, signal });
    return { value: (page.Aliases ?? []).flatMap((alias) => toAlias(alias) ?? []), next: page.NextMarker };
  };
  const aliases: Alias[] = [];
  for await (const page of pages(read, signal)) aliases.push(...page);
  return aliases;
}

/** An alias as AWS writes it; null when it lacks what makes it one. */
export function toAlias(alias: AliasConfiguration): Alias | null {
  if (alias.Name === undefined) return null;
  return {
    name: alias.Name,
    version: alias.FunctionVersion ?? '',
    weights: { ...alias.RoutingConfig?.AdditionalVersionWeights },
    revisionId: alias.RevisionId ?? '',
  };
}

/** All versions, with $LATEST. */
async function readVersions(
  clients: Clients,
  FunctionName: string,
  signal: AbortSignal | undefined,
): Promise<FunctionConfiguration[]> {
  const { sdk, send } = await clients.lambda();
  const read = async (
    Marker: string | undefined,
    signal: AbortSignal,
  ): Promise<Page<FunctionConfiguration[]>> => {
    const command = new sdk.ListVersionsByFunctionCommand({ FunctionName, Marker });
    const page = await send(command, { signal, urgent: true });
    return { value: page.Versions ?? [], next: page.NextMarker };
  };
  const all: FunctionConfiguration[] = [];
  for await (const page of pages(read, signal)) all.push(...page);
  return all;
}

function toVersions(all: readonly FunctionConfiguration[]): PublishedVersion[] {
  const published = all.flatMap((each) => toVersion(each) ?? []);
  return published.sort((one, other) => Number(one.version) - Number(other.version));
}

/** A published version; null for `$LATEST`, which is none. */
function toVersion(configuration: FunctionConfiguration): PublishedVersion | null {
  const { Version, State, StateReason, Role, DeadLetterConfig, LastModified } = configuration;
  if (Version === undefined || !/^\d+$/.test(Version)) return null;
  const publishedAt = Date.parse(LastModified ?? '');
  return {
    version: Version,
    state: State ?? null,
    stateReason: StateReason ?? null,
    role: Role ?? null,
    deadLetterArn: DeadLetterConfig?.TargetArn || null,
    publishedAt: Number.isNaN(publishedAt) ? null : publishedAt,
  };
}

/** An alias that a change may be based on: without its version or revision nothing may be. */
function wholeAlias(answer: AliasConfiguration, operation: string): Alias {
  const alias = toAlias(answer);
  if (alias?.version && alias.revisionId) return alias;
  throw incomplete(operation);
}

function incomplete(operation: string): AppError {
  return new AppError('unsupported', `This endpoint answers ${operation} without what matters.`, {
    operation,
  });
}
