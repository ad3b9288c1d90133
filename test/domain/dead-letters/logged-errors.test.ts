import { expect, it } from 'vitest';
import {
  matchErrors,
  type Receiving,
  receiptsOf,
  spansFor,
} from '../../../src/domain/dead-letters/logged-errors.ts';
import { createLineReader } from '../../../src/domain/logs/line-reader.ts';
import { signatureOf } from '../../../src/domain/logs/signature.ts';
import { eventOf, ID, NOON, OTHER_ID } from '../logs/lines.ts';
import { letter } from './letters.ts';

const RECEIVING: Receiving = { visibilityS: 40, maxReceiveCount: 3, timeoutS: 30 };
const ONE = '11111111-2222-4333-8444-555555555555';
const TWO = '66666666-7777-4888-9999-000000000000';

const message = (messageId: string, firstReceivedAt: number) =>
  letter({ messageId, sentAt: firstReceivedAt - 20, firstReceivedAt });

/** Lines at ms after noon, each in its stream. */
function log(...lines: readonly (readonly [after: number, text: string, stream?: string])[]) {
  const reader = createLineReader();
  return lines.map(([after, text, stream = '2026/11/21/[42]aa']) =>
    reader.read(eventOf(text, { timestamp: NOON + after, stream })),
  );
}

const keyError = (name: string): string =>
  `[ERROR] KeyError: '${name}'\nTraceback (most recent call last):\n`;
const failed = (id: string, why: string, request = ID): string =>
  `[ERROR]\t2026-11-21T12:00:00.000Z\t${request}\tFailed to process message ${id}: ${why}\n`;

const signatures = (found: ReturnType<typeof matchErrors>) =>
  [...found].map(([id, { error }]) => [id, signatureOf(error), error.namesMessage]);

it('takes the error of the invocation that names the message, and its request', () => {
  const lines = log(
    [0, failed(ONE, "'customer_id'")],
    [1, keyError('customer_id')],
    [2, keyError('other'), '2026/11/21/[42]bb'],
  );
  const found = matchErrors([message(ONE, NOON - 500)], lines, RECEIVING);
  expect(signatures(found)).toEqual([[ONE, "KeyError: 'customer_id'", true]]);
  // The trace itself bears no request id.
  expect(found.get(ONE)?.line.requestId).toBe(ID);
});

it('believes a line about one message of a batch rather than what else went wrong in it', () => {
  const lines = log(
    [0, failed(ONE, 'quantity is missing')],
    [5, failed(TWO, 'no such warehouse')],
    [9, '[ERROR] BatchError: 2 of 10 records failed\nTraceback (most recent call last):\n'],
  );
  const found = matchErrors([message(ONE, NOON), message(TWO, NOON)], lines, RECEIVING);
  expect(found.get(ONE)?.error.message).toContain('quantity is missing');
  expect(found.get(TWO)?.error.message).toContain('no such warehouse');
});

it('calls probable the error that stands beside every receive, not the one that is merely more frequent', () => {
  const own = keyError('phone');
  const noise = keyError('noise');
  const lines = log(
    [3_000, noise],
    [900, own, '2026/11/21/[42]b'],
    [20_000, noise],
    [40_000 + 800, own, '2026/11/21/[42]c'],
    [50_000, noise],
    [80_000 + 1_100, own, '2026/11/21/[42]d'],
    [90_000, noise],
  );
  const found = matchErrors([message(ONE, NOON)], lines, RECEIVING);
  expect(signatures(found)).toEqual([[ONE, "KeyError: 'phone'", false]]);
});

it('says nothing where no error stands at any of its receives', () => {
  const lines = log([-60_000, keyError('before')], [300_000, keyError('after')]);
  expect(matchErrors([message(ONE, NOON)], lines, RECEIVING).size).toBe(0);
  expect(matchErrors([letter({ messageId: TWO })], lines, RECEIVING).size).toBe(0);
});

it('does not join errors of other requests that share a stream', () => {
  const lines = log(
    [0, failed(ONE, 'late', ID)],
    [
      1,
      `2026-11-21T12:00:00.001Z\t${OTHER_ID}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"x"}\n`,
    ],
  );
  const found = matchErrors([message(ONE, NOON)], lines, RECEIVING);
  expect(found.get(ONE)?.error.message).toContain('late');
});

it('searches around every receive, in few pieces however many messages there are', () => {
  expect(receiptsOf(message(ONE, NOON), RECEIVING)).toEqual([NOON, NOON + 40_000, NOON + 80_000]);
  const [only, ...others] = spansFor([message(ONE, NOON)], RECEIVING);
  expect(others).toEqual([]);
  expect(only).toEqual({ from: NOON - 2_000, to: NOON + 80_000 + 45_000 });
  const many = Array.from({ length: 200 }, (_, index) => message(`${index}`, NOON + index * 600_000));
  const spans = spansFor(many, RECEIVING);
  expect(spans.length).toBeLessThanOrEqual(60);
  for (const { firstReceivedAt } of many) {
    expect(spans.some(({ from, to }) => from <= (firstReceivedAt ?? 0) && (firstReceivedAt ?? 0) <= to)).toBe(
      true,
    );
  }
});
