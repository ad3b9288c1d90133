/** Aliases and versions, to read one and to change one. What `changes.ts` says of writes holds here too. */

import type { Alias } from '../domain/lambda-function.ts';
import type { PublishedVersion } from '../domain/traffic/published-version.ts';
import type { Receipt } from './changes.ts';

/** Where an alias is to send its traffic: all of it, always, so that nothing of a former split stays. */
export interface AliasRouting {
  /** The primary version. */
  readonly version: string;
  /** Additional version → share of the traffic, 0–1; empty = unsplit. */
  readonly weights: Readonly<Record<string, number>>;
  /** What was read before: the refusal is `stale-revision` when someone changed the alias since. */
  readonly revisionId: string;
}

/** What is published of a function, and what is not yet. */
export interface PublishedState {
  /** Null = none. */
  readonly newest: PublishedVersion | null;
  /** CodeSha256 of $LATEST; null = not told. */
  readonly code: string | null;
}

/** Aliases and versions of the functions of one account and region; functions by name or unqualified ARN. */
export interface AliasesGateway {
  /** One alias as it is now; `not-found` when there is none. */
  alias(functionName: string, alias: string, signal?: AbortSignal): Promise<Alias>;
  /** All aliases of a function. */
  aliases(functionName: string, signal?: AbortSignal): Promise<readonly Alias[]>;
  /** One published version; `not-found` when there is none. */
  version(functionName: string, version: string, signal?: AbortSignal): Promise<PublishedVersion>;
  /** All published versions, oldest first. */
  versions(functionName: string, signal?: AbortSignal): Promise<readonly PublishedVersion[]>;
  /** UpdateAlias with version, weights and revision together. */
  updateAlias(
    functionName: string,
    alias: string,
    routing: AliasRouting,
    signal?: AbortSignal,
  ): Promise<Receipt & { readonly alias: Alias }>;
  /** The newest published version, and what the next one would be made of. */
  published(functionName: string, signal?: AbortSignal): Promise<PublishedState>;
  /**
   * AWS gives back the last version, and makes none, when neither code nor settings changed since.
   *
   * @param code CodeSha256 of what is to be published; `invalid` when $LATEST is something else by now
   */
  publishVersion(
    functionName: string,
    code: string | null,
    signal?: AbortSignal,
  ): Promise<Receipt & { readonly version: string }>;
}
