/**
 * What went wrong, in the words of the person on call. Every error that reaches a screen or a command line is
 * one of these: a sentence, and what to do next. Anything else is a bug and is reported as one.
 */

/** What kind of trouble it is. Scripts match on these (`--json` prints them as `error.code`), so they never change. */
export type ErrorCode =
  | 'no-credentials'
  | 'expired-credentials'
  | 'mfa-required'
  | 'invalid-credentials'
  | 'clock-skew'
  | 'no-region'
  | 'unknown-profile'
  | 'wrong-account'
  | 'unreachable'
  | 'unsupported'
  | 'access-denied'
  | 'throttled'
  | 'not-found'
  | 'conflict'
  | 'invalid'
  | 'read-only'
  | 'refused'
  /** Someone else changed AWS since we looked. */
  | 'changed-meanwhile'
  /** The change could not be recorded, so it was not made. */
  | 'no-journal'
  /** The call went out and no answer came: it may have been applied. */
  | 'unknown-outcome'
  /** Accepted, and not seen in AWS in time. */
  | 'unconfirmed'
  /** Errors or dead letters grew on the way, so the rest was not done. */
  | 'stopped'
  | 'usage'
  | 'interrupted'
  | 'aws-failure'
  | 'bug';

/** The process's exit codes, as runbooks know them (design.md, "Command line"). */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  no: 3,
  refused: 4,
  unconfirmed: 5,
  interrupted: 130,
} as const;

/** The exit code each kind of trouble ends a command with. */
const EXIT_OF: Partial<Record<ErrorCode, number>> = {
  usage: EXIT.usage,
  'read-only': EXIT.refused,
  refused: EXIT.refused,
  'changed-meanwhile': EXIT.refused,
  'no-journal': EXIT.refused,
  'unknown-outcome': EXIT.unconfirmed,
  unconfirmed: EXIT.unconfirmed,
  stopped: EXIT.no,
  'wrong-account': EXIT.refused,
  interrupted: EXIT.interrupted,
};

/** Why AWS refused a change, where its words tell more than the code; figures are null when they did not. */
export type Refusal =
  /** Reserving this much would leave less than `floor` to the functions without a reservation. */
  | { readonly kind: 'unreserved-floor'; readonly floor: number | null }
  /** Reserved concurrency may not be lower than the function's provisioned concurrency. */
  | { readonly kind: 'below-provisioned'; readonly provisioned: number | null }
  /** Someone changed it since it was read (RevisionId). */
  | { readonly kind: 'stale-revision' }
  /** Another change of the same thing is under way: the same call will be accepted when it is through. */
  | { readonly kind: 'in-progress' };

/** What AWS's answer told besides; all of it may be missing. */
export interface AwsAnswer {
  readonly refusal?: Refusal | undefined;
  /** How long AWS asks to wait before the next attempt, ms (`Retry-After`). */
  readonly retryAfterMs?: number | undefined;
  /** AWS's id of the call, for the journal and for AWS Support. */
  readonly requestId?: string | undefined;
}

/** An error a person can act on. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  /** What to do now, most useful first: commands to run, settings to change. May be empty. */
  readonly next: readonly string[];
  /** The AWS operation that failed, as `lambda:ListFunctions`, where there was one. */
  readonly operation: string | undefined;
  /** What AWS said in particular; empty when it did not answer. */
  readonly answer: AwsAnswer;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      next?: readonly string[];
      operation?: string | undefined;
      cause?: unknown;
      answer?: AwsAnswer;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.next = options.next ?? [];
    this.operation = options.operation;
    this.answer = options.answer ?? {};
  }

  /** The exit code a command ends with when this error ends it. */
  get exitCode(): number {
    return EXIT_OF[this.code] ?? EXIT.failed;
  }
}

/** Whether waiting a little and asking again can help (a line that dropped, a throttle, a 5xx). */
export function isTransient(error: AppError): boolean {
  return error.code === 'throttled' || error.code === 'unreachable' || error.code === 'aws-failure';
}

/** Whether only the person can mend it, by logging in or naming other credentials. */
export function needsLogin(error: AppError): boolean {
  return (
    error.code === 'no-credentials' ||
    error.code === 'expired-credentials' ||
    error.code === 'mfa-required' ||
    error.code === 'invalid-credentials'
  );
}

/** Any thrown value as an AppError; what is not one already is a bug in lambdatop and says so. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError('bug', `lambdatop stumbled: ${message}`, {
    cause: thrown,
    next: ['look at the log file for the details and report it'],
  });
}
