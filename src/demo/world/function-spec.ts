import type { Entrance, Shape, Source, Trouble } from './traffic/profile.ts';

/** What a scenario says about a function; everything left open is drawn from the seed. */
export interface FunctionSpec {
  name: string;
  /** A runtime identifier, or `image` for a container image. */
  runtime?: string;
  team?: string;
  description?: string;
  role?: string;
  memoryMb?: number;
  timeoutS?: number;
  ephemeralMb?: number;
  arm?: boolean;
  /** How many subnets (one per zone); `left` for a function that was once in a VPC. */
  vpc?: number | 'left';
  /** Name of the SQS queue in `DeadLetterConfig`. */
  deadLetterQueue?: string;
  environment?: Record<string, string>;
  customerKey?: boolean;
  tracing?: boolean;
  snapStart?: boolean;
  jsonLogs?: boolean;
  /** Of JSON logs; INFO unless told. */
  systemLogLevel?: 'WARN';
  /** A log group shared with others; `/aws/lambda/NAME` unless told. */
  logGroup?: string;
  /** How many events a second it logs, however many its invocations would; for one that floods its log. */
  logEventsPerSecond?: number;
  /** `NAME:VERSION` of an own layer, or a full ARN. */
  layers?: string[];
  state?: 'Inactive' | 'Failed';
  lastChangedMinutesAgo?: number;
  /** How many versions are published. */
  versions?: number;
  versionTraits?: Readonly<Record<number, { errorFactor?: number; durationFactor?: number }>>;
  aliases?: readonly { name: string; version: number; weights?: Readonly<Record<string, number>> }[];
  provisioned?: readonly { qualifier: string; requested: number }[];
  reserved?: number;
  /** Reserved concurrency was set to 0 this many minutes before the world's birth. */
  killedMinutesAgo?: number;
  /** Authentication of its URL; without one unless told. */
  url?: 'NONE' | 'AWS_IAM';
  /** A statement in its policy beside that of the service which invokes it. */
  publicAccess?: 'open' | 'open-to-accounts' | 'organisation' | 's3-any-account' | 'function-url';
  /** Name of the SQS queue that asynchronous invocations go to when they have failed. */
  onFailureQueue?: string;
  /** Of one that reads a stream: after how many retries a batch is given up, and the SQS queue told of it. */
  streamFailures?: { queue: string; retries: number };
  /** Retries of an asynchronous invocation; 2 unless told. */
  retries?: number;
  /** How long an asynchronous invocation is tried, s; six hours unless told. */
  eventAgeS?: number;
  codeSigning?: 'Enforce' | 'Warn';
  runtimeUpdates?: 'FunctionUpdate' | 'Manual';
  allowsRecursion?: boolean;

  shape?: Shape;
  source?: Source;
  ratePerMinute?: number;
  errorShare?: number;
  medianMs?: number;
  spread?: number;
  slowShare?: number;
  slowFactor?: number;
  /** The first alias, or `$LATEST` where there is none, unless told. */
  entrances?: readonly Entrance[];
  troubles?: readonly Trouble[];
}
