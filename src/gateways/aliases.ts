/** Aliases and versions, to read one and to change one. What `changes.ts` says of writes holds here too. */

import type { Alias } from '../domain/lambda-function.ts';
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

/** What matters of a published version before traffic is sent there. Null = not told. */
export interface PublishedVersion {
  /** Digits. */
  readonly version: string;
  /** Active, Pending, Inactive, Failed. */
  readonly state: string | null;
  readonly stateReason: string | null;
  /** ARN of its execution role. */
  readonly role: string | null;
  /** ARN its DeadLetterConfig names; null = none. */
  readonly deadLetterArn: string | null;
  /** When it was published, ms since the epoch. */
  readonly publishedAt: number | null;
}

/** Aliases and versions of the functions of one account and region; functions by name or unqualified ARN. */
export interface AliasesGateway {
  /** One alias as it is now; `not-found` when there is none. */
  alias(functionName: string, alias: string, signal?: AbortSignal): Promise<Alias>;
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
  /** AWS gives back the last version, and makes none, when neither code nor settings changed since. */
  publishVersion(functionName: string, signal?: AbortSignal): Promise<Receipt & { readonly version: string }>;
}
