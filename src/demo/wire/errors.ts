/** Details of an error reply beyond its name and text. */
export interface ErrorDetails {
  /** HTTP status; 400 unless told. */
  status?: number;
  /** Code in the query protocol and in `x-amzn-query-error`, where it differs from the name. */
  queryCode?: string;
  /** Further members of the error's body, e.g. `Type`, `Reason`. */
  members?: Readonly<Record<string, string>>;
  /** Further headers, e.g. `Retry-After`. */
  headers?: Readonly<Record<string, string>>;
  /** Whether the body spells it `message` or `Message`: the models differ per error. */
  messageKey?: 'message' | 'Message';
}

/** An error of an AWS service, in its own words: every protocol writes it in its own shape. */
export class ServiceError extends Error {
  readonly status: number;
  readonly queryCode: string;
  readonly members: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly messageKey: 'message' | 'Message';

  constructor(name: string, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = name;
    this.status = details.status ?? 400;
    this.queryCode = details.queryCode ?? name;
    this.members = details.members ?? {};
    this.headers = details.headers ?? {};
    this.messageKey = details.messageKey ?? 'message';
  }

  /** Whose fault it is, as XML and `x-amzn-query-error` say it. */
  get fault(): 'Sender' | 'Receiver' {
    return this.status < 500 ? 'Sender' : 'Receiver';
  }
}

/** The same error, with the time after which to ask again. */
export function retryAfter(error: ServiceError, seconds: number): ServiceError {
  const { name, message, status, queryCode, members, messageKey } = error;
  const headers = { ...error.headers, 'Retry-After': String(seconds) };
  return new ServiceError(name, message, { status, queryCode, members, messageKey, headers });
}

/** The caller may not: IAM's own sentence for a missing identity-based policy. */
export function accessDenied(caller: string, action: string, resource: string): ServiceError {
  const text = `User: ${caller} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
  return new ServiceError('AccessDeniedException', text, {
    status: 403,
    queryCode: 'AccessDenied',
    messageKey: 'Message',
  });
}

/** Temporary credentials that ran out. */
export function expiredToken(): ServiceError {
  return new ServiceError('ExpiredTokenException', 'The security token included in the request is expired', {
    status: 403,
    queryCode: 'ExpiredToken',
  });
}

/** The service exists, the operation does not (here): names it, so that a person can tell. */
export function unknownOperation(operation: string, status = 400): ServiceError {
  return new ServiceError(
    'UnknownOperationException',
    `The operation ${operation} is not known to this endpoint`,
    {
      status,
    },
  );
}

/** What an emulator answers to an operation that it has not implemented. */
export function notImplemented(operation: string): ServiceError {
  return new ServiceError(
    'InternalFailure',
    `The operation ${operation} is not implemented by this endpoint`,
    {
      status: 501,
    },
  );
}

/** A member that breaks its model's constraint: the text every AWS service gives. */
export function constraintViolation(value: string, member: string, constraint: string): ServiceError {
  return new ServiceError(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
