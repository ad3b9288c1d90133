import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InvocationOutcome } from '../../../src/domain/logs/invocation.ts';
import type { LogEvent } from '../../../src/domain/logs/log-event.ts';
import { OutcomeReader } from '../../../src/domain/logs/outcomes.ts';
import { eventOf, ID, linesOf, NOON, OTHER_ID } from './lines.ts';
import { eventsOf, idOf, interleaved, isCold, written } from './written-invocations.ts';

const START = `START RequestId: ${ID} Version: 42\n`;
const NEXT = `START RequestId: ${OTHER_ID} Version: 42\n`;
const REPORT = `REPORT RequestId: ${ID}\tDuration: 12.50 ms\tMax Memory Used: 60 MB\t`;

/** What is told after each message, and in the end. */
function told(messages: readonly (string | LogEvent)[]): string[][] {
  const reader = new OutcomeReader();
  const words = (outcomes: readonly InvocationOutcome[]) => outcomes.map(({ outcome }) => outcome);
  const steps = linesOf(messages).map((line) => words(reader.read(line)));
  return [...steps, words(reader.settle(Number.POSITIVE_INFINITY))];
}

describe('the outcome of an invocation', () => {
  it('is told at once where REPORT has a status', () => {
    expect(told([START, `${REPORT}Status: timeout`, NEXT])).toEqual([[], ['timeout'], [], []]);
    expect(told([START, `${REPORT}Status: error\tError Type: Runtime.ExitError`])).toEqual([
      [],
      ['error'],
      [],
    ]);
  });

  it('waits for what runtimes of old say behind REPORT', () => {
    const timedOut = `2026-11-21T12:00:00.000Z ${ID} Task timed out after 3.00 seconds\n\n`;
    expect(told([START, REPORT, timedOut, NEXT])).toEqual([[], [], [], ['timeout'], []]);
    const exited = `RequestId: ${ID} Error: Runtime exited with error: exit status 1\nRuntime.ExitError\n`;
    expect(told([START, REPORT, exited])).toEqual([[], [], [], ['error']]);
    expect(told([START, REPORT])).toEqual([[], [], ['ok']]);
  });

  it('is told by the right lines when a stream sends an invocation before the one it ran before', () => {
    const exception =
      'no: java.lang.IllegalStateException\njava.lang.IllegalStateException: no\n\tat a.B.c(B.java)\n';
    const of = (id: string, at: number, ...own: readonly string[]): LogEvent[] =>
      [`START RequestId: ${id} Version: 42\n`, ...own, `REPORT RequestId: ${id}\tDuration: 12.50 ms\t`].map(
        (message, index) => eventOf(message, { timestamp: NOON + at + index }),
      );
    const third = '5e1f7a1e-0000-4000-8000-000000000003';
    const messages = [...of(OTHER_ID, 500), ...of(ID, 100, exception), ...of(third, 900, exception)];
    expect(told(messages).flat().sort()).toEqual(['error', 'error', 'ok']);
  });

  const TIME = '2026-11-21T12:00:00.000Z';
  it.each([
    [
      'Node',
      `${TIME}\t${ID}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"no","stack":[]}`,
    ],
    ['Python', "[ERROR] KeyError: 'id'\nTraceback (most recent call last):\n"],
    ['Python in a container', '[ERROR] KeyError: x\rTraceback (most recent call last):\r'],
    [
      'Java',
      'no: java.lang.IllegalStateException\njava.lang.IllegalStateException: no\n\tat a.B.c(B.java:1)\n',
    ],
    ['.NET', `${TIME}\t${ID}\tfail\tSystem.Exception: no\n   at A.B()`],
    ['Go', '2026/11/21 12:00:00 {"errorMessage":"no","errorType":"errorString"}'],
    ['Go, panicking', 'panic: no such order'],
    ['Ruby', 'Error raised from handler method\n{ "errorMessage": "no" }'],
  ])('is an error when the runtime tells of an exception nobody caught: %s', (_what, message) => {
    expect(told([START, message, REPORT]).flat()).toEqual(['error']);
  });

  it.each([
    ['Node', `${TIME}\t${ID}\tERROR\tTypeError: no\n    at f (a.js:1:2)`],
    [
      'Python',
      `[ERROR]\t${TIME}\t${ID}\tfailed\nTraceback (most recent call last):\n  File "a.py"\nKeyError: x`,
    ],
    ['Java', `2026-11-21 12:00:00 ${ID} ERROR App - failed\njava.io.IOException: no\n\tat a.B.c(B.java:1)`],
    ['Java, printed', 'java.io.IOException: no\n\tat a.B.c(B.java:1)'],
    ['.NET', `${TIME}\t${ID}\tfail\tcould not store order 7`],
    ['JSON', '{"level":"ERROR","message":"failed","errorType":"Error","errorMessage":"no"}'],
  ])('is none for an error the code caught and logged: %s', (_what, message) => {
    expect(told([START, message, REPORT]).flat()).toEqual(['ok']);
  });

  it('is settled when it has waited long enough', () => {
    const reader = new OutcomeReader();
    for (const line of linesOf([START, REPORT])) reader.read(line);
    expect(reader.settle(NOON + 1)).toEqual([]);
    expect(reader.settle(NOON + 2)).toEqual([
      {
        functionName: 'orders',
        version: '42',
        requestId: ID,
        outcome: 'ok',
        durationMs: 12.5,
        isCold: false,
        startedAt: NOON,
        endedAt: NOON + 1,
      },
    ]);
    expect(reader.settle(NOON + 9)).toEqual([]);
  });

  it.each([
    ['whose START was not read: an error may have been missed', ['hello', `${REPORT}Status: timeout`]],
    ['that is not over', [START, 'hello']],
  ])('is not told of one %s', (_what, messages) => {
    expect(told(messages).flat()).toEqual([]);
  });

  it('is told once though REPORT is read again', () => {
    const again = eventOf(`${REPORT}Status: timeout`, { timestamp: NOON + 9 });
    expect(told([START, `${REPORT}Status: timeout`, again, again]).flat()).toEqual(['timeout']);
  });

  it('is told of each try', () => {
    expect(told([START, `${REPORT}Status: timeout`, START, REPORT, NEXT]).flat()).toEqual(['timeout', 'ok']);
  });
});

it('is told once of every invocation, however environments are interleaved', () => {
  const environments = fc.array(fc.array(written, { maxLength: 5 }), { maxLength: 4 });
  const choices = fc.array(fc.nat(10), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(environments, choices, (given, order) => {
      let count = 0;
      const numbered = given.map((runs) => runs.map((run) => ({ ...run, id: idOf(count++) })));
      const streams = numbered.map((runs, index) => eventsOf(`2026/11/21/[42]${index}`, runs));
      const reader = new OutcomeReader();
      const outcomes = linesOf(interleaved(streams, order)).flatMap((line) => reader.read(line));
      outcomes.push(...reader.settle(Number.POSITIVE_INFINITY));
      const wanted = numbered.flat().map((run) => ({
        requestId: run.id,
        outcome: run.status === 'ok' || run.status === 'timeout' ? run.status : 'error',
        isCold: isCold(run),
      }));
      const byId = (one: { requestId: string }, other: { requestId: string }) =>
        one.requestId < other.requestId ? -1 : 1;
      expect([...outcomes].sort(byId)).toMatchObject(wanted);
      expect(outcomes).toHaveLength(wanted.length);
    }),
  );
});
