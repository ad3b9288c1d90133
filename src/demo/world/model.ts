import type { Attachments } from './attachments.ts';
import type { Dated } from './dated.ts';
import type { FunctionSpec } from './function-spec.ts';
import type { TrafficProfile } from './traffic/profile.ts';

/** A function's configuration in AWS's own member names, as the wire carries it. Absent = not sent. */
export interface FunctionConfiguration {
  FunctionName: string;
  FunctionArn: string;
  /** Absent for container images. */
  Runtime?: string;
  Role: string;
  Handler?: string;
  CodeSize: number;
  Description: string;
  /** Seconds. */
  Timeout: number;
  /** MB. */
  MemorySize: number;
  /** AWS's own format, `2026-11-20T10:11:12.000+0000`. */
  LastModified: string;
  CodeSha256: string;
  Version: string;
  VpcConfig?: {
    SubnetIds: string[];
    SecurityGroupIds: string[];
    VpcId: string;
    Ipv6AllowedForDualStack: boolean;
  };
  DeadLetterConfig?: { TargetArn: string };
  Environment?: { Variables: Record<string, string> };
  KMSKeyArn?: string;
  TracingConfig: { Mode: 'Active' | 'PassThrough' };
  RevisionId: string;
  Layers?: { Arn: string; CodeSize: number }[];
  PackageType: 'Zip' | 'Image';
  Architectures: ['x86_64' | 'arm64'];
  EphemeralStorage: { Size: number };
  SnapStart: { ApplyOn: 'PublishedVersions' | 'None'; OptimizationStatus: 'On' | 'Off' };
  LoggingConfig: {
    LogFormat: 'JSON' | 'Text';
    LogGroup: string;
    ApplicationLogLevel?: string;
    SystemLogLevel?: string;
  };
}

/** The members that ListFunctions and ListVersionsByFunction leave out (facts, section 1). */
export interface FunctionState {
  State: 'Pending' | 'Active' | 'Inactive' | 'Failed';
  StateReason?: string;
  StateReasonCode?: string;
  /** Absent while it is being created. */
  LastUpdateStatus?: 'Successful' | 'InProgress' | 'Failed';
  LastUpdateStatusReason?: string;
  LastUpdateStatusReasonCode?: string;
  RuntimeVersionConfig?: { RuntimeVersionArn: string };
}

/** How the code of a version behaves, compared with its function's usual one. */
export interface VersionTraits {
  /** Times the function's usual share of errors. */
  errorFactor: number;
  /** Share (0–1) of its invocations that fail, whatever the usual one is. */
  errorShare?: number;
  /** Times the function's usual durations. */
  durationFactor: number;
  /** Whether provisioned concurrency for it ends as `FAILED`, as its initialisation does. */
  failsToProvision?: boolean;
}

/** A published version: how it differs from what `$LATEST` was when it was published. */
export interface PublishedVersion {
  version: string;
  /** What `$LATEST` was then; absent while it still is. */
  base?: FunctionConfiguration;
  changes: Partial<FunctionConfiguration> &
    Pick<FunctionConfiguration, 'Description' | 'LastModified' | 'CodeSha256' | 'RevisionId'>;
  /** ms since the epoch until which it is `Pending` (an update or a snapshot is under way); absent = it never was. */
  pendingUntil?: number;
  traits: Dated<VersionTraits>;
}

/** Where an alias sends its traffic. */
export interface Routing {
  version: string;
  /** At most one more version with its share (0–1); empty when there is no split. */
  additionalWeights: Readonly<Record<string, number>>;
}

/** An alias with the past of its routing. */
export interface Alias {
  name: string;
  description: string;
  revisionId: string;
  routing: Dated<Routing>;
  /** ms since the epoch at which it was created; absent = before the world was born. */
  since?: number;
}

/** An alias that was deleted: traffic of the past still went through it. */
export interface FormerAlias {
  alias: Alias;
  /** ms since the epoch. */
  until: number;
}

/** Provisioned concurrency of an alias or version. */
export interface ProvisionedConcurrency {
  qualifier: string;
  requested: number;
  /** AWS's format, as `FunctionConfiguration.LastModified`. */
  lastModified: string;
  /** While it is allocated: ms since the epoch at which it is `READY`, and how much there is until then. */
  pending?: { until: number; available: number };
}

/** A Lambda function of the world. */
export interface LambdaFunction {
  name: string;
  /** Unqualified ARN. */
  arn: string;
  /** Hash of the seed and the name: the root of all its randomness. */
  key: number;
  configuration: FunctionConfiguration;
  /** `configuration` as far as it was ever replaced: what ran in the past ran by the settings of then. */
  configurationHistory: Dated<FunctionConfiguration>;
  state: FunctionState;
  /** By number as text, oldest first. */
  versions: Map<string, PublishedVersion>;
  /** Versions ever published: numbers are not used again. */
  lastVersion: number;
  aliases: Map<string, Alias>;
  formerAliases: FormerAlias[];
  tags: Readonly<Record<string, string>>;
  /** undefined = not reserved, 0 = killed. */
  reservedConcurrency: Dated<number | undefined>;
  provisioned: Dated<readonly ProvisionedConcurrency[]>;
  /** false while every event source mapping that fed it is disabled. */
  isFed: Dated<boolean>;
  /** What its event source mappings let run at once, all together; undefined: as much as there is. */
  pollersAtMost: Dated<number | undefined>;
  /** true while the messages that feed it come and go one by one, and so its invocations: none are drawn then. */
  isLived: Dated<boolean>;
  /** ms since the epoch until which it is `Pending`; absent = it was created long ago. */
  pendingUntil?: number;
  /** ms since the epoch until which its last update is `InProgress`. */
  updatingUntil?: number;
  /** The RevisionId that `$LATEST` gets when its creation or update is through; absent = nothing is under way. */
  settlesAs?: string;
  /** ms since the epoch; its past remains in the Region's metrics. */
  deletedAt?: number;
  /** What it was made from: what is drawn later needs it. */
  spec: FunctionSpec;
  /** Drawn at first use: ask `attachmentsOf`. */
  attachments?: Attachments;
  profile: TrafficProfile;
}

/** An event source mapping in AWS's own member names, timestamps apart. */
export interface EventSourceMapping {
  uuid: string;
  eventSourceArn: string;
  /** Possibly qualified. */
  functionArn: string;
  batchSize: number;
  enabled: boolean;
  /** What is under way until an instant (ms since the epoch): nothing else may change it meanwhile. */
  transition?: { state: 'Creating' | 'Enabling' | 'Disabling' | 'Updating' | 'Deleting'; until: number };
  lastModified: number;
  lastProcessingResult: string;
  /** Stream sources only. */
  startingPosition?: 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';
  /** SQS sources only. */
  maximumConcurrency?: number;
  /** Since when its events are counted for CloudWatch (`MetricsConfig`), ms since the epoch; absent = they are not. */
  countedSince?: number;
  /** Members somebody set, by AWS's names. */
  settings?: Readonly<Record<string, unknown>>;
}
