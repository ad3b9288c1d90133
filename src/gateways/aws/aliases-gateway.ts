/** Aliases and versions: one alias, its change, and publishing. */

import type { AliasConfiguration, FunctionConfiguration } from '@aws-sdk/client-lambda';
import { AppError } from '../../domain/app-error.ts';
import type { Alias } from '../../domain/lambda-function.ts';
import type { AliasesGateway, PublishedVersion } from '../aliases.ts';
import type { Clients } from './clients.ts';
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

    async version(FunctionName, Qualifier, signal) {
      const { sdk, send } = await clients.lambda();
      const command = new sdk.GetFunctionConfigurationCommand({ FunctionName, Qualifier });
      const version = toVersion(await send(command, { signal, urgent: true }));
      if (version) return version;
      throw incomplete('lambda:GetFunctionConfiguration');
    },

    async versions(FunctionName, signal) {
      const { sdk, send } = await clients.lambda();
      const read = async (
        Marker: string | undefined,
        signal: AbortSignal,
      ): Promise<Page<PublishedVersion[]>> => {
        const command = new sdk.ListVersionsByFunctionCommand({ FunctionName, Marker });
        const page = await send(command, { signal, urgent: true });
        const value = (page.Versions ?? []).flatMap((each) => toVersion(each) ?? []);
        return { value, next: page.NextMarker };
      };
      const all: PublishedVersion[] = [];
      for await (const page of pages(read, signal)) all.push(...page);
      return all.sort((one, other) => Number(one.version) - Number(other.version));
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

    async publishVersion(FunctionName, signal) {
      const { sdk, change } = await clients.lambda();
      const answer = await change(new sdk.PublishVersionCommand({ FunctionName }), { signal });
      if (!answer.Version) throw incomplete('lambda:PublishVersion');
      return { ...receiptOf(answer), version: answer.Version };
    },
  };
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
