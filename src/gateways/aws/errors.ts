/** Whatever a call to AWS threw, as an AppError: our own sentence and what to do next. */

import { AppError, type ErrorCode } from '../../domain/app-error.ts';
import { endpointOf, type Scope, type ServiceName } from '../scope.ts';
import { neverSent } from './lost-replies.ts';
import { networkError } from './network-errors.ts';
import { plainText } from './plain-text.ts';
import { answerOf } from './refusals.ts';

/** The call that failed. */
export interface FailedCall {
  readonly service: ServiceName;
  /** `ListFunctions` */
  readonly operation: string;
  /** What it was about: a function, an alias, a queue; null for the whole region. */
  readonly resource: string | null;
  readonly scope: Scope;
  /** It was to change AWS: when its reply is lost, nobody knows whether it did. */
  readonly changes: boolean;
  /** What the person types to renew the credentials. */
  readonly loginCommand: string;
}

/** An error as the SDK throws it; every field may be missing. */
interface SdkError {
  readonly name: string;
  readonly message: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly $response?: {
    readonly statusCode?: number;
    readonly headers?: Readonly<Record<string, string>>;
  };
}

/** Never returns null: what is not recognised becomes `aws-failure` with AWS's name and words. */
export function describeAwsError(thrown: unknown, call: FailedCall): AppError {
  if (thrown instanceof AppError) return thrown;
  const error = sdkError(thrown);
  const action = `${call.service}:${call.operation}`;
  const fail = (code: ErrorCode, message: string, next: readonly string[]) =>
    new AppError(code, message, { next, operation: action, cause: thrown, answer: answerOf(error) });

  if (call.changes && mayBeDone(thrown, error)) return replyLost(call, thrown);
  if (error.name === 'AbortError') return calledOff(call, thrown);
  const unreachable = networkError(thrown, hostOf(call), action);
  if (unreachable) return unreachable;

  const words = plainText(withoutInnerReply(error.message));
  const where = call.resource ? ` on ${plainText(call.resource)}` : '';
  switch (kindOf(error)) {
    case 'unsupported':
      return fail('unsupported', `This endpoint does not support ${action}.`, [
        `${hostOf(call)} answered, but not as AWS would; that part stays empty`,
      ]);
    case 'clock-skew':
      return fail('clock-skew', 'AWS refused the signature because this machine’s clock is off.', [
        'check the clock: timedatectl status',
      ]);
    case 'expired-credentials':
      return fail('expired-credentials', 'The AWS credentials have expired.', [
        call.loginCommand,
        'then press Ctrl-R, or run the command again',
      ]);
    case 'invalid-credentials':
      return fail(
        'invalid-credentials',
        `AWS does not accept these credentials (${plainText(error.name)}).`,
        ['see whose they are: aws sts get-caller-identity', call.loginCommand],
      );
    case 'access-denied':
      return accessDenied(fail, action, where, words);
    case 'throttled':
      return fail('throttled', `AWS is throttling ${action}.`, [
        'something in this account calls AWS very often: try again when that is over',
      ]);
    case 'not-found':
      return fail('not-found', `AWS found nothing for ${action}${where}.${said(words)}`, [
        `check the name, and the region: ${call.scope.region}`,
      ]);
    case 'conflict':
      return fail(
        'conflict',
        `AWS refused ${action}${where}: someone else changed it, or a change is in progress.${said(words)}`,
        ['look at it again before repeating'],
      );
    case 'invalid':
      return fail('invalid', `AWS refused ${action}${where} as invalid.${said(words)}`, []);
    default: {
      const status = statusOf(error);
      const answer = `${plainText(error.name)}${status === undefined ? '' : `, HTTP ${status}`}`;
      return fail('aws-failure', `AWS failed at ${action}${where} (${answer}).${said(words)}`, [
        'try again in a moment',
      ]);
    }
  }
}

/** Some services quote the reply of another behind their own words, with its status and request; nobody needs that. */
function withoutInnerReply(message: string | undefined): string {
  return (message ?? '').replace(/ \(Service: [^()]*; Request ID: [^()]*\)$/, '');
}

/** AWS's own words as a sentence after ours; "UnknownError" is what the SDK makes of none. */
function said(words: string): string {
  if (!words || words === 'UnknownError') return '';
  return ` AWS says: ${words}${/[.!?…]$/.test(words) ? '' : '.'}`;
}

/** The caller's own signal ended the call. */
export function calledOff(
  { service, operation }: Pick<FailedCall, 'service' | 'operation'>,
  cause: unknown,
): AppError {
  const action = `${service}:${operation}`;
  return new AppError('interrupted', `${action} was called off.`, { operation: action, cause });
}

