import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coldTableOf } from '../../../src/domain/logs/cold-table.ts';
import { InvocationLog } from '../../../src/domain/logs/invocation-log.ts';
import type { LogEvent } from '../../../src/domain/logs/log-event.ts';
import { eventOf, ID, linesOf, NOON, OTHER_ID } from './lines.ts';
import { eventsOf, idOf, interleaved, isCold, type Written, written } from './written-invocations.ts';

function logOf(messages: readonly (string | LogEvent)[], most?: number): InvocationLog {
  const log = new InvocationLog(most);
  for (const line of linesOf(messages)) log.add(line);
  return log;
}

const START = `START RequestId: ${ID} Version: 42\n`;
const report = (rest = '', id = ID) =>
  `REPORT RequestId: ${id}\tDuration: 12.50 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\t${rest}`;

describe('an invocation', () => {
  it('is put together from its lines', () => {
    const [invocation] = logOf([
      START,
      'hello',
      `END RequestId: ${ID}`,
      report('Init Duration: 90.00 ms'),
    ]).list();
    expect(invocation).toEqual({
      requestId: ID,
      functionName: 'orders',
      version: '42',
      group: '/aws/lambda/orders',
      stream: '2026/11/21/[42]3f2a9c0d1e4b4f6a8b7c6d5e4f3a2b1c',
      attempt: 1,
      startedAt: NOON,
      endedAt: NOON + 3,
      durationMs: 12.5,
      billedDurationMs: 13,
      memorySizeMb: 128,
      maxMemoryUsedMb: 60,
      initDurationMs: 90,
      isCold: true,
      status: 'ok',
      error: null,
    });
  });

  it('runs until its REPORT', () => {
    expect(logOf([START, 'hello']).list()).toMatchObject([
      { status: 'running', isCold: null, durationMs: null },
    ]);
  });

  it('is unknown once its environment goes on without a REPORT, or no timeout is that long', () => {
    const next = `START RequestId: ${OTHER_ID} Version: 42\n`;
    expect(logOf([START, next]).list()).toMatchObject([{ status: 'unknown' }, { status: 'running' }]);
    const later = eventOf('INIT_START x', { timestamp: NOON + 6_000_000 });
    const elsewhere = eventOf(next, { stream: 'other', timestamp: NOON + 6_000_000 });
    expect(logOf([START, later, elsewhere]).list()).toMatchObject([
      { status: 'unknown' },
      { status: 'running' },
    ]);
  });

  it('is unknown where the system log level hides START and REPORT', () => {
    const line = JSON.stringify({ level: 'INFO', requestId: ID, message: 'hello' });
    expect(logOf([line]).list()).toMatchObject([{ status: 'unknown', durationMs: null, isCold: null }]);
  });

  it('whose REPORT comes although its environment went on is what it says', () => {
    const next = `START RequestId: ${OTHER_ID} Version: 42\n`;
    expect(logOf([START, next, report()]).list()).toMatchObject([{ status: 'ok' }, { status: 'running' }]);
  });

  it('is not failed by an error that was caught', () => {
    const caught = '[ERROR]\t2026-11-21T12:00:00.000Z\tx\tretrying after ThrottlingException: slow down';
    expect(logOf([START, caught, report()]).list()).toMatchObject([
      { status: 'ok', error: { type: 'ThrottlingException', message: 'slow down' } },
    ]);
  });

  it('shows the error that ended it, in full', () => {
    const uncaught = "[ERROR] KeyError: 'id'\nTraceback (most recent call last):\n";
    expect(logOf([START, '[ERROR] first', uncaught, '[ERROR] last words', report()]).list()).toMatchObject([
      { status: 'error', error: { type: 'KeyError', message: "'id'" } },
    ]);
    const killed = report('Status: error\tError Type: Runtime.OutOfMemory').replace('Used: 60', 'Used: 128');
    expect(logOf([START, uncaught, killed]).list()).toMatchObject([
      { status: 'out-of-memory', error: { type: 'Runtime.OutOfMemory', message: 'used 128 MB of 128 MB' } },
    ]);
  });

  it('tried again is another, in another environment or in the same', () => {
    const again = eventOf(START, { stream: '2026/11/21/[42]other', timestamp: NOON + 60_000 });
    const thrice = eventOf(START, { timestamp: NOON + 180_000 });
    const log = logOf([START, report('Status: timeout'), again, thrice]);
    expect(log.of(ID)).toMatchObject([
      { attempt: 1, status: 'timeout', startedAt: NOON },
      { attempt: 2, status: 'running', startedAt: NOON + 60_000 },
      { attempt: 3, status: 'running', startedAt: NOON + 180_000 },
    ]);
    expect(log.of(OTHER_ID)).toEqual([]);
  });

  it('does not take up what another left to say', () => {
    const next = `START RequestId: ${OTHER_ID} Version: 42\n`;
    const lines = [START, report(), 'Error: a timer went off', next, report('', OTHER_ID)];
    expect(logOf(lines).list()[1]).toMatchObject({ status: 'ok', error: null });
  });
});

