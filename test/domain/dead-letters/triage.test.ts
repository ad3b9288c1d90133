import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evidenceFor, type LoggedError } from '../../../src/domain/dead-letters/evidence.ts';
import { exportLine, importLine } from '../../../src/domain/dead-letters/export-record.ts';
import { estimate, groupLetters, type TriagedLetter } from '../../../src/domain/dead-letters/groups.ts';
import { kindOf } from '../../../src/domain/dead-letters/kind.ts';
import type { DeadLetter } from '../../../src/domain/dead-letters/message.ts';
import { conditionsOf, parseWhere } from '../../../src/domain/dead-letters/where.ts';
import { asyncLetter, DLQ, letter, QUEUE, record, text } from './letters.ts';

const triage = (one: DeadLetter, logged: LoggedError | null = null): TriagedLetter => {
  const kind = kindOf(one);
  return { letter: one, kind, evidence: evidenceFor(one, kind, logged) };
};
const fromQueue = (more: Partial<DeadLetter> = {}): DeadLetter => letter({ sourceQueueArn: QUEUE, ...more });
const boom = { type: 'ValueError', message: 'no stock for 7', namesMessage: true };

describe('evidence', () => {
  test('what the message says comes first', () => {
    expect(triage(record(), boom).evidence).toMatchObject({ kind: 'attribute' });
    expect(triage(record()).evidence.signature).toContain('KeyError');
    expect(triage(asyncLetter('{"errorType":"KeyError","errorMessage":"order 9"}')).evidence.signature).toBe(
      triage(asyncLetter('{"errorType":"KeyError","errorMessage":"order 10"}')).evidence.signature,
    );
  });

  test('a message of a queue says nothing: the log does, named or near in time', () => {
    expect(triage(fromQueue(), boom).evidence.kind).toBe('log');
    expect(triage(fromQueue(), { ...boom, namesMessage: false }).evidence.kind).toBe('probable');
  });

  test('without a log there is the form of its body, which no value changes', () => {
    const one = triage(fromQueue({ body: '{"orderId":7,"customer":{"name":"A"}}' })).evidence;
    expect(one).toEqual({ kind: 'shape', signature: '{customer{name}, orderId}' });
    expect(triage(fromQueue({ body: '{"orderId":8,"customer":{"name":"B"}}' })).evidence).toEqual(one);
    expect(triage(fromQueue({ body: '' })).evidence.kind).toBe('none');
  });
});

describe('groups', () => {
  test('the largest first, with the times of their messages', () => {
    const groups = groupLetters([
      triage(asyncLetter()),
      triage(fromQueue({ sentAt: 30 }), boom),
      triage(fromQueue({ sentAt: 10 }), boom),
    ]);
    expect(
      groups.map(({ kind, letters, firstAt, lastAt }) => [kind, letters.length, firstAt, lastAt]),
    ).toEqual([
      ['sqs-source', 2, 10, 30],
      ['async', 1, null, null],
    ]);
  });

  test('a sample says about how many of the queue a group is', () => {
    expect(estimate(340, 500, 9_000)).toEqual({ count: 6_100, exact: false });
    expect(estimate(340, 500, 500)).toEqual({ count: 340, exact: true });
    expect(estimate(340, 500, null)).toEqual({ count: 340, exact: false });
  });
});

describe('--where', () => {
  test.each([
    ['errorMessage~UNKNOWN', record(), true],
    ['errorMessage~timeout', record(), false],
    ['errorType=KeyError', record(), true],
    ['kind=destination', record(), true],
    ['body.requestPayload.orderId=7', record(), true],
    ['body.requestPayload.orderId=8', record(), false],
    ['attribute.tenant=a', letter({ attributes: { tenant: text('a') } }), true],
    ['messageId=0d1c2b3a', letter(), true],
    ['body.a.b.c=1', letter({ body: 'no json' }), false],
    ['body.constructor~Object', letter(), false],
  ])('%s', (condition, one, matches) => {
    expect(parseWhere([condition])?.(triage(one))).toBe(matches);
  });

  test('of several conditions all must hold; none means every message', () => {
    const both = parseWhere(['kind=destination', 'errorType=KeyError']);
    expect(both?.(triage(record()))).toBe(true);
    expect(parseWhere(['kind=destination', 'errorType=TypeError'])?.(triage(record()))).toBe(false);
    expect(parseWhere([])).toBeNull();
  });

  test('a group is meant by its conditions, and nothing else is', () => {
    const letters = [record(), letter(), letter({ body: '{"other":1}' })].map((one) => triage(one));
    for (const group of groupLetters(letters)) {
      const where = parseWhere(conditionsOf(group));
      expect(letters.filter((one) => where?.(one))).toEqual(group.letters);
    }
  });

  test.each([
    ['errorMesage~x', 'errorMessage'],
    ['nonsense', 'KEY=VALUE'],
  ])('%s is refused with what was meant', (condition, hint) => {
    expect(() => parseWhere([condition])).toThrow(
      expect.objectContaining({
        code: 'usage',
        next: expect.arrayContaining([expect.stringContaining(hint)]),
      }),
    );
  });
});

describe('export', () => {
  test('a line read back is the message, whatever is in it', () => {
    const nullable = fc.option(fc.string());
    const attribute = fc.record({
      dataType: fc.constantFrom('String', 'Binary'),
      text: nullable,
      binary: nullable,
    });
    const letters = fc.record({
      messageId: fc.uuid(),
      body: fc.string(),
      attributes: fc.dictionary(fc.stringMatching(/^[a-zA-Z]{1,9}$/), attribute, { noNullPrototype: true }),
      sentAt: fc.option(fc.nat()),
      firstReceivedAt: fc.option(fc.nat()),
      receiveCount: fc.option(fc.nat()),
      sourceQueueArn: nullable,
      traceHeader: nullable,
      groupId: nullable,
      deduplicationId: nullable,
    });
    fc.assert(
      fc.property(letters, (one) => {
        const line = exportLine(one, DLQ);
        expect(line).not.toContain('\n');
        expect(importLine(line, 1)).toEqual({ letter: one, queueArn: DLQ });
      }),
    );
  });

  test.each([
    ['{', 'it is no JSON'],
    ['{"body":"x"}', 'it is no lambdatop-dead-letter-1'],
    ['{"format":"lambdatop-dead-letter-1","queueArn":"q"}', 'queueArn, messageId or body is missing'],
  ])('%s names its line and what is wrong', (line, reason) => {
    expect(() => importLine(line, 12)).toThrow(`Line 12 cannot be imported: ${reason}`);
  });
});
