/** Invocations as environments would write them, with what must be understood of them: for properties. */
import fc from 'fast-check';
import type { EndStatus } from '../../../src/domain/logs/judgement.ts';
import type { LogEvent } from '../../../src/domain/logs/log-event.ts';
import { eventOf, NOON } from './lines.ts';

/** One invocation, and how it ends. */
export interface Written {
  readonly status: EndStatus;
  readonly isCold: boolean;
  /** Text with `Status:` in REPORT, Text of old, or JSON. */
  readonly style: 'text' | 'old' | 'json';
  /** Lines of the application in its middle. */
  readonly prints: number;
}

export const written: fc.Arbitrary<Written> = fc.record({
  status: fc.constantFrom<EndStatus>('ok', 'ok', 'error', 'timeout', 'out-of-memory', 'init-error'),
  isCold: fc.boolean(),
  style: fc.constantFrom('text', 'old', 'json'),
  prints: fc.integer({ min: 0, max: 2 }),
});

/** Whether an invocation is cold: one whose initialisation failed was. */
export const isCold = ({ isCold, status }: Written): boolean => isCold || status === 'init-error';

/** The request id of the `index`-th invocation. */
export function idOf(index: number): string {
  return `${index.toString(16).padStart(8, '0')}-77be-4d10-b2a9-0c6f1e5d4a33`;
}

/** The events of an environment that runs these invocations one after the other. */
export function eventsOf(
  stream: string,
  invocations: readonly (Written & { readonly id: string })[],
): LogEvent[] {
  const messages = invocations.flatMap((one) =>
    one.style === 'json' ? jsonOf(one, one.id) : textOf(one, one.id),
  );
  return messages.map((message, index) => eventOf(message, { stream, timestamp: NOON + index }));
}

const ERROR =
  '[ERROR] KeyError: \'id\'\nTraceback (most recent call last):\n\u00a0\u00a0File "a.py", line 1\n';
const INIT_ERROR =
  "[ERROR] Runtime.ImportModuleError: Unable to import module 'app'\nTraceback (most recent call last):\n";

function textOf({ status, isCold, style, prints }: Written, id: string): string[] {
  const lines = isCold ? ['INIT_START Runtime Version: python:3.12.v18\tRuntime Version ARN: x\n'] : [];
  if (status === 'init-error') {
    for (const phase of ['init', 'invoke']) {
      const report = `INIT_REPORT Init Duration: 90.00 ms\tPhase: ${phase}\tStatus: error\tError Type: Runtime.ImportModuleError\n`;
      lines.push(INIT_ERROR, report);
    }
  }
  lines.push(`START RequestId: ${id} Version: 42\n`);
  for (let print = 0; print < prints; print++)
    lines.push(print === 0 ? 'step\n' : '[ERROR] retrying, it was caught\n');
  if (status === 'error') lines.push(ERROR);
  lines.push(`END RequestId: ${id}\n`);
  const used = status === 'out-of-memory' ? 128 : 60;
  let report = `REPORT RequestId: ${id}\tDuration: 12.50 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: ${used} MB\t`;
  if (isCold && status !== 'init-error') report += 'Init Duration: 90.00 ms\t';
  if (style === 'text') report += { ...TEXT_STATUS }[status] ?? '';
  lines.push(`${report}\n`);
  if (style === 'old' && status === 'timeout') {
    lines.push(`2026-11-21T12:00:00.000Z ${id} Task timed out after 3.00 seconds\n\n`);
  }
  if (style === 'old' && status === 'out-of-memory') {
    lines.push(`RequestId: ${id} Error: Runtime exited with error: signal: killed\nRuntime.ExitError\n`);
  }
  return lines;
}

const TEXT_STATUS: Partial<Record<EndStatus, string>> = {
  timeout: 'Status: timeout\t',
  'out-of-memory': 'Status: error\tError Type: Runtime.OutOfMemory\t',
  'init-error': 'Status: error\tError Type: Runtime.ImportModuleError\t',
};

function jsonOf({ status, isCold, prints }: Written, id: string): string[] {
  const event = (type: string, record: object) =>
    JSON.stringify({ time: '2026-11-21T12:00:00Z', type, record });
  const lines = isCold ? [event('platform.initStart', { phase: 'init' })] : [];
  if (status === 'init-error') {
    for (const phase of ['init', 'invoke']) {
      lines.push(
        event('platform.initReport', { phase, status: 'error', errorType: 'Runtime.ImportModuleError' }),
      );
    }
  }
  lines.push(event('platform.start', { requestId: id, version: '42' }));
  for (let print = 0; print < prints; print++) {
    lines.push(JSON.stringify({ level: print === 0 ? 'INFO' : 'ERROR', requestId: id, message: 'step' }));
  }
  const errorType = {
    error: 'KeyError',
    'out-of-memory': 'Runtime.OutOfMemory',
    'init-error': 'Runtime.ImportModuleError',
  };
  const type: string | undefined = { ...errorType, ok: undefined, timeout: undefined }[status];
  if (status === 'error') {
    lines.push(
      JSON.stringify({
        level: 'ERROR',
        requestId: id,
        errorType: type,
        errorMessage: "'id'",
        stackTrace: [],
      }),
    );
  }
  const metrics = {
    durationMs: 12.5,
    billedDurationMs: 13,
    memorySizeMB: 128,
    maxMemoryUsedMB: 60,
    initDurationMs: isCold && status !== 'init-error' ? 90 : undefined,
  };
  const word = status === 'ok' ? 'success' : status === 'timeout' ? 'timeout' : 'error';
  lines.push(event('platform.report', { requestId: id, status: word, errorType: type, metrics }));
  return lines;
}

/** Several environments' events in one order that keeps each of theirs, as a tail may deliver them. */
export function interleaved(
  streams: readonly (readonly LogEvent[])[],
  choices: readonly number[],
): LogEvent[] {
  const queues = streams.map((events) => [...events]);
  const all: LogEvent[] = [];
  for (let step = 0; queues.some((queue) => queue.length > 0); step++) {
    const waiting = queues.filter((queue) => queue.length > 0);
    const next = waiting[(choices[step % choices.length] ?? 0) % waiting.length]?.shift();
    if (next !== undefined) all.push(next);
  }
  return all;
}
