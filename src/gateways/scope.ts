/** Which AWS we talk to: decided once, from options, environment and profile, before the first call. */
export interface Scope {
  /** Profile by name, or null for the environment's or the machine's own credentials. */
  readonly profile: string | null;
  readonly region: string;
  /** Where the region came from, for `doctor`: "--region", "AWS_REGION", "profile prod". */
  readonly regionSource: string;
  /** A custom endpoint for every service, or null for AWS itself. */
  readonly endpoint: string | null;
  /** Where the endpoint came from, for `doctor`; null without one. */
  readonly endpointSource: string | null;
  /** Refuse everything that changes AWS. */
  readonly readOnly: boolean;
}

/** What the command line or the palette asked for; anything missing is looked up. */
export interface ScopeOptions {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly endpointUrl?: string | undefined;
  readonly readOnly?: boolean | undefined;
}
