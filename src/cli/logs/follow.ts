/** `lambdatop logs --follow`: lines as they come, until interrupted. */
import { EXIT } from '../../domain/app-error.ts';
import { createLineReader } from '../../domain/logs/line-reader.ts';
import type { LogLine } from '../../domain/logs/log-line.ts';
import type { TailStatus } from '../../domain/logs/tail-status.ts';
import { startTail, type Tail } from '../../feeds/logs/tail.ts';
import type { LogsGateway } from '../../gateways/logs.ts';
import type { CommandContext } from '../context.ts';
import { LinePrinter } from './line-printer.ts';
import { type LineFormat, printedLine } from './line-text.ts';
import { TailNotices } from './notices.ts';
import { OrderedLines } from './ordered-lines.ts';
import type { LogsRequest } from './request.ts';

/** How often it is looked which held lines are due, ms. */
const LOOK_MS = 200;
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
  const print = (lines: readonly LogLine[]): void => {
    if (lines.length > 0) printer.add(lines.map((line) => printedLine(line, format)));
    notices.skipped(printer.takeDropped());
  };
  // Lines of one function are in order as they come, and wait for nothing.
  const ordered = targets.length > 1 ? new OrderedLines() : null;
  let isOpening = true;
  const events = (lines: readonly LogLine[]): void => {
    if (ordered) ordered.add(lines, clock.now());
    else print(lines);
  };
  const hopeless = Promise.withResolvers<never>();
  const follow = (status: TailStatus): void => {
    if (isOpening && !status.targets.some(hasToOpen)) {
      isOpening = false;
      print(ordered?.rest() ?? []);
    }
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
  const looking = ordered && setInterval(() => print(ordered.due(clock.now(), isOpening)), LOOK_MS);
  const interrupted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  try {
    await Promise.race([interrupted, hopeless.promise]);
  } finally {
    tail.stop();
    clearInterval(looking ?? undefined);
    print(ordered?.rest() ?? []);
    await printer.flush();
    letHeapGrow();
    notices.end(tail.status(), clock.now());
  }
  return EXIT.interrupted;
}

/** What there is of its past has not been read yet. */
function hasToOpen({ mode, caughtUpAt }: TailStatus['targets'][number]): boolean {
  return caughtUpAt === null && mode !== 'waiting' && mode !== 'refused';
}

/** It has never been read, and will not be. */
function hasFailed({ caughtUpAt, error }: TailStatus['targets'][number]): boolean {
  return caughtUpAt === null && error !== null && !PASSING.has(error.code);
}
