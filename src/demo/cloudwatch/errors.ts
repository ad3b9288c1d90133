import { ServiceError } from '../wire/errors.ts';

/** CloudWatch's refusal of a request that breaks its rules; its code is `ValidationError` [model: JS SDK]. */
export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationException', message, { queryCode: 'ValidationError' });
}

/** A `NextToken` that CloudWatch did not give out. */
export function invalidNextToken(): ServiceError {
  return new ServiceError('InvalidNextToken', 'The next token specified is invalid.');
}

/** A value that CloudWatch's older operations do not take. */
export function invalidValue(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message, { queryCode: 'InvalidParameterValue' });
}

/** Values that do not go together, in CloudWatch's older operations. */
export function invalidCombination(message: string): ServiceError {
  return new ServiceError('InvalidParameterCombinationException', message, {
    queryCode: 'InvalidParameterCombination',
  });
}

/** Something that CloudWatch's older operations need. */
export function missingParameter(message: string): ServiceError {
  return new ServiceError('MissingRequiredParameterException', message, { queryCode: 'MissingParameter' });
}
