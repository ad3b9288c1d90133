/**
 * How an invocation ended, from what its log tells. REPORT counts it. Its status decides where it has one: always
 * in the JSON format, in Text for timeouts and for what ended the environment (facts/aws.md section 3). What a
 * Text REPORT leaves out stands in other lines: the runtime's words about an exception nobody caught stand
 * before it, `Task timed out` and `Runtime exited` of older runtimes behind it. A line that merely is at level
 * error decides nothing: what the code caught, Lambda counts as a success.
 */
import type { InvocationStatus } from './invocation.ts';
import type { LogLine, Report } from './log-line.ts';
import { isOutOfMemory, reportOf, saysOutOfMemory } from './report.ts';

/** What lines besides REPORT told of an invocation. */
export interface Evidence {
  /** The runtime wrote of an exception that nobody caught. */
  readonly uncaught: boolean;
  /** An initialisation of its environment failed before it; one that was tried again may have gone well. */
  readonly initFailed: boolean;
  /** The initialisation that was tried again within it failed too. */
  readonly initFailedAgain: boolean;
  /** `Task timed out`, in a line of its own. */
  readonly timedOut: boolean;
  /** The runtime's process ended: killed for its memory, or otherwise; null = not told. */
  readonly exit: 'killed' | 'other' | null;
}

/** Of an invocation of which nothing is known. */
export const NO_EVIDENCE: Evidence = {
  uncaught: false,
  initFailed: false,
  initFailedAgain: false,
  timedOut: false,
  exit: null,
};

/** The evidence with what a line tells; the same object when it tells nothing new. */
export function withLine(evidence: Evidence, line: LogLine): Evidence {
  if (!line.isProblem || line.head !== line.seq) return evidence;
  switch (line.kind) {
    case 'timeout':
      return { ...evidence, timedOut: true };
    case 'exit':
      return { ...evidence, exit: saysOutOfMemory(line.event.message) ? 'killed' : 'other' };
    case 'init-report': {
      const again = reportOf(line)?.phase === 'invoke';
      return { ...evidence, initFailed: true, initFailedAgain: evidence.initFailedAgain || again };
    }
    case 'application':
      return !evidence.uncaught && isUncaught(line) ? { ...evidence, uncaught: true } : evidence;
    default:
      return evidence;
  }
}

/** How an invocation that is over ended. */
export type EndStatus = Exclude<InvocationStatus, 'running' | 'unknown'>;

/** How it ended, by its REPORT and all else. */
export function judge(report: Report, evidence: Evidence): EndStatus {
  if (report.status === 'timeout' || evidence.timedOut) return 'timeout';
  if (isOutOfMemory(report) || evidence.exit === 'killed') return 'out-of-memory';
  const failed = report.status === 'error' || report.status === 'failure';
  if (evidence.initFailedAgain || (failed && evidence.initFailed)) return 'init-error';
  if (failed || evidence.exit !== null) return 'error';
  return report.status === null && evidence.uncaught ? 'error' : 'ok';
}

/** Node.js, Ruby, Go, and what a JVM or .NET writes when all is lost. */
const LAST_WORDS =
  /^(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection|Error raised from handler|Critical exception from handler|Init error when loading|panic: |fatal error: |Unhandled exception|Exception in thread |thread '.{0,60}' panicked)/;

/** Python's runtime, unlike its loggers, puts no time and no id behind the level. */
const PYTHON = /^\[ERROR\] [\w.]{1,200}(?:: .{0,4000}?)?[\r\n]+Traceback \(most recent call last\)/s;

/** Java's runtime: the message and the type, then the trace. */
const JAVA = /^.{0,4000}?: ((?:[a-z_][\w$]{0,80}\.){1,12}[A-Z][\w$]{0,80})\r?\n\1/s;

/** .NET's runtime writes the exception at its own level, `fail`. */
const DOTNET = /^\S{24}\t[^\t]{0,64}\tfail\t(?:\w{1,80}\.){1,12}\w{1,80}: /;

/** Go's runtime prints the answer it gives to Lambda. */
const GO = /^(?:\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d )?\{"errorMessage":/;

/** Looked at, characters. */
const LOOK_AT = 8_192;

/** Whether a line is a runtime's word about an exception that nobody caught. */
export function isUncaught({ event, bodyAt, isProblem }: LogLine): boolean {
  if (!isProblem) return false;
  const message = event.message.slice(0, LOOK_AT);
  if (LAST_WORDS.test(message.slice(bodyAt))) return true;
  // Each expression only where it can match: in trouble, every second line is an error.
  if (message.startsWith('[ERROR] ')) return PYTHON.test(message);
  if (message.includes('\tfail\t')) return DOTNET.test(message);
  if (message.includes('{"errorMessage":')) return GO.test(message);
  const rowEnd = message.indexOf('\n');
  return rowEnd > 0 && rowEnd < message.length - 1 && JAVA.test(message);
}
