/**
 * What lambdatop needs to READ of CloudWatch Logs. Every method rejects with an AppError (domain/app-error.ts)
 * and nothing else; a group that is not there is `not-found`, a pattern AWS refuses `invalid` with AWS's words.
 */
import type { LogEvent } from '../domain/logs/log-event.ts';

/** Where one function writes, and how much of what Lambda itself has to say. */
export interface FunctionLogging {
  /** Name of its log group: `/aws/lambda/NAME` unless LoggingConfig names another, which others may share. */
  readonly group: string;
  /** Null, here and below, where the endpoint does not say. */
  readonly groupArn: string | null;
  readonly format: 'Text' | 'JSON' | null;
  /** From WARN on, START and the REPORT of successes are not written (facts/aws.md section 3). */
  readonly systemLevel: string | null;
  /** Several invocations write to one stream at a time: it runs on Lambda Managed Instances. */
  readonly interleaves: boolean;
}

/** One log group. */
export interface LogGroup {
  readonly name: string;
  /** Without `:*` at its end, as StartLiveTail takes it. */
  readonly arn: string;
  /** STANDARD, INFREQUENT_ACCESS (no live tail) or DELIVERY (nothing can be read); null when not said. */
  readonly logClass: string | null;
  /** Bytes in it; null when not said. CloudWatch brings it up to date about once a day. */
  readonly storedBytes: number | null;
}

/** What a live tail session is to show. */
export interface LiveTailQuestion {
  /** 1 to 10. */
  readonly groups: readonly LogGroup[];
  /** Only streams whose names begin so; empty = all. Needs exactly one group. At most 100. */
  readonly streamPrefixes: readonly string[];
  /** CloudWatch's filter pattern; null = everything. */
  readonly pattern: string | null;
}

/** How a session that had begun came to its end: `timeout` after three hours, `closed` by AWS, `cut` by the line. */
export type LiveTailEnd = 'timeout' | 'closed' | 'cut';

/** What a live tail session tells, in this order: one `started`, updates about every second, one `ended`. */
export type LiveTailItem =
  | { readonly kind: 'started' }
  | {
      readonly kind: 'update';
      readonly events: readonly LogEvent[];
      /** More matched than the 500 an update may carry: these are a sample. */
      readonly sampled: boolean;
    }
  | { readonly kind: 'ended'; readonly end: LiveTailEnd };

/** What FilterLogEvents is asked. */
export interface LogSearch {
  /** Name of the group. */
  readonly group: string;
  /** Only streams whose names begin so; null = all. */
  readonly streamPrefix: string | null;
  readonly pattern: string | null;
  /** Earliest timestamp, ms since the epoch, inclusive. */
  readonly from: number;
  /** Latest timestamp, ms since the epoch, inclusive; null = whatever is there. */
  readonly to: number | null;
  /** From the newest backwards instead of from the oldest on. `from` must then be in 2024 or later. */
  readonly newestFirst?: boolean;
  /**
   * The page that goes beyond this time, ms since the epoch, is the last: while more is written than is read, a
   * search without `to` has no end. Not together with `newestFirst`.
   */
  readonly until?: number;
  /** A person waits for it. */
  readonly urgent?: boolean;
}

/** One page; it may be empty although more follow. */
export interface LogPage {
  readonly events: readonly LogEvent[];
  /** False on the last page. */
  readonly more: boolean;
}

/** What Logs Insights is asked. */
export interface InsightsQuestion {
  /** Names of the groups, at most 50. */
  readonly groups: readonly string[];
  /** The query in Insights' language, with its own `limit`. */
  readonly query: string;
  /** ms since the epoch, both inclusive; AWS takes whole seconds. */
  readonly from: number;
  readonly to: number;
}

/** What Logs Insights found. */
export interface InsightsAnswer {
  /** Field → value, one record for each row. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** What was paid for; null when not said. */
  readonly bytesScanned: number | null;
  /** Rows that matched, of which `limit` came back; null when not said. */
  readonly recordsMatched: number | null;
}

/** CloudWatch Logs, as far as functions write there. */
export interface LogsGateway {
  /** Where a function logs (one GetFunctionConfiguration). */
  functionLogging(functionName: string, signal?: AbortSignal): Promise<FunctionLogging>;
  /** The versions an alias sends traffic to, its primary one first. */
  aliasVersions(functionName: string, alias: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** The group of that name; null while it does not exist: Lambda makes it at the first invocation. */
  findGroup(name: string, signal?: AbortSignal): Promise<LogGroup | null>;
  /**
   * One live tail session. Rejects when it cannot begin: `unsupported` (the group's class, or the endpoint),
   * `access-denied`, `throttled` (also when all sessions of the account are taken), `invalid` (the pattern),
   * `not-found`. Once begun it ends with `ended`, or silently when the signal aborts.
   */
  liveTail(question: LiveTailQuestion, signal: AbortSignal): AsyncIterable<LiveTailItem>;
  /** All pages of a search, in order of time. */
  search(question: LogSearch, signal?: AbortSignal): AsyncIterable<LogPage>;
  /** Runs a query to its end; stops it at AWS when the signal aborts. What it scans costs money. */
  insights(question: InsightsQuestion, signal: AbortSignal): Promise<InsightsAnswer>;
}