/** The call went out, and what became of it is not known. */
export function replyLost(call: FailedCall, thrown: unknown): AppError {
  const error = sdkError(thrown);
  const status = statusOf(error);
  const why =
    status === undefined
      ? 'no reply came'
      : status < 400
        ? 'the reply could not be read'
        : `the reply was HTTP ${status}, ${plainText(error.name)}`;
  const where = call.resource ? ` on ${plainText(call.resource)}` : '';
  return new AppError(
    'unknown-outcome',
    `Whether AWS did ${call.service}:${call.operation}${where} is not known: ${why}.`,
    {
      next: ['look at the present state before repeating it'],
      operation: `${call.service}:${call.operation}`,
      cause: thrown,
      answer: answerOf(error),
    },
  );
}

/** Whether a failed change may have been done all the same: AWS neither refused it nor went without it. */
function mayBeDone(thrown: unknown, error: SdkError): boolean {
  const status = statusOf(error);
  if (status === undefined) return networkError(thrown, '') !== null && !neverSent(thrown);
  // A success that could not be read to its end, or a failure of AWS's own.
  return status < 400 || (status >= 500 && kindOf(error) === 'aws-failure');
}

/** Whether AWS refused this attempt for coming too often; the rate budget slows down on it. */
export function isThrottle(thrown: unknown): boolean {
  return kindOf(sdkError(thrown)) === 'throttled';
}

/** Error names → kind. Names come with and without "Exception", by protocol. */
const KINDS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^(ExpiredToken|ExpiredTokenException|RequestExpired)$/, 'expired-credentials'],
  [/^(RequestTimeTooSkewed|RequestInTheFuture)$/, 'clock-skew'],
  [
    /^(UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken|AuthFailure|OptInRequired|InvalidAccessKeyId)(Exception)?$/,
    'invalid-credentials',
  ],
  [
    /^(AccessDenied|KmsAccessDenied|KMSAccessDenied|UnauthorizedOperation|NotAuthorized|Forbidden)(Exception)?$/,
    'access-denied',
  ],
  [
    /^(TooManyRequests|Throttling|Throttled|RequestThrottled|KmsThrottled|OverLimit|RequestLimitExceeded|SlowDown|PriorRequestNotComplete)(Exception)?$/,
    'throttled',
  ],
  [/^(UnknownOperation|NotImplemented|InvalidAction)(Exception|Error)?$/, 'unsupported'],
  [/(NotFound|DoesNotExist|NonExistentQueue)(Exception|Fault)?$/, 'not-found'],
  [/(Conflict|PreconditionFailed|ResourceInUse|AlreadyCompleted)(Exception|Fault)?$/, 'conflict'],
  [
    /^(InvalidParameter|Validation|Serialization|UnsupportedOperation)|^Invalid\w*(Value|Input|Request|Contents)|^Kms|(TooLarge|TooLong)(Exception)?$/,
    'invalid',
  ],
];

function kindOf(error: SdkError): ErrorCode {
  const status = statusOf(error);
  if (/Signature (expired|not yet current)|clock/i.test(error.message) && /Signature/.test(error.name)) {
    return 'clock-skew';
  }
  const kind = KINDS.find(([pattern]) => pattern.test(error.name))?.[1];
  if (kind) return kind;
  if (status === 429) return 'throttled';
  // Emulators answer what they lack with 404, 501, HTML or an empty body: the SDK trips over the body.
  if (status === 501) return 'unsupported';
  const unreadable = error.name === 'SyntaxError' || /deserialization error/i.test(error.message);
  const html = /html/i.test(error.$response?.headers?.['content-type'] ?? '');
  if ((unreadable || html || status === 404 || status === 405) && (status ?? 200) < 500) return 'unsupported';
  if (status === 403) return 'access-denied';
  return 'aws-failure';
}

function accessDenied(
  fail: (code: ErrorCode, message: string, next: readonly string[]) => AppError,
  action: string,
  where: string,
  words: string,
): AppError {
  // AWS names the permission that was missing, which may be another service's (kms:Decrypt).
  const missing = /perform: ([\w-]+:\w+)/.exec(words)?.[1] ?? action;
  const explicit = /explicit deny/i.test(words)
    ? ' A policy denies it explicitly (often an organisation’s).'
    : '';
  return fail('access-denied', `You may not call ${missing}${where}.${explicit}`, [
    `ask for ${missing}: it is in the read-only or operator policy of the README`,
    'see what else is missing: lambdatop doctor',
  ]);
}

function hostOf({ scope, service }: FailedCall): string {
  const endpoint = endpointOf(scope, service);
  return endpoint ? new URL(endpoint).host : `${service} in ${scope.region}`;
}

function statusOf(error: SdkError): number | undefined {
  return error.$response?.statusCode ?? error.$metadata?.httpStatusCode;
}

function sdkError(thrown: unknown): SdkError {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
