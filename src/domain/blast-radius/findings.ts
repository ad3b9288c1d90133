/** What was found out about a function that is to be killed. Every part arrives, or fails to, on its own. */

import type { EventSourceMapping } from '../concurrency/event-source-mapping.ts';
import type { ProvisionedConcurrency } from '../concurrency/provisioned.ts';
import type { FailurePath, FunctionUrl, InvokePermission, RunningExecutions } from '../invokers.ts';
import type { QueueAttributes } from '../queue-attributes.ts';

/** One part: on its way, here, or not to be had. */
export type Found<Value> =
  | { readonly state: 'reading' }
  | { readonly state: 'known'; readonly value: Value }
  /** `why` in a few words: "denied", "no answer in 2 s". */
  | { readonly state: 'unknown'; readonly why: string };

/** The function's own configuration. */
export interface KillableFunction {
  readonly name: string;
  readonly arn: string;
  /** Configured timeout, seconds; null = unknown. */
  readonly timeoutS: number | null;
  /** null = unset, 0 = killed. */
  readonly reservedConcurrency: number | null;
  /** ARN of the Lambda@Edge master when this is a replica, else null. */
  readonly masterArn: string | null;
  readonly managedInstances: boolean;
  readonly durable: boolean;
  /** DeadLetterConfig: ARN of a queue or topic, or null. */
  readonly deadLetterArn: string | null;
}

/** How often something happens, by CloudWatch's newest minute. */
export interface Activity {
  /** Per minute; null = unknown. */
  readonly perMin: number | null;
  /** CloudWatch answered fully and has nothing for the last half hour. */
  readonly quiet: boolean;
}

/** What the metrics tell. */
export interface Traffic {
  readonly invocations: Activity;
  readonly asyncEvents: Activity;
  /** Most executions at once in the newest minute; null = unknown. */
  readonly concurrency: number | null;
  /** Age of the last record read of a stream, ms; null = unknown. Emitted only when records are read. */
  readonly iteratorAgeMs: number | null;
}

/** Everything a blast radius is made of. */
export interface Findings {
  readonly function: Found<KillableFunction>;
  readonly traffic: Found<Traffic>;
  readonly provisioned: Found<readonly ProvisionedConcurrency[]>;
  readonly sources: Found<readonly EventSourceMapping[]>;
  /** By ARN, the queues among the sources. */
  readonly queues: ReadonlyMap<string, Found<QueueAttributes>>;
  readonly failurePaths: Found<readonly FailurePath[]>;
  readonly urls: Found<readonly FunctionUrl[]>;
  readonly permissions: Found<readonly InvokePermission[]>;
  readonly executions: Found<RunningExecutions>;
}

/** Nothing known yet. */
export const NOTHING_FOUND: Findings = {
  function: { state: 'reading' },
  traffic: { state: 'reading' },
  provisioned: { state: 'reading' },
  sources: { state: 'reading' },
  queues: new Map(),
  failurePaths: { state: 'reading' },
  urls: { state: 'reading' },
  permissions: { state: 'reading' },
  executions: { state: 'reading' },
};

/** The value where it is known, else null. */
export function knownValue<Value>(found: Found<Value>): Value | null {
  return found.state === 'known' ? found.value : null;
}
