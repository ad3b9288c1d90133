/**
 * Each invocation's end, told exactly once, for a canary's guard. The rule is judgement.ts's: REPORT is the
 * count, its status and the lines around it decide. A Text REPORT without a status waits for the next invocation
 * of its environment, or for `settle`, since runtimes of old tell of timeouts and crashes behind it.
 *
 * Only invocations whose START was read are told: of others an error may have been missed, and where the system
 * log level is WARN, which hides START and the REPORT of a success, all that is seen would be failures. Throttles
 * leave no line. For both the guard has CloudWatch's metrics.
 */
import type { InvocationOutcome } from './invocation.ts';
import { type Evidence, judge, NO_EVIDENCE, withLine } from './judgement.ts';
import type { LogLine, Report } from './log-line.ts';
import { reportOf } from './report.ts';

/** An invocation that began and is not told yet. */
interface Open {
  /** Timestamp of its START, ms since the epoch. */
  readonly startedAt: number;
  evidence: Evidence;
  /** Its REPORT, when it came without a status and waits. */
  report: { readonly line: LogLine; readonly report: Report } | null;
}

/** One environment. */
interface Environment {
  /** By request id; one, unless invocations interleave. */
  readonly open: Map<string, Open>;
  /** What a failed initialisation told before any request. */
  initialisation: Evidence;
}

/** Forgotten beyond, the longest known first. */
const MOST_ENVIRONMENTS = 20_000;
const MOST_OPEN = 64;

/** Reads lines, each stream's in its order, and tells how invocations ended. */
export class OutcomeReader {
  readonly #environments = new Map<string, Environment>();

  /** What a line settles: mostly nothing, sometimes the invocation before the one it begins. */
  read(line: LogLine): readonly InvocationOutcome[] {
    if (line.kind === 'application' && !line.isProblem) return NONE;
    const environment = this.#environmentOf(line);
    if (line.requestId === null) {
      // Whatever else is said between invocations is none of the next one's business.
      if (line.kind === 'init-report')
        environment.initialisation = withLine(environment.initialisation, line);
      return NONE;
    }
    switch (line.kind) {
      case 'start':
        return this.#start(environment, line, line.requestId);
      case 'report':
        return this.#report(environment, line, line.requestId);
      default: {
        const open = environment.open.get(line.requestId);
        if (open !== undefined) open.evidence = withLine(open.evidence, line);
        return NONE;
      }
    }
  }

  /** Tells those whose REPORT has waited: its timestamp is before a time, ms since the epoch. */
  settle(before: number): readonly InvocationOutcome[] {
    const settled: InvocationOutcome[] = [];
    for (const environment of this.#environments.values()) {
      settled.push(...this.#tellWaiting(environment, before));
    }
    return settled;
  }

  #start(environment: Environment, line: LogLine, requestId: string): readonly InvocationOutcome[] {
    const told = this.#tellWaiting(environment, Number.POSITIVE_INFINITY);
    const { open, initialisation } = environment;
    open.set(requestId, { startedAt: line.event.timestamp, evidence: initialisation, report: null });
    environment.initialisation = NO_EVIDENCE;
    const [oldest] = open.keys();
    if (open.size > MOST_OPEN && oldest !== undefined) open.delete(oldest);
    return told;
  }

  #report(environment: Environment, line: LogLine, requestId: string): readonly InvocationOutcome[] {
    const open = environment.open.get(requestId);
    const report = reportOf(line);
    if (open === undefined || open.report !== null || report === null) return NONE;
    open.report = { line, report };
    return report.status === null ? NONE : this.#tell(environment, requestId, open);
  }

  #tellWaiting(environment: Environment, before: number): readonly InvocationOutcome[] {
    if (environment.open.size === 0) return NONE;
    return [...environment.open].flatMap(([requestId, open]) =>
      open.report !== null && open.report.line.event.timestamp < before
        ? this.#tell(environment, requestId, open)
        : NONE,
    );
  }

  #tell(
    environment: Environment,
    requestId: string,
    { report, evidence, startedAt }: Open,
  ): InvocationOutcome[] {
    environment.open.delete(requestId);
    if (report === null) return [];
    const { line } = report;
    const { durationMs } = report.report;
    const status = judge(report.report, evidence);
    const endedAt = line.event.timestamp;
    return [
      {
        functionName: line.functionName,
        version: line.version,
        requestId,
        outcome: status === 'ok' || status === 'timeout' ? status : 'error',
        durationMs,
        isCold: isColdBy(report.report, evidence),
        startedAt,
        endedAt,
      },
    ];
  }

  #environmentOf({ event: { group, stream } }: LogLine): Environment {
    const name = `${group}\n${stream}`;
    const known = this.#environments.get(name);
    if (known !== undefined) return known;
    const environment: Environment = { open: new Map(), initialisation: NO_EVIDENCE };
    this.#environments.set(name, environment);
    const [oldest] = this.#environments.keys();
    if (this.#environments.size > MOST_ENVIRONMENTS && oldest !== undefined)
      this.#environments.delete(oldest);
    return environment;
  }
}

const NONE: readonly InvocationOutcome[] = [];

/** Whether the environment was made for it; null on Managed Instances, whose reports do not tell. */
export function isColdBy(report: Report, evidence: Evidence): boolean | null {
  if (report.initDurationMs !== null || report.restoreDurationMs !== null || evidence.initFailedAgain)
    return true;
  return report.maxMemoryUsedMb === null ? null : false;
}
