import { ServiceError } from '../wire/errors.ts';

/** What CloudWatch Logs refuses most things with, broken constraints included (recorded replies, 2026). */
export function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}

/** A member that breaks its model's constraint: the usual sentence under the service's own name. */
export function outOfBounds(value: unknown, member: string, constraint: string): ServiceError {
  return invalidParameter(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must ${constraint}`,
  );
}

/** A token of another request, too old, or none at all. */
export function invalidToken(): ServiceError {
  return invalidParameter('The specified nextToken is invalid.');
}

/** No such group, or not yet: Lambda makes it at the first invocation. */
export function noSuchGroup(): ServiceError {
  return new ServiceError('ResourceNotFoundException', 'The specified log group does not exist.');
}

/** An operation that groups of this class do not have; the words are those of a reported reply of FilterLogEvents. */
export function notOfThisClass(group: string, groupClass: string, operation: string): ServiceError {
  return new ServiceError(
    'InvalidOperationException',
    `The log group ${group} is of log-group-class ${groupClass}. ${operation} is not supported for this log class.`,
  );
}

/** No such stream. */
export function noSuchStream(): ServiceError {
  return new ServiceError('ResourceNotFoundException', 'The specified log stream does not exist.');
}

/** A name that is taken; `what` is `log group` or `log stream`. */
export function alreadyExists(what: string): ServiceError {
  return new ServiceError('ResourceAlreadyExistsException', `The specified ${what} already exists`);
}
