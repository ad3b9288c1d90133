import { describe, expect, it } from 'vitest';
import { isOutOfMemory, reportOf } from '../../../src/domain/logs/report.ts';
import { ID, lineOf } from './lines.ts';

const NOTHING = {
  of: 'invocation',
  phase: null,
  durationMs: null,
  billedDurationMs: null,
  memorySizeMb: null,
  maxMemoryUsedMb: null,
  initDurationMs: null,
  restoreDurationMs: null,
  status: null,
  errorType: null,
};

const platform = (type: string, record: object) =>
  JSON.stringify({ time: '2026-11-21T12:00:00Z', type, record });

describe('a report', () => {
  it.each([
    [
      'of a cold start that timed out',
      `REPORT RequestId: ${ID}\tDuration: 3016.78 ms\tBilled Duration: 3101 ms\tMemory Size: 128 MB\tMax Memory Used: 31 MB\tInit Duration: 84.00 ms\tStatus: timeout\t\nXRAY TraceId: 1-5e1b4151\tSegmentId: 1\tSampled: true\t\n`,
      {
        durationMs: 3016.78,
        billedDurationMs: 3101,
        memorySizeMb: 128,
        maxMemoryUsedMb: 31,
        initDurationMs: 84,
        status: 'timeout',
      },
    ],
    [
      'of a restored snapshot',
      `REPORT RequestId: ${ID}\tDuration: 7 ms\tBilled Duration: 8 ms\tMemory Size: 128 MB\tMax Memory Used: 31 MB\tRestore Duration: 300.5 ms\tBilled Restore Duration: 301 ms\t`,
      {
        durationMs: 7,
        billedDurationMs: 8,
        memorySizeMb: 128,
        maxMemoryUsedMb: 31,
        restoreDurationMs: 300.5,
      },
    ],
    [
      'with blanks for tabs',
      `REPORT RequestId: ${ID} Duration: 1.5 ms Billed Duration: 2 ms Memory Size: 128 MB Max Memory Used: 31 MB Status: error Error Type: Runtime.ExitError`,
      {
        durationMs: 1.5,
        billedDurationMs: 2,
        memorySizeMb: 128,
        maxMemoryUsedMb: 31,
        status: 'error',
        errorType: 'Runtime.ExitError',
      },
    ],
    ['cut off', `REPORT RequestId: ${ID}\tDuration: 1.5 ms\tBilled Dur`, { durationMs: 1.5 }],
    [
      'of a failed initialisation',
      'INIT_REPORT Init Duration: 1236.04 ms\tPhase: init\tStatus: error\tError Type: Extension.Crash',
      {
        of: 'initialisation',
        phase: 'init',
        initDurationMs: 1236.04,
        status: 'error',
        errorType: 'Extension.Crash',
      },
    ],
    [
      'of a failed restore',
      'RESTORE_REPORT Restore Duration: 1236.04 ms Status: timeout',
      { of: 'restore', restoreDurationMs: 1236.04, status: 'timeout' },
    ],
    [
      'in JSON',
      platform('platform.report', {
        requestId: ID,
        status: 'failure',
        errorType: 'TypeError',
        metrics: {
          durationMs: 12.5,
          billedDurationMs: 13,
          memorySizeMB: 512,
          maxMemoryUsedMB: 90,
          initDurationMs: 200,
        },
      }),
      {
        durationMs: 12.5,
        billedDurationMs: 13,
        memorySizeMb: 512,
        maxMemoryUsedMb: 90,
        initDurationMs: 200,
        status: 'failure',
        errorType: 'TypeError',
      },
    ],
    [
      'of Managed Instances',
      platform('platform.report', { requestId: ID, status: 'success', metrics: { durationMs: 12.5 } }),
      { durationMs: 12.5, status: 'success' },
    ],
    [
      'of an initialisation in JSON',
      platform('platform.initReport', { phase: 'invoke', status: 'success', metrics: { durationMs: 125 } }),
      { of: 'initialisation', phase: 'invoke', initDurationMs: 125, status: 'success' },
    ],
  ])('%s', (_what, message, expected) => {
    expect(reportOf(lineOf(message))).toEqual({ ...NOTHING, ...expected });
  });

  it('is nothing but a report', () => {
    expect(reportOf(lineOf(`END RequestId: ${ID}`))).toBeNull();
    expect(reportOf(lineOf('Duration: 3 ms'))).toBeNull();
  });
});

it.each([
  ['Status: error\tError Type: Runtime.OutOfMemory', true],
  ['Status: error\tError Type: Runtime.ExitError', true],
  ['Status: error\tError Type: TypeError', false],
  ['Status: timeout', false],
  ['', false],
])('a report with all memory used and %j is out of memory: %s', (status, expected) => {
  const report = reportOf(
    lineOf(
      `REPORT RequestId: ${ID}\tDuration: 1 ms\tMemory Size: 128 MB\tMax Memory Used: 128 MB\t${status}`,
    ),
  );
  expect(report && isOutOfMemory(report)).toBe(expected);
});
