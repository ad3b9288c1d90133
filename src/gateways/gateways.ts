/**
 * What lambdatop needs to READ of AWS, as small interfaces. Implementations live in `aws/`; every method
 * rejects with an AppError (domain/app-error.ts) and nothing else.
 */

import type { RankedMetric } from '../domain/health.ts';
import type {
  AccountSettings,
  CallerIdentity,
  FunctionDetails,
  LambdaFunction,
} from '../domain/lambda-function.ts';
import type { AliasesGateway } from './aliases.ts';
import type { ChangesGateway } from './changes.ts';
import type { CodeDeployGateway } from './codedeploy.ts';
import type { ConcurrencyGateway } from './concurrency.ts';
import type { DeadLetterSourcesGateway } from './dead-letter-sources.ts';
import type { InvokersGateway } from './invokers.ts';
import type { LogsGateway } from './logs.ts';
import type { MessagesGateway } from './messages.ts';
import type { QueuesGateway } from './queues.ts';
import type { WriteAccess } from './write-access.ts';

/** One page of ListFunctions. */
export interface FunctionPage {
  readonly functions: readonly LambdaFunction[];
  /** False on the last page. */
  readonly more: boolean;
}

/** The account's functions. */
export interface FunctionsGateway {
  /** All functions of the region, a page (at most 50) at a time, in AWS's order. Stops when the signal aborts. */
  listFunctions(signal?: AbortSignal): AsyncIterable<FunctionPage>;
  /** Region-wide limits and the number of functions. */
  accountSettings(signal?: AbortSignal): Promise<AccountSettings>;
  /** What costs calls per function: state, reserved concurrency, aliases (one GetFunction and ListAliases). */
  functionDetails(name: string, signal?: AbortSignal): Promise<FunctionDetails>;
  /**
   * Every event source mapping of the region, a page (at most 100) at a time: function ARN → source ARN.
   * Cheaper than asking per function (facts/aws.md section 1).
   */
  eventSources(signal?: AbortSignal): AsyncIterable<readonly EventSource[]>;
}

/** One event source mapping, as far as the inventory needs it. */
export interface EventSource {
  /** Unqualified ARN of the function it feeds. */
  readonly functionArn: string;
  /** Alias or version that it invokes; null = $LATEST. */
  readonly qualifier: string | null;
  /** ARN of the queue or stream; null for a self-managed Kafka. */
  readonly sourceArn: string | null;
  /** AWS's State: Enabled, Disabled, Disabling, … */
  readonly state: string | null;
  /** Where records go that were given up (streams and Kafka): ARN, or null for nowhere. */
  readonly onFailureArn: string | null;
}

/** One series asked of CloudWatch. */
export interface MetricQuery {
  /** The asker's own key; comes back on the result. Any string. */
  readonly key: string;
  /** `AWS/Lambda` unless told. */
  readonly namespace?: 'AWS/SQS';
  readonly metric: string;
  /** Sum, Average, Maximum, Minimum, SampleCount or a percentile such as p99. */
  readonly statistic: string;
  /** Empty = the whole region. */
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A span of time, ms since the epoch, start inclusive, end exclusive; both on whole minutes. */
export interface TimeWindow {
  readonly start: number;
  readonly end: number;
}

/** One answer: start of minute (ms) → value. Minutes without a datapoint are missing. */
export interface MetricSeries {
  readonly key: string;
  readonly points: ReadonlyMap<number, number>;
  /** False when CloudWatch said PartialData, InternalError or Forbidden: absence then proves nothing. */
  readonly complete: boolean;
}

/** What one Metrics Insights query told. */
interface MetricRanking {
  /**
   * Function name → sum over the window, of concurrency the highest value in it; functions without a datapoint
   * are missing.
   */
  readonly totals: ReadonlyMap<string, number>;
  /** The account has, or may have, more functions than came back. */
  readonly truncated: boolean;
  /** False when CloudWatch said that it could not answer fully. */
  readonly complete: boolean;
}

/** CloudWatch metrics of Lambda and SQS. */
export interface MetricsGateway {
  /** Series of one-minute datapoints; splits into calls of 500 queries. */
  series(
    queries: readonly MetricQuery[],
    window: TimeWindow,
    signal?: AbortSignal,
  ): Promise<readonly MetricSeries[]>;
  /**
   * The account's functions ranked by one metric over the window, highest first, by one Metrics Insights query. At most 500 come back (`truncated`); when not `complete`, a function's
   * absence proves nothing.
   */
  ranking(metric: RankedMetric, window: TimeWindow, signal?: AbortSignal): Promise<MetricRanking>;
}

/** Who the credentials belong to. */
export interface IdentityGateway {
  /** Works without any permission. */
  callerIdentity(signal?: AbortSignal): Promise<CallerIdentity>;
  /** When the present credentials stop working, ms since the epoch; null when they do not say. */
  credentialsExpireAt(): Promise<number | null>;
  /** Forgets the credentials: the next call reads files and login caches anew (after a login elsewhere). */
  renewCredentials(): void;
}

/** One permission lambdatop needs, and how it stands. */
export interface PermissionCheck {
  /** As IAM writes it: `lambda:ListFunctions`. */
  readonly action: string;
  /** What is lost without it, for a person. */
  readonly neededFor: string;
  readonly access: 'read' | 'write';
}

/** Tries read permissions; a write is never tried (design.md: writes are "unknown"). */
export interface PermissionsGateway {
  /** All permissions lambdatop can use, reads first. */
  readonly checks: readonly PermissionCheck[];
  /** Resolves when allowed; rejects with the AppError (access-denied, unsupported, …) otherwise. */
  tryRead(action: string, signal?: AbortSignal): Promise<void>;
}

/** What the calls cost so far; the header and the rate plan read it. */
export interface Usage {
  /** Calls to AWS that went out in the last 60 s. */
  readonly callsPerMin: number;
  /**
   * CloudWatch's price at the present pace, $ an hour: what the last hour cost or, before an hour has passed,
   * what the time since the start (at least 5 min) comes to. An upper bound (gateways/aws/usage.ts).
   */
  readonly dollarsPerHour: number;
  /** Calls refused by AWS as throttled in the last 60 s. */
  readonly throttledPerMin: number;
}

/** All of AWS, as one account and region of it, for one set of credentials. */
export interface AwsAccount {
  readonly functions: FunctionsGateway;
  readonly metrics: MetricsGateway;
  readonly concurrency: ConcurrencyGateway;
  readonly logs: LogsGateway;
  readonly changes: ChangesGateway;
  readonly aliases: AliasesGateway;
  readonly codeDeploy: CodeDeployGateway;
  readonly queues: QueuesGateway;
  readonly deadLetterSources: DeadLetterSourcesGateway;
  readonly messages: MessagesGateway;
  readonly invokers: InvokersGateway;
  readonly identity: IdentityGateway;
  readonly permissions: PermissionsGateway;
  /** Whether this account may be changed. */
  readonly access: WriteAccess;
  /** The present figures; cheap to call. */
  usage(): Usage;
  /** Closes sockets. */
  close(): void;
}
