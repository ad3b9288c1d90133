import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EvidenceLedger } from '../../../src/domain/guard/ledger.ts';

const MINUTE = Date.UTC(2026, 10, 21, 3, 0);

test('an invocation seen in the log and in the metrics is counted once', () => {
  const ledger = new EvidenceLedger();
  ledger.invocation('canary', MINUTE + 10_000, true, 120);
  ledger.invocation('canary', MINUTE + 20_000, false, 80);
  expect(ledger.take().canary).toEqual({ invocations: 2, errors: 1, throttles: 0, durationsMs: [120, 80] });
  ledger.minute('canary', MINUTE, { invocations: 2, errors: 1, throttles: 0 });
  expect(ledger.take().canary).toEqual({ invocations: 0, errors: 0, throttles: 0, durationsMs: [] });
});

test('metrics fill in what the log left out, also in an old minute', () => {
  const ledger = new EvidenceLedger();
  ledger.invocation('stable', MINUTE + 10_000, false, 80);
  ledger.minute('stable', MINUTE, { invocations: 40, errors: 3, throttles: 2 });
  expect(ledger.take().stable).toMatchObject({ invocations: 40, errors: 3, throttles: 2 });
  ledger.minute('stable', MINUTE, { invocations: 44, errors: 3, throttles: 2 });
  expect(ledger.take().stable).toMatchObject({ invocations: 4, errors: 0, throttles: 0 });
});

test('in whatever order the sources speak, each minute counts as the one that saw more', () => {
  const sighting = fc.record({
    minute: fc.nat(2),
    fromLog: fc.boolean(),
    failed: fc.boolean(),
    count: fc.nat(9),
  });
  fc.assert(
    fc.property(
      fc.array(sighting, { maxLength: 40 }),
      fc.array(fc.boolean(), { maxLength: 40 }),
      (sightings, looks) => {
        const ledger = new EvidenceLedger();
        const logs = [0, 0, 0];
        const metrics = [0, 0, 0];
        let counted = 0;
        sightings.forEach(({ minute, fromLog, failed, count }, index) => {
          const at = MINUTE + minute * 60_000;
          if (fromLog) {
            ledger.invocation('canary', at + 1, failed, null);
            logs[minute] = (logs[minute] ?? 0) + 1;
          } else {
            ledger.minute('canary', at, { invocations: count, errors: 0, throttles: 0 });
            metrics[minute] = Math.max(metrics[minute] ?? 0, count);
          }
          if (looks[index]) counted += ledger.take().canary.invocations;
        });
        counted += ledger.take().canary.invocations;
        expect(counted).toBe(
          logs.reduce((all, seen, minute) => all + Math.max(seen, metrics[minute] ?? 0), 0),
        );
      },
    ),
  );
});
