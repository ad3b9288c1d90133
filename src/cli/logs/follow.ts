/** `lambdatop logs --follow`: lines as they come, until interrupted. */
import { EXIT } from '../../domain/app-error.ts';
import { compareLines } from '../../domain/logs/line-buffer.ts';
import { createLineReader } from '../../domain/logs/line-reader.ts';
import type { LogLine } from '../../domain/logs/log-line.ts';
import type { TailStatus } from '../../domain/logs/tail-status.ts';
import { startTail, type Tail } from '../../feeds/logs/tail.ts';
import type { LogsGateway } from '../../gateways/logs.ts';
import type { CommandContext } from '../context.ts';
import { LinePrinter } from './line-printer.ts';
import { type LineFormat, printedLine } from './line-text.ts';
import { TailNotices } from './notices.ts';
import type { LogsRequest } from './request.ts';

/** Of several functions so many lines wait for those of the others, so that their past comes in order. */
const MOST_EARLY = 50_000;
/** What is wrong with these can come right by itself. */
const PASSING: ReadonlySet<string> = new Set(['throttled', 'unreachable', 'aws-failure']);

/**
 * Prints lines until interrupted, then everything that has come by then.
 *
 * @throws AppError when none of the functions can be read from the start
 */
export async function followLogs(
  { targets, from, filter, requestId }: LogsRequest,
  gateway: LogsGateway,
  format: LineFormat,
  { clock, output, keepHeapSmall }: CommandContext,
  signal: AbortSignal,
): Promise<number> {
  const letHeapGrow = keepHeapSmall();
  const printer = new LinePrinter(output);
  const notices = new TailNotices(output.say);
  const isMeant = (line: LogLine): boolean => requestId === null || line.requestId === requestId;
  const reader = createLineReader({
    functionOf: (group) => tail.functionOf(group),
    interleaves: (functionName) => tail.interleaves(functionName),
  });
  const print = (lines: LogLine[]): void => {
    if (targets.length > 1) lines.sort(compareLines);
    printer.add(lines.map((line) => printedLine(line, format)));
    notices.skipped(printer.takeDropped());
  };
  let early: LogLine[] | null = targets.length > 1 ? [] : null;
  const events = (lines: LogLine[]): void => {
    if (early === null) {
      print(lines);
      return;
    }
    for (const line of lines) early.push(line);
    if (early.length >= MOST_EARLY) endEarly();
  };
  const endEarly = (): void => {
    const lines = early ?? [];
    early = null;
    print(lines);
  };
  const hopeless = Promise.withResolvers<never>();
  const follow = (status: TailStatus): void => {
    if (early && !status.targets.some(isOpening)) endEarly();
    const errors = status.targets.map((target) => (hasFailed(target) ? target.error : null));
    const [first] = errors;
    if (first && !errors.includes(null)) hopeless.reject(first);
    else notices.tell(status, clock.now());
  };
  const tail: Tail = startTail({
    gateway,
    clock,
    query: { targets, pattern: filter, since: from },
    newestLines: null,
    sink: {
      events: (batch) => events(batch.map(reader.read).filter(isMeant)),
      status: follow,
      room: () => printer.room(),
    },
  });
  const interrupted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  try {
    await Promise.race([interrupted, hopeless.promise]);
  } finally {
    tail.stop();
    if (early) endEarly();
    await printer.flush();
    letHeapGrow();
    notices.end(tail.status(), clock.now());
  }
  return EXIT.interrupted;
}

/** What there is of its past has not been read yet. */
function isOpening({ mode, caughtUpAt }: TailStatus['targets'][number]): boolean {
  return caughtUpAt === null && mode !== 'waiting' && mode !== 'refused';
}

/** It has never been read, and will not be. */
function hasFailed({ caughtUpAt, error }: TailStatus['targets'][number]): boolean {
  return caughtUpAt === null && error !== null && !PASSING.has(error.code);
}
