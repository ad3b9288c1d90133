import { ServiceError } from '../wire/errors.ts';

/** CloudWatch's refusal of a request that breaks its rules; its code is `ValidationError` [model: JS SDK]. */
export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationException', message, { queryCode: 'ValidationError' });
}

/** A `NextToken` that CloudWatch did not give out. */
export function invalidNextToken(): ServiceError {
  return new ServiceError('InvalidNextToken', 'The next token specified is invalid.');
}
