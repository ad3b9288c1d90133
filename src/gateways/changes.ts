/**
 * What lambdatop needs of AWS to CHANGE it: fresh reads of single settings, and writes of one attempt each.
 *
 * Every method rejects with an AppError and nothing else. A write that AWS may have applied although no answer
 * came (the line dropped after sending, no reply in time, a 5xx) rejects with the code `unknown-outcome`; every
 * other code means that AWS has said no and nothing was changed; `error.answer.refusal` says which known refusal
 * it was. A write is sent once: whoever calls repeats explicit throttle replies (`throttled`) and nothing else.
 * Reads go ahead of the pollers' reads, writes ahead of all reads.
 */

import type { EventSourceMapping } from '../domain/concurrency/event-source-mapping.ts';
import type { ProvisionedConcurrency } from '../domain/concurrency/provisioned.ts';

export type { EventSourceMapping, ProvisionedConcurrency };

/** AWS's own name for a call it took, for support cases and the journal. */
export interface Receipt {
  readonly requestId: string | null;
}

/** A function, as far as a change has to know it before it is planned. */
export interface FunctionFacts {
  readonly name: string;
  /** Unqualified ARN. */
  readonly arn: string;
  /** Configured timeout, seconds: how long an execution may still run after a kill; null = unknown. */
  readonly timeoutS: number | null;
  /** null = unset; 0 = stopped. */
  readonly reservedConcurrency: number | null;
  /** When code or settings of $LATEST changed last, ms since the epoch; null = unknown. */
  readonly lastModified: number | null;
  /** ARN of the Lambda@Edge master when this is a replica, else null. */
  readonly masterArn: string | null;
  /** Runs on Lambda Managed Instances: reserved concurrency does not stop it. */
  readonly managedInstances: boolean;
  /** Its executions are durable: they outlive an invocation, for up to a year. */
  readonly durable: boolean;
  /** ARN of the queue or topic that asynchronous events go to when they fail (DeadLetterConfig), or null. */
  readonly deadLetterArn: string | null;
}

/** The region's pool of concurrency. */
export interface ConcurrencyPool {
  readonly limit: number;
  /** What is left for functions without a reservation. */
  readonly unreserved: number;
}

/** The settings of Lambda that operations read and write; all for one account and region. */
export interface ChangesGateway {
  /** One function by name or ARN; `not-found` when there is none. GetFunction, else GetFunctionConfiguration. */
  functionFacts(nameOrArn: string, signal?: AbortSignal): Promise<FunctionFacts>;
  /** Reserved concurrency as it is now; null = unset. */
  reservedConcurrency(functionArn: string, signal?: AbortSignal): Promise<number | null>;
  /** All provisioned concurrency of a function's aliases and versions. */
  provisionedConcurrency(nameOrArn: string, signal?: AbortSignal): Promise<readonly ProvisionedConcurrency[]>;
  /**
   * All event source mappings of a function: those of its aliases and versions too, which AWS does not list
   * under the unqualified name. Reads those of the whole region, 100 a page.
   */
  eventSourceMappings(nameOrArn: string, signal?: AbortSignal): Promise<readonly EventSourceMapping[]>;
  /** One mapping as it is now; `not-found` when it was deleted. */
  eventSourceMapping(uuid: string, signal?: AbortSignal): Promise<EventSourceMapping>;
  /** What the account has left to reserve. */
  concurrencyPool(signal?: AbortSignal): Promise<ConcurrencyPool>;

  /**
   * PutFunctionConcurrency; 0 stops the function. Refusals: `unreserved-floor` (never of 0), `below-provisioned`,
   * `in-progress`.
   */
  putReservedConcurrency(functionArn: string, reserved: number, signal?: AbortSignal): Promise<Receipt>;
  /** DeleteFunctionConcurrency: unset. */
  deleteReservedConcurrency(functionArn: string, signal?: AbortSignal): Promise<Receipt>;
  /** PutProvisionedConcurrencyConfig; AWS then takes minutes. */
  putProvisionedConcurrency(
    functionArn: string,
    qualifier: string,
    requested: number,
    signal?: AbortSignal,
  ): Promise<Receipt>;
  /** DeleteProvisionedConcurrencyConfig. */
  deleteProvisionedConcurrency(
    functionArn: string,
    qualifier: string,
    signal?: AbortSignal,
  ): Promise<Receipt>;
  /**
   * UpdateEventSourceMapping with the members given; the others stay. `conflict` while AWS works on the mapping
   * (Enabling, Disabling, Updating), with the refusal `in-progress`.
   *
   * @param change `maximumConcurrency: null` unsets it (an empty ScalingConfig)
   */
  updateEventSourceMapping(
    uuid: string,
    change: { readonly enabled?: boolean; readonly maximumConcurrency?: number | null },
    signal?: AbortSignal,
  ): Promise<Receipt>;
}