describe('the list', () => {
  it('is bounded, and counts what it forgot', () => {
    const many = Array.from({ length: 30 }, (_, index) => idOf(index));
    const lines = many.flatMap((id) => [START.replace(ID, id), report('Status: timeout', id)]);
    const log = logOf(lines, 10);
    expect(log.list().map(({ requestId }) => requestId)).toEqual(many.slice(20));
    expect(coldTableOf(log.list(), log.forgotten).warm).toMatchObject({ total: 30, failed: 30 });
  });

  it('says when it has changed', () => {
    const log = new InvocationLog();
    const [start, hello, end] = linesOf([START, 'hello', report()]);
    const revisions = [start, hello, end].map((line) => {
      if (line) log.add(line);
      return log.revision;
    });
    expect(revisions[1]).toBe(revisions[0]);
    expect(revisions[2]).not.toBe(revisions[1]);
  });
});

describe('however environments are interleaved', () => {
  const environments = fc.array(fc.array(written, { maxLength: 5 }), { maxLength: 4 });
  const choices = fc.array(fc.nat(10), { minLength: 1, maxLength: 20 });

  it('every invocation is there once and ended as it did', () => {
    fc.assert(
      fc.property(environments, choices, (given, order) => {
        let count = 0;
        const numbered = given.map((runs) => runs.map((run) => ({ ...run, id: idOf(count++) })));
        const streams = numbered.map((runs, index) => eventsOf(`2026/11/21/[42]${index}`, runs));
        const log = logOf(interleaved(streams, order));
        const found = new Map(log.list().map((one) => [one.requestId, one]));
        expect(log.list()).toHaveLength(count);
        for (const run of numbered.flat()) {
          const invocation = found.get(run.id);
          expect(invocation).toMatchObject({
            status: run.status,
            isCold: isCold(run),
            durationMs: 12.5,
            attempt: 1,
          });
          if (run.status === 'init-error') expect(invocation?.error?.type).toBe('Runtime.ImportModuleError');
          if (run.status === 'error')
            expect(invocation?.error).toEqual({ type: 'KeyError', message: "'id'" });
          if (run.status === 'timeout') expect(invocation?.error?.type).toBe('Sandbox.Timedout');
          if (run.status === 'ok' && run.prints < 2) expect(invocation?.error).toBeNull();
        }
        const table = coldTableOf(log.list());
        const countOf = (wanted: (run: Written) => boolean) => numbered.flat().filter(wanted).length;
        expect(table.cold.total).toBe(countOf(isCold));
        expect(table.warm.failed).toBe(countOf((run) => !isCold(run) && run.status !== 'ok'));
        expect(table.unknown.total).toBe(0);
      }),
    );
  });
});
