import { expect, test } from 'vitest';
import { stripLines } from '../../screens/logs/strip.ts';
import { VersionSummary } from '../../screens/logs/version-summary.ts';
import { InvocationLog } from '../../src/domain/logs/invocation-log.ts';
import { createTheme } from '../../src/ui/theme.ts';
import { event, linesOf } from './log-lines.ts';

/** The strip above a tail that was told these messages. */
function stripOf(...messages: readonly string[]): string[] {
  const invocations = new InvocationLog();
  const summary = new VersionSummary(invocations);
  const lines = linesOf(messages.map((message, at) => event(message, at)));
  for (const line of lines) invocations.add(line);
  summary.add(lines);
  const theme = createTheme(0);
  const inputs = { figures: summary.figures(), nameOf: null, styleOf: () => theme.plain, width: 100, theme };
  return stripLines(inputs, 3).map((line) => line.trimEnd());
}

const failed = (requestId: string): readonly string[] => [
  JSON.stringify({
    level: 'ERROR',
    requestId,
    errorType: 'TypeError',
    errorMessage: 'no amount',
    stackTrace: ['a'],
  }),
  JSON.stringify({
    type: 'platform.report',
    record: { requestId, status: 'error', errorType: 'TypeError', metrics: { durationMs: 3 } },
  }),
];
const [ONE, OTHER] = ['8b91df80-80f7-4688-b5fc-5083a6abb548', 'ac69da6c-2cc9-4b70-b9ce-04d919df44a0'];

test('what fails is named, each invocation once, where START is hidden by the system log level', () => {
  expect(stripOf(...failed(ONE), ...failed(OTHER))).toEqual([
    '✗  v42  2 with errors, total unknown  TypeError: no amount',
  ]);
});

test('an end that was told counts, whatever was logged before', () => {
  const started = (requestId: string): string => `START RequestId: ${requestId} Version: 42`;
  expect(
    stripOf(started(ONE), ...failed(ONE), started(OTHER), `REPORT RequestId: ${OTHER}\tStatus: success\t`),
  ).toEqual(['✗  v42  1 of 2 failed  50%  TypeError: no amount']);
  expect(stripOf('hello')).toEqual(['·  v42  1 line; no invocation reported yet']);
});
