import { ServiceError } from '../wire/errors.ts';
import type { Throttle } from '../world/execution.ts';

/** Something named does not exist: function, version or alias, by its ARN. */
export function functionNotFound(arn: string): ServiceError {
  return notFound(`Function not found: ${arn}`);
}

/** A version or, by what no version is called, an alias that does not exist, of an unqualified ARN. */
export function qualifierNotFound(arn: string, qualifier: string | undefined): ServiceError {
  if (qualifier === undefined || !/^(?!\d+$)[a-zA-Z0-9\-_]+$/.test(qualifier)) {
    return functionNotFound(qualifier === undefined ? arn : `${arn}:${qualifier}`);
  }
  return notFound(`Cannot find alias arn: ${arn}:${qualifier}`);
}

/** A 404 of Lambda with its own words. */
export function notFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message, {
    status: 404,
    members: { Type: 'User' },
    messageKey: 'Message',
  });
}

/** A parameter that is well formed but cannot be. */
export function invalidParameterValue(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message, { members: { Type: 'User' } });
}

/** Lambda's control plane throttling a caller (15 requests a second for most operations). */
export function tooManyRequests(): ServiceError {
  return new ServiceError('TooManyRequestsException', 'Rate exceeded', {
    status: 429,
    members: { Type: 'User', Reason: 'CallerRateLimitExceeded' },
  });
}

/** Something else is in the way: a name that is taken, an update that is under way. */
export function resourceConflict(message: string): ServiceError {
  return new ServiceError('ResourceConflictException', message, { status: 409, members: { Type: 'User' } });
}

/** An event source mapping that is between two states. */
export function resourceInUse(message: string): ServiceError {
  return new ServiceError('ResourceInUseException', message, {
    members: { Type: 'User' },
    messageKey: 'Message',
  });
}

/** The caller saw an older state than there is (facts, section 2). */
export function stalePrecondition(): ServiceError {
  return new ServiceError(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    { status: 412, members: { Type: 'User' } },
  );
}

/** An invocation that found no room; the reason says whose limit it was (facts, section 5). */
export function tooManyInvocations(Reason: Throttle): ServiceError {
  return new ServiceError('TooManyRequestsException', 'Rate Exceeded.', {
    status: 429,
    members: { Type: 'User', Reason },
  });
}
