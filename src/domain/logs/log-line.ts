/**
 * A log event understood: whose it is, which invocation wrote it, how bad it is. Only what a flood can afford
 * is found at once (line-reader.ts); the rest is asked of a line when somebody looks: `reportOf` (report.ts),
 * `errorOf` (log-error.ts), `jsonOf` (log-json.ts), `rowsOf` (line-text.ts). None of these keeps its answer.
 */
import type { LogEvent } from './log-event.ts';

/** How grave the writer said a line is, mildest first. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** One of `LOG_LEVELS`. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Who wrote a line, and about what. `application` is the function's own code or its runtime's word about an
 * exception; all others are Lambda's, in the Text or the JSON format alike.
 */
export type LineKind =
  | 'application'
  /** INIT_START, platform.initStart, platform.initRuntimeDone. */
  | 'init'
  /** INIT_REPORT, platform.initReport. */
  | 'init-report'
  /** RESTORE_START, platform.restoreStart, platform.restoreRuntimeDone. */
  | 'restore'
  /** RESTORE_REPORT, platform.restoreReport. */
  | 'restore-report'
  /** START, platform.start. */
  | 'start'
  /** END, platform.end. */
  | 'end'
  /** platform.runtimeDone: the runtime has answered, extensions may still run. */
  | 'runtime-done'
  /** REPORT, platform.report: the invocation is over. */
  | 'report'
  /** `Task timed out after 3.00 seconds`, the old style. */
  | 'timeout'
  /** `RequestId: … Error: Runtime exited …`, the old style. */
  | 'exit'
  /** EXTENSION, TELEMETRY, LOGS, platform.extension and their like. */
  | 'extension'
  /** Any other platform.*, such as platform.logsDropped. */
  | 'platform';

/** One understood event. */
export interface LogLine {
  readonly event: LogEvent;
  /** Counts the lines of one reader in the order they arrived: identity, and the last word in sorting. */
  readonly seq: number;
  /**
   * `seq` of the line that begins this one's block: its own, unless it continues a stack trace whose lines came
   * as events of their own.
   */
  readonly head: number;
  /** Timestamp of the block's first line, ms since the epoch: a continuation takes its head's place. */
  readonly placeAt: number;
  /** Name of the function; null when neither stream nor group nor asker tells it. */
  readonly functionName: string | null;
  /** Version that wrote it, `42` or `$LATEST`, from the stream's name; null for streams of another make. */
  readonly version: string | null;
  /** Said by the line, or that of the invocation running in its environment; null between invocations. */
  readonly requestId: string | null;
  /** As the writer said; null when it said none, as Lambda's own lines do. See `severityOf`. */
  readonly level: LogLevel | null;
  readonly kind: LineKind;
  /** An error, a timeout, a crash, or the report of one. */
  readonly isProblem: boolean;
  /** Where in the message its own text begins, after the time, request id and level that runtimes put first. */
  readonly bodyAt: number;
}

/** What an invocation's last line, or an initialisation's, says about it. Null is unknown, or not said. */
export interface Report {
  /** Of which phase: the whole invocation, its initialisation, or the restoring of a snapshot. */
  readonly of: 'invocation' | 'initialisation' | 'restore';
  /** Of an initialisation, when it ran: `init`, before there was a request, or `invoke`, tried again within one. */
  readonly phase: string | null;
  readonly durationMs: number | null;
  readonly billedDurationMs: number | null;
  readonly memorySizeMb: number | null;
  readonly maxMemoryUsedMb: number | null;
  /** Present for a cold start only. */
  readonly initDurationMs: number | null;
  /** Present where a snapshot was restored (SnapStart): a cold start of another kind. */
  readonly restoreDurationMs: number | null;
  /**
   * Null where the line says none: Text lines of successes, and of exceptions the runtime passed on, and of all
   * that the old style has another line for.
   */
  readonly status: 'success' | 'failure' | 'error' | 'timeout' | null;
  /** Lambda's own word for the error: `Runtime.OutOfMemory`, or the exception's type. */
  readonly errorType: string | null;
}

/** An exception or a crash as a log tells it. Text as it came: hostile until sanitised. */
export interface LogError {
  /** `ValueError`, `java.lang.NullPointerException`, `Runtime.ExitError`; null when only a message is there. */
  readonly type: string | null;
  readonly message: string;
  /** Frames as they were printed, outer blanks removed, in their order; empty when none came. */
  readonly stack: readonly string[];
}

/** What Powertools for AWS Lambda adds to a JSON line; null where absent. */
export interface PowertoolsFields {
  readonly service: string | null;
  readonly correlationId: string | null;
  readonly coldStart: boolean | null;
  readonly xrayTraceId: string | null;
  readonly functionRequestId: string | null;
}
