/**
 * What lambdatop CHANGES of AWS, and the reads that plan, check and verify a change. Every write is one attempt:
 * it is never repeated here. It rejects with an AppError: `unknown-outcome` when no reply came and AWS may have
 * done it, any other code when AWS did not do it. `error.answer.refusal` says which known refusal it was.
 * Functions are named by name or unqualified ARN. Reads go ahead of the pollers, writes ahead of all reads.
 */

import type { EventSourceMapping } from '../domain/concurrency/event-source-mapping.ts';
import type { ProvisionedConcurrency } from '../domain/concurrency/provisioned.ts';
import type { Alias } from '../domain/lambda-function.ts';
import type { QueueAttributes } from '../domain/queue-attributes.ts';

/** AWS accepted a change. */
export interface Receipt {
  /** AWS's id of the call; null when the endpoint gave none. */
  readonly requestId: string | null;
}

/** Reserved concurrency of one function. It has no revision: read before, read after. */
export interface ReservedConcurrencyGateway {
  /** null = unset, 0 = killed (GetFunctionConcurrency). */
  get(functionName: string, signal?: AbortSignal): Promise<number | null>;
  /** Refusals: `unreserved-floor`, `below-provisioned`, `in-progress`. 0 is never below the floor. */
  put(functionName: string, executions: number): Promise<Receipt>;
  /** Gives the reservation back; nothing happens when there is none. */
  delete(functionName: string): Promise<Receipt>;
}

/** Provisioned concurrency of a function's aliases and versions. */
export interface ProvisionedConcurrencyGateway {
  list(functionName: string, signal?: AbortSignal): Promise<readonly ProvisionedConcurrency[]>;
  /** null when the qualifier has none. */
  get(functionName: string, qualifier: string, signal?: AbortSignal): Promise<ProvisionedConcurrency | null>;
  /** AWS allocates in the background, for minutes: read it until READY or FAILED. */
  put(functionName: string, qualifier: string, executions: number): Promise<Receipt>;
  /** Nothing happens when there is none. */
  delete(functionName: string, qualifier: string): Promise<Receipt>;
}

/** What of a mapping is to be changed; what is left out stays. */
export interface MappingChange {
  readonly enabled?: boolean;
  /** ScalingConfig.MaximumConcurrency of an SQS mapping, 2–1000; null takes the limit away. */
  readonly maximumConcurrency?: number | null;
}

/** Event source mappings. AWS changes them in the background: Disabling, then Disabled. */
export interface EventSourceMappingsGateway {
  /**
   * All mappings of a function, its aliases and its versions. AWS filters by one exact ARN, so this walks the
   * whole region, 100 a page.
   */
  list(functionName: string, signal?: AbortSignal): Promise<readonly EventSourceMapping[]>;
  /** null when it is gone. */
  get(uuid: string, signal?: AbortSignal): Promise<EventSourceMapping | null>;
  /** Refusal: `in-progress` while AWS is still working on an earlier change. */
  update(
    uuid: string,
    change: MappingChange,
  ): Promise<Receipt & { readonly mapping: EventSourceMapping | null }>;
}

/** Where an alias is to send its traffic: all of it, always, so that nothing of a former split stays. */
export interface AliasRouting {
  /** The primary version. */
  readonly version: string;
  /** Additional version → share of the traffic, 0–1; empty = unsplit. */
  readonly weights: Readonly<Record<string, number>>;
  /** What was read before: the refusal is `stale-revision` when someone changed the alias since. */
  readonly revisionId: string;
}

/** Aliases and versions. */
export interface AliasesGateway {
  get(functionName: string, alias: string, signal?: AbortSignal): Promise<Alias>;
  update(
    functionName: string,
    alias: string,
    routing: AliasRouting,
  ): Promise<Receipt & { readonly alias: Alias }>;
  /** AWS gives back the last version, and makes none, when neither code nor settings changed since. */
  publishVersion(functionName: string): Promise<Receipt & { readonly version: string }>;
}

/** Reads of queues, as far as a change of what feeds on them needs. */
export interface QueuesGateway {
  /** By ARN, of this region; of another account too, where its policy allows. */
  attributes(queueArn: string, signal?: AbortSignal): Promise<QueueAttributes>;
}

/** Everything together. */
export interface ChangesGateway {
  readonly reserved: ReservedConcurrencyGateway;
  readonly provisioned: ProvisionedConcurrencyGateway;
  readonly mappings: EventSourceMappingsGateway;
  readonly aliases: AliasesGateway;
  readonly queues: QueuesGateway;
}
