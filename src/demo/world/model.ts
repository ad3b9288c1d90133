import type { Dated } from './dated.ts';
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
  State: 'Active' | 'Inactive' | 'Failed';
  StateReason?: string;
  StateReasonCode?: string;
  LastUpdateStatus: 'Successful' | 'InProgress' | 'Failed';
  RuntimeVersionConfig?: { RuntimeVersionArn: string };
}

/** A published version: where it differs from `$LATEST`. */
export interface PublishedVersion {
  version: string;
  changes: Pick<FunctionConfiguration, 'Description' | 'LastModified' | 'CodeSha256' | 'RevisionId'>;
  /** Times the function's usual share of errors. */
  errorFactor: number;
  /** Times the function's usual durations. */
  durationFactor: number;
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
}

/** Provisioned concurrency of an alias or version. */
export interface ProvisionedConcurrency {
  qualifier: string;
  requested: number;
  /** AWS's format, as `FunctionConfiguration.LastModified`. */
  lastModified: string;
}

/** A Lambda function of the world. */
export interface LambdaFunction {
  name: string;
  /** Unqualified ARN. */
  arn: string;
  /** Hash of the seed and the name: the root of all its randomness. */
  key: number;
  configuration: FunctionConfiguration;
  state: FunctionState;
  /** By number as text, oldest first. */
  versions: ReadonlyMap<string, PublishedVersion>;
  aliases: ReadonlyMap<string, Alias>;
  tags: Readonly<Record<string, string>>;
  /** undefined = not reserved, 0 = killed. */
  reservedConcurrency: Dated<number | undefined>;
  provisioned: readonly ProvisionedConcurrency[];
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
  lastModified: number;
  lastProcessingResult: string;
  /** Stream sources only. */
  startingPosition?: 'TRIM_HORIZON' | 'LATEST';
  /** SQS sources only. */
  maximumConcurrency?: number;
}

/** An SQS queue: enough to list it and to read its attributes. */
export interface Queue {
  name: string;
  arn: string;
  created: number;
  visibilityTimeoutS: number;
  messages: number;
  inFlight: number;
  /** Where this queue's own dead letters go. */
  deadLetterTarget?: { arn: string; maxReceiveCount: number };
}
