import { ServiceError } from '../wire/errors.ts';

/** A parameter that cannot be: the error that has no shape in the model, so that SDKs call it by its code. */
export function invalidParameterValue(message: string): ServiceError {
  return new ServiceError('InvalidParameterValueException', message, { queryCode: 'InvalidParameterValue' });
}

/** A required parameter is absent. */
export function missingParameter(name: string): ServiceError {
  return new ServiceError(
    'MissingRequiredParameterException',
    `The request must contain the parameter ${name}.`,
    {
      queryCode: 'MissingParameter',
    },
  );
}

/** The queue of a URL, name or ARN is not there. */
export function queueDoesNotExist(): ServiceError {
  return simple('QueueDoesNotExist', 'The specified queue does not exist.', 'NonExistentQueue');
}

/** A resource of a move task is not there: `SourceArn`, `DestinationArn`, or the task. */
export function resourceNotFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message, { status: 404 });
}

/** The handle was never given by this queue. */
export function receiptHandleIsInvalid(handle: string): ServiceError {
  const message = `The input receipt handle "${handle}" is not a valid receipt handle.`;
  return new ServiceError('ReceiptHandleIsInvalid', message, { status: 404 });
}

/** A queue attribute that does not exist, or not for this type of queue. */
export function invalidAttributeName(message: string): ServiceError {
  return new ServiceError('InvalidAttributeName', message);
}

/** A value that a queue attribute cannot have. */
export function invalidAttributeValue(name: string, reason = ''): ServiceError {
  return new ServiceError('InvalidAttributeValue', `Invalid value for the parameter ${name}.${reason}`);
}

/** Something that SQS does not do. */
export function unsupportedOperation(message: string): ServiceError {
  return simple('UnsupportedOperation', message, 'UnsupportedOperation');
}

/** An error of the model whose old code has SQS's prefix. */
export function simple(name: string, message: string, code = name, status = 400): ServiceError {
  return new ServiceError(name, message, { status, queryCode: `AWS.SimpleQueueService.${code}` });
}
