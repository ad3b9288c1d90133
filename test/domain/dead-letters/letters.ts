import type { DeadLetter } from '../../../src/domain/dead-letters/message.ts';

export const DLQ = 'arn:aws:sqs:eu-west-1:111122223333:orders-dlq';
export const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:orders';
export const ORDERS = 'arn:aws:lambda:eu-west-1:111122223333:function:orders';

/** A message about which nothing is known but its body. */
export function letter(more: Partial<DeadLetter> = {}): DeadLetter {
  return {
    messageId: '0d1c2b3a',
    body: '{"orderId":7}',
    attributes: {},
    sentAt: null,
    firstReceivedAt: null,
    receiveCount: 1,
    sourceQueueArn: null,
    traceHeader: null,
    groupId: null,
    deduplicationId: null,
    ...more,
  };
}

/** A text attribute, as Lambda adds them to asynchronous events. */
export const text = (value: string, dataType = 'String') => ({ dataType, text: value, binary: null });

/** An asynchronous event that Lambda gave up. */
export const asyncLetter = (errorMessage = 'boom'): DeadLetter =>
  letter({
    attributes: {
      RequestID: text('6f1c', 'String'),
      ErrorCode: text('200', 'Number'),
      ErrorMessage: text(errorMessage),
    },
  });

/** A record that Lambda sent to an OnFailure destination. */
export const record = (more: Record<string, unknown> = {}): DeadLetter =>
  letter({
    body: JSON.stringify({
      version: '1.0',
      timestamp: '2026-11-21T03:00:00.000Z',
      requestContext: {
        requestId: '6f1c',
        functionArn: `${ORDERS}:live`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: { orderId: 7 },
      responseContext: { statusCode: 200, executedVersion: '42', functionError: 'Unhandled' },
      responsePayload: { errorMessage: 'order 7 is unknown', errorType: 'KeyError' },
      ...more,
    }),
  });
