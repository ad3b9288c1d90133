/**
 * What lambdatop needs of AWS to CHANGE it: fresh reads of single settings, and writes of one attempt each.
 *
 * Every method rejects with an AppError and nothing else. A write that AWS may have applied although no answer
 * came (the line dropped after sending, no reply in time, a 5xx) rejects with the code `unknown-outcome`; every
 * other code means that AWS has said no and nothing was changed. A write is sent once: whoever calls repeats
 * explicit throttle replies (`throttled`) and nothing else.
 */

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
  /** ARN of the Lambda@Edge master when this is a replica, else null. */
  readonly masterArn: string | null;
  /** Runs on Lambda Managed Instances: reserved concurrency does not stop it. */
  readonly managedInstances: boolean;
}

/** Provisioned concurrency of one alias or version. */
export interface ProvisionedConcurrency {
  /** Alias or version. */
  readonly qualifier: string;
  /** What was asked for: the setting. */
  readonly requested: number;
  /** What is there now; less than requested while AWS works on it. Null = not said. */
  readonly allocated: number | null;
  readonly status: 'IN_PROGRESS' | 'READY' | 'FAILED' | null;
}

/** One event source mapping with the settings that we change. */
export interface EventSourceMapping {
  readonly uuid: string;
  /** ARN it feeds, with the alias or version it names. */
  readonly functionArn: string;
  /** ARN of queue or stream; null for a self-managed Kafka. */
  readonly sourceArn: string | null;
  /** AWS's State: Creating, Enabling, Enabled, Disabling, Disabled, Updating, Deleting. */
  readonly state: string;
  /** ScalingConfig.MaximumConcurrency, 2–1000, SQS only; null = unset. */
  readonly maximumConcurrency: number | null;
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
  provisionedConcurrency(
    functionArn: string,
    signal?: AbortSignal,
  ): Promise<readonly ProvisionedConcurrency[]>;
  /**
   * All event source mappings of a function: those of its aliases and versions too, which AWS does not list
   * under the unqualified name.
   */
  eventSourceMappings(functionArn: string, signal?: AbortSignal): Promise<readonly EventSourceMapping[]>;
  /** One mapping as it is now; `not-found` when it was deleted. */
  eventSourceMapping(uuid: string, signal?: AbortSignal): Promise<EventSourceMapping>;
  /** What the account has left to reserve. */
  concurrencyPool(signal?: AbortSignal): Promise<ConcurrencyPool>;

  /** PutFunctionConcurrency; 0 stops the function. */
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
   * (Enabling, Disabling, Updating).
   *
   * @param change `maximumConcurrency: null` unsets it (an empty ScalingConfig)
   */
  updateEventSourceMapping(
    uuid: string,
    change: { readonly enabled?: boolean; readonly maximumConcurrency?: number | null },
    signal?: AbortSignal,
  ): Promise<Receipt>;
}
