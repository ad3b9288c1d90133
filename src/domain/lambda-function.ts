/** The Lambda function as the inventory knows it: what ListFunctions tells, without anything secret. */

/** One function, unqualified ($LATEST). Environment variables are left out on purpose: their values are secrets. */
export interface LambdaFunction {
  readonly name: string;
  /** Unqualified ARN: the identity by which marks, metrics and operations are kept. */
  readonly arn: string;
  /** Runtime identifier such as `nodejs22.x`; null for a container image. */
  readonly runtime: string | null;
  readonly packageType: 'Zip' | 'Image';
  readonly architecture: string;
  /** Configured memory, MB; null, here and below, when the endpoint did not say. */
  readonly memoryMb: number | null;
  /** Configured timeout, seconds. */
  readonly timeoutS: number | null;
  /** Size of the deployment package, bytes. */
  readonly codeSizeBytes: number | null;
  /** When the function was last changed, ms since the epoch; null when AWS sent none we can read. */
  readonly lastModified: number | null;
  /** ARN of the Lambda@Edge master when this is a replica, else null. */
  readonly masterArn: string | null;
  /** Runs on Lambda Managed Instances (CapacityProviderConfig present): reserved concurrency does not stop it. */
  readonly managedInstances: boolean;
  /** ARN of the queue or topic that asynchronous events go to when they fail (DeadLetterConfig), or null. */
  readonly deadLetterArn: string | null;
}

/** What costs a call per function, so it is read only when asked for (`--details`, or the focused row). */
export interface FunctionDetails {
  readonly state: string | null;
  /** null = unset (no reservation), 0 = killed. */
  readonly reservedConcurrency: number | null;
  readonly aliases: readonly Alias[];
}

/** An alias and where it sends its traffic. */
export interface Alias {
  readonly name: string;
  /** The primary version (FunctionVersion): it receives what the weights leave. */
  readonly version: string;
  /** Additional version → share of the traffic, 0–1; empty when unsplit. */
  readonly weights: Readonly<Record<string, number>>;
  readonly revisionId: string;
}

/** The account's Lambda limits and use in one region (GetAccountSettings). */
export interface AccountSettings {
  /** Concurrent executions allowed in the region. */
  readonly concurrencyLimit: number;
  /** What is left of the limit after all reservations. */
  readonly unreservedConcurrency: number;
  /** Functions in the region, or null when AWS did not say. */
  readonly functionCount: number | null;
}

/** Who we are, as STS tells it. */
export interface CallerIdentity {
  /** Twelve digits. */
  readonly account: string;
  readonly arn: string;
}
