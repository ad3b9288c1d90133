import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kindOf } from '../../../src/domain/dead-letters/kind.ts';
import { mechanismFor } from '../../../src/domain/dead-letters/mechanism.ts';
import { asyncLetter, letter, ORDERS, QUEUE, record, text } from './letters.ts';

const NOBODY = { functionArns: [], logged: null };

describe('what kind it is', () => {
  test('SQS moved it: the system attribute says from where, whatever the body looks like', () => {
    expect(kindOf(letter({ ...record(), sourceQueueArn: QUEUE }))).toEqual({
      kind: 'sqs-source',
      sourceQueueArn: QUEUE,
    });
  });

  test('Lambda gave an asynchronous event up', () => {
    expect(kindOf(asyncLetter('boom'))).toEqual({
      kind: 'async',
      requestId: '6f1c',
      errorCode: '200',
      errorMessage: 'boom',
    });
  });

  test('the record of a destination names function, qualifier, event and error', () => {
    expect(kindOf(record())).toEqual({
      kind: 'destination',
      requestId: '6f1c',
      functionArn: `${ORDERS}:live`,
      condition: 'RetriesExhausted',
      payload: '{"orderId":7}',
      errorType: 'KeyError',
      errorMessage: 'order 7 is unknown',
    });
  });

  test('a record of reserved concurrency 0 has no answer in it', () => {
    const killed = record({ responseContext: undefined, responsePayload: undefined });
    expect(kindOf(killed)).toMatchObject({ kind: 'destination', errorType: null, errorMessage: null });
  });

  test('a stream mapping leaves a pointer', () => {
    const pointer = record({ requestPayload: undefined, KinesisBatchInfo: { shardId: '0' } });
    expect(kindOf(pointer)).toMatchObject({ kind: 'stream-record', batch: 'KinesisBatchInfo' });
  });

  test('what others put there is not guessed at', () => {
    expect(kindOf(letter({ attributes: { RULE_ARN: text('arn:rule') } }))).toMatchObject({ kind: 'other' });
    expect(kindOf(letter())).toMatchObject({ kind: 'other', reason: 'nothing tells who put it here' });
  });

  test('no body, however hostile, is too much', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect(kindOf(letter({ body })).kind).toMatch(/^(other|destination|stream-record)$/);
      }),
    );
  });
});

describe('by which way it is sent again', () => {
  test('to the queue it came from', () => {
    expect(mechanismFor(kindOf(letter({ sourceQueueArn: QUEUE })), NOBODY)).toMatchObject({
      by: 'send',
      queueArn: QUEUE,
    });
  });

  test('to the function and qualifier of its record, with the event alone', () => {
    expect(mechanismFor(kindOf(record()), NOBODY)).toMatchObject({
      by: 'invoke',
      functionName: ORDERS,
      qualifier: 'live',
      payload: '{"orderId":7}',
    });
  });

  test('to the version whose log has its request, if that function names the queue', () => {
    const logged = { functionArn: ORDERS, version: '42' };
    expect(mechanismFor(kindOf(asyncLetter()), { functionArns: [ORDERS], logged })).toMatchObject({
      by: 'invoke',
      functionName: ORDERS,
      qualifier: '42',
      payload: null,
    });
    expect(mechanismFor(kindOf(asyncLetter()), { functionArns: [`${ORDERS}-2`], logged })).toMatchObject({
      by: 'none',
      needsFunction: true,
    });
  });

  test.each([
    [[], 'no function names this queue any more'],
    [[ORDERS], 'not which version failed'],
    [[ORDERS, `${ORDERS}-2`], '2 functions send'],
  ])('an unknown function or version is asked for, never taken for $LATEST', (functionArns, reason) => {
    const mechanism = mechanismFor(kindOf(asyncLetter()), { functionArns, logged: null });
    expect(mechanism).toMatchObject({ by: 'none', needsFunction: true });
    expect(mechanism.reason).toContain(reason);
  });

  test('a function that is named decides only what could not be known', () => {
    const named = { name: 'other', qualifier: null };
    expect(mechanismFor(kindOf(asyncLetter()), NOBODY, named)).toMatchObject({ functionName: 'other' });
    expect(mechanismFor(kindOf(record()), NOBODY, named)).toMatchObject({ functionName: ORDERS });
    const known = { functionArns: [ORDERS], logged: { functionArn: ORDERS, version: '14' } };
    expect(mechanismFor(kindOf(asyncLetter()), known, named)).toMatchObject({
      functionName: ORDERS,
      qualifier: '14',
    });
    expect(mechanismFor(kindOf(letter({ sourceQueueArn: QUEUE })), NOBODY, named)).toMatchObject({
      by: 'send',
    });
  });

  test.each([letter(), record({ requestPayload: undefined, DDBStreamBatchInfo: {} })])(
    'what no function would understand is not sent anywhere, and says why',
    (one) => {
      expect(mechanismFor(kindOf(one), NOBODY)).toMatchObject({ by: 'none', needsFunction: false });
    },
  );
});
