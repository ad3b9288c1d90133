/** Which log group and which streams a function writes to, and who wrote what is read there (facts/aws.md section 3). */

const DAY_MS = 86_400_000;

/** The group a function without a LoggingConfig logs to. */
const DEFAULT_PREFIX = '/aws/lambda/';

/** The log group of a function: LoggingConfig.LogGroup where it is known, else the default one. */
export function logGroupOf(lambda: { readonly name: string; readonly logGroup?: string | null }): string {
  return lambda.logGroup ?? `${DEFAULT_PREFIX}${lambda.name}`;
}

/** Who writes to a stream; null where the names do not tell. */
export interface StreamWriter {
  readonly functionName: string | null;
  /** `42` or `$LATEST`. */
  readonly version: string | null;
}

/** `2026/11/21/[42]3f…`; in groups of one's own `2026/11/21/NAME[42]3f…`. */
const STREAM = /^\d{4}\/\d\d\/\d\d\/([^[\]]*)\[([^[\]]+)\]/;

/** Replicas of Lambda@Edge log where they ran, to `/aws/lambda/us-east-1.NAME`. */
const EDGE_REGION = /^[a-z]{2}(?:-[a-z]+)+-\d\./;

/** Who writes to a stream of a group, by their names alone. */
export function readStreamName(group: string, stream: string): StreamWriter {
  const [, named = '', version = null] = STREAM.exec(stream) ?? [];
  if (named !== '') return { functionName: named, version };
  const functionName = group.startsWith(DEFAULT_PREFIX)
    ? group.slice(DEFAULT_PREFIX.length).replace(EDGE_REGION, '')
    : null;
  return { functionName, version };
}

/** Whose streams are wanted, and when. */
export interface StreamQuery {
  readonly functionName: string;
  /** The function's log group, as `logGroupOf` gives it. */
  readonly group: string;
  /** Only this version's; null = every version's. */
  readonly version: string | null;
  /** ms since the epoch. */
  readonly now: number;
}

/**
 * Beginnings of the names of the streams that a function writes to now or will until tomorrow ends: a stream is
 * named after the UTC date on which its environment was made, and one made yesterday may still run.
 */
export function streamPrefixes({ functionName, group, version, now }: StreamQuery): readonly string[] {
  const named = group === `${DEFAULT_PREFIX}${functionName}` ? '' : functionName;
  const versioned = version === null ? '[' : `[${version}]`;
  return [-1, 0, 1].map((days) => {
    const date = new Date(now + days * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '/');
    return `${date}/${named}${versioned}`;
  });
}
