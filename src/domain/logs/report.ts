/** What REPORT, INIT_REPORT and RESTORE_REPORT say, in both formats (facts/aws.md section 3). */
import { isObject, type JsonObject, numberAt, textAt } from './log-json.ts';
import type { LineKind, LogLine, Report } from './log-line.ts';
import { parsePlatform } from './system-head.ts';

const PHASE_OF: Readonly<Partial<Record<LineKind, Report['of']>>> = {
  report: 'invocation',
  'init-report': 'initialisation',
  'restore-report': 'restore',
};

/** The report a line is; null for every other line. */
export function reportOf({ kind, event }: LogLine): Report | null {
  const of = PHASE_OF[kind];
  if (of === undefined) return null;
  return event.message.startsWith('{') ? readJson(of, event.message) : readText(of, event.message);
}

/**
 * Fields are separated by tabs in CloudWatch, by blanks in what people paste. The longer names first: `Duration`
 * ends several.
 */
const FIELD =
  /(Billed Restore Duration|Billed Duration|Restore Duration|Init Duration|Max Memory Used|Memory Size|Duration|Phase|Status|Error Type): (\S+)/g;

function readText(of: Report['of'], message: string): Report {
  const fields = new Map<string, string>();
  for (const [, name = '', value = ''] of message.matchAll(FIELD)) fields.set(name, value);
  const number = (name: string): number | null => {
    const value = Number(fields.get(name) ?? Number.NaN);
    return Number.isFinite(value) ? value : null;
  };
  return {
    of,
    phase: fields.get('Phase') ?? null,
    durationMs: number('Duration'),
    billedDurationMs: number('Billed Duration'),
    memorySizeMb: number('Memory Size'),
    maxMemoryUsedMb: number('Max Memory Used'),
    initDurationMs: number('Init Duration'),
    restoreDurationMs: number('Restore Duration'),
    status: statusOf(fields.get('Status')),
    errorType: fields.get('Error Type') ?? null,
  };
}

function readJson(of: Report['of'], message: string): Report | null {
  const record = parsePlatform(message)?.record;
  if (record === undefined) return null;
  const metrics: JsonObject = isObject(record.metrics) ? record.metrics : {};
  // Reports of initialisation and restore call their own time `durationMs` (telemetry schema).
  const own = numberAt(metrics, 'durationMs');
  return {
    of,
    phase: textAt(record, 'phase'),
    durationMs: of === 'invocation' ? own : null,
    billedDurationMs: numberAt(metrics, 'billedDurationMs'),
    memorySizeMb: numberAt(metrics, 'memorySizeMB'),
    maxMemoryUsedMb: numberAt(metrics, 'maxMemoryUsedMB'),
    initDurationMs: of === 'initialisation' ? own : numberAt(metrics, 'initDurationMs'),
    restoreDurationMs: of === 'restore' ? own : numberAt(metrics, 'restoreDurationMs'),
    status: statusOf(textAt(record, 'status') ?? undefined),
    errorType: textAt(record, 'errorType'),
  };
}

function statusOf(word: string | undefined): Report['status'] {
  return word === 'success' || word === 'failure' || word === 'error' || word === 'timeout' ? word : null;
}

/** Words of Lambda's for running out of memory; Managed Instances and old runtimes only say that the process was killed. */
const OUT_OF_MEMORY = /OutOfMemory|signal: killed|exit status 137/;

/** Whether an error type, or the words about an exit, say that the memory was used up. */
export function saysOutOfMemory(text: string): boolean {
  return OUT_OF_MEMORY.test(text);
}

/** Whether a report is of an invocation that used all its memory and did not end well. */
export function isOutOfMemory({ errorType, status, maxMemoryUsedMb, memorySizeMb }: Report): boolean {
  if (errorType !== null && saysOutOfMemory(errorType)) return true;
  const usedAll = maxMemoryUsedMb !== null && memorySizeMb !== null && maxMemoryUsedMb >= memorySizeMb;
  return usedAll && status === 'error' && (errorType === null || errorType === 'Runtime.ExitError');
}
