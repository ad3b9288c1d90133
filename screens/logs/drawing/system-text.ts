/** Lambda's own lines about an invocation, in the same few words whichever format they came in. */
import { formatMs, UNKNOWN } from '../../../src/domain/figures.ts';
import type { LogLine, Report } from '../../../src/domain/logs/log-line.ts';
import { reportOf } from '../../../src/domain/logs/report.ts';
import { sanitise } from '../../../src/domain/text.ts';

/** What such a line says; null for lines that are drawn as they are. */
export function systemText(line: LogLine): string | null {
  switch (line.kind) {
    case 'start':
      return `START ${requestText(line)}`;
    case 'end':
      return `END ${requestText(line)}`;
    case 'report':
    case 'init-report':
    case 'restore-report': {
      const report = reportOf(line);
      return report && reportText(report, line);
    }
    default:
      return null;
  }
}

function requestText({ requestId }: LogLine): string {
  return sanitise(requestId ?? '');
}

/** `REPORT 3.0s timeout, billed 3.1s, 31 of 128 MB, cold start 84ms  ID`; what is not said is left out. */
function reportText(report: Report, line: LogLine): string {
  const { billedDurationMs, maxMemoryUsedMb, memorySizeMb, errorType } = report;
  const isBad = report.status !== null && report.status !== 'success';
  const head = { invocation: 'REPORT', initialisation: 'INIT REPORT', restore: 'RESTORE REPORT' }[report.of];
  const ownMs = {
    invocation: report.durationMs,
    initialisation: report.initDurationMs,
    restore: report.restoreDurationMs,
  }[report.of];
  const memory = `${maxMemoryUsedMb ?? UNKNOWN} of ${memorySizeMb ?? UNKNOWN} MB`;
  const parts = [
    [head, formatMs(ownMs), isBad ? report.status : '', errorType ? sanitise(errorType) : ''],
    [billedDurationMs === null ? '' : `billed ${formatMs(billedDurationMs)}`],
    [maxMemoryUsedMb === null && memorySizeMb === null ? '' : memory],
    [
      report.of === 'invocation' && report.initDurationMs !== null
        ? `cold start ${formatMs(report.initDurationMs)}`
        : '',
    ],
    [
      report.of === 'invocation' && report.restoreDurationMs !== null
        ? `restored ${formatMs(report.restoreDurationMs)}`
        : '',
    ],
  ];
  const text = parts
    .map((words) => words.filter(Boolean).join(' '))
    .filter(Boolean)
    .join(', ');
  return `${text}  ${requestText(line)}`.trimEnd();
}
