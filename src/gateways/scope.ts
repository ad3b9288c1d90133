/** Which AWS we talk to: decided once, from options, environment and profile, before the first call. */

import type { ProtectionRule } from '../domain/protection/rules.ts';

/** The AWS services lambdatop talks to, as IAM prefixes its actions. */
export type ServiceName = 'lambda' | 'cloudwatch' | 'sts' | 'logs' | 'sqs' | 'codedeploy';

/** One account's corner of AWS, as far as it can be known without asking AWS. */
export interface Scope {
  /** Profile by name, or null for the environment's or the machine's own credentials. */
  readonly profile: string | null;
  readonly region: string;
  /** Where the region came from, for `doctor`: "--region", "AWS_REGION", "profile prod". */
  readonly regionSource: string;
  /** A custom endpoint for every service that `serviceEndpoints` does not name, or null for AWS itself. */
  readonly endpoint: string | null;
  /** Where the endpoint came from, for `doctor`; null without one. */
  readonly endpointSource: string | null;
  /** Services with an endpoint of their own (AWS_ENDPOINT_URL_LAMBDA, a profile's services section). */
  readonly serviceEndpoints: Readonly<Partial<Record<ServiceName, string>>>;
  /** Refuse everything that changes AWS (`--read-only`); nothing lifts it. */
  readonly readOnly: boolean;
  /** The config file's read-only does not count (`--write`). */
  readonly write: boolean;
  /** The config file's rules. Whether they apply may depend on the account: ask `AwsAccount.access`. */
  readonly rules: readonly ProtectionRule[];
}

/** What the command line or the palette asked for; anything missing is looked up. */
export interface ScopeOptions {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly endpointUrl?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly write?: boolean | undefined;
  readonly rules?: readonly ProtectionRule[] | undefined;
}

/** The custom endpoint one service is reached at, or null for AWS itself. */
export function endpointOf(scope: Scope, service: ServiceName): string | null {
  return scope.serviceEndpoints[service] ?? scope.endpoint;
}
