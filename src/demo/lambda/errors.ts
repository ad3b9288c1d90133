import { ServiceError } from '../wire/errors.ts';

/** Something named does not exist: function, version or alias, by its ARN. */
export function functionNotFound(arn: string): ServiceError {
  return notFound(`Function not found: ${arn}`);
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
