/** Whose logs are to be read. */

/** A function, all of it or some versions. */
export interface LogTarget {
  readonly functionName: string;
  /** `42`, `$LATEST`, or an alias, which stands for the versions it sends traffic to; null = all versions. */
  readonly qualifier: string | null;
}

/** What a tail shows, from when on. */
export interface LogsQuery {
  readonly targets: readonly LogTarget[];
  /** CloudWatch's filter pattern, applied by AWS; null = everything. */
  readonly pattern: string | null;
  /** Earliest timestamp, ms since the epoch. */
  readonly since: number;
}
