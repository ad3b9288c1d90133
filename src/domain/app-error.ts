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
  'wrong-account': EXIT.refused,
  interrupted: EXIT.interrupted,
};

/** An error a person can act on. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  /** What to do now, most useful first: commands to run, settings to change. May be empty. */
  readonly next: readonly string[];
  /** The AWS operation that failed, as `lambda:ListFunctions`, where there was one. */
  readonly operation: string | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { next?: readonly string[]; operation?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.next = options.next ?? [];
    this.operation = options.operation;
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
