import type { MessageAttribute } from '../queues/message.ts';

/** Why a record is sent to a destination, in Lambda's words (facts, section 4). */
export type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';

/** What a destination is told about the request. */
export interface RequestContext {
  requestId: string;
  /** Always qualified. */
  functionArn: string;
  condition: Condition;
  approximateInvokeCount: number;
}

/** What a destination is told about the last answer; nothing when the function never ran. */
export interface Response {
  responseContext: { statusCode: number; executedVersion: string; functionError?: string };
  responsePayload: unknown;
}

/** The largest text of an error in a dead letter's attributes, bytes. */
const LARGEST_ERROR = 1024;

/** The record of an asynchronous invocation as a destination gets it; `at` in ms since the epoch. */
export function destinationRecord(
  at: number,
  requestContext: RequestContext,
  requestPayload: unknown,
  response?: Response,
): Record<string, unknown> {
  return {
    version: '1.0',
    timestamp: new Date(at).toISOString(),
    requestContext,
    requestPayload,
    ...response,
  };
}

/** The three attributes of an event in a function's dead-letter queue (facts, section 4). */
export function deadLetterAttributes(
  requestId: string,
  errorCode: string,
  errorMessage: string,
): Record<string, MessageAttribute> {
  const message = Buffer.from(errorMessage).subarray(0, LARGEST_ERROR).toString('utf8');
  return {
    RequestID: { dataType: 'String', value: requestId },
    ErrorCode: { dataType: 'Number', value: errorCode },
    ErrorMessage: { dataType: 'String', value: message },
  };
}
