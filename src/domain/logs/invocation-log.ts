/**
 * Invocations, put together from lines as they arrive. Judged as judgement.ts says. An invocation is `running`
 * from its START on and `unknown` when it must be over and nothing told how: its environment went on to another,
 * the longest timeout has passed, or START and REPORT are hidden by the system log level.
 */

import { type ColdTable, countIn, emptyColdTable } from './cold-table.ts';
import type { Invocation, InvocationStatus } from './invocation.ts';
import { type Evidence, judge, NO_EVIDENCE, withLine } from './judgement.ts';
import { heavier, type KeptError, keptErrorOf, ownCopy } from './kept-error.ts';
import type { LogLine, Report } from './log-line.ts';
import { isColdBy } from './outcomes.ts';
import { reportOf } from './report.ts';

/** So many are kept unless told otherwise: some 30 MB. */
const MOST_INVOCATIONS = 50_000;
const MOST_ENVIRONMENTS = 20_000;
/** Lambda tries three times, redrives more often; of one id no more than these are told apart. */
const MOST_ATTEMPTS = 20;
/** The longest timeout there is, of Managed Instances (facts/aws.md section 5), ms. */
const LONGEST_MS = 5_400_000;

/** What is kept of one invocation besides what is shown. */
interface Entry {
  invocation: Invocation;
  evidence: Evidence;
  report: Report | null;
  /** Its START was read. */
  began: boolean;
  /** Its environment began another one. */
  superseded: boolean;
  error: KeptError | null;
  /** The attempt before, where this is a retry. */
  readonly earlier: Entry | null;
}

/** What an environment told before its next invocation. */
interface Environment {
  newest: Entry | null;
  initialisation: Evidence;
  error: KeptError | null;
}

/** Collects invocations. */
export class InvocationLog {
  readonly #most: number;
  /** By request id: the newest attempt. In the order they were first seen. */
  readonly #entries = new Map<string, Entry>();
  readonly #environments = new Map<string, Environment>();
  readonly #forgotten = emptyColdTable();
  #revision = 0;
  #newestAt = 0;

  /** @param most how many request ids are kept; the longest known are forgotten first */
  constructor(most: number = MOST_INVOCATIONS) {
    this.#most = most;
  }

  /** Another number after each change: what was made of the list may be kept as long as it stays. */
  get revision(): number {
    return this.#revision;
  }

  /** Those that were forgotten to make room, as counts. */
  get forgotten(): ColdTable {
    return this.#forgotten;
  }

  /** All that are kept, in the order their request ids were first seen, attempts of one together. */
  list(): Invocation[] {
    const list: Invocation[] = [];
    for (const entry of this.#entries.values()) this.#collect(entry, list);
    return list;
  }

  /** The attempts of one request, oldest first; empty when it is not known. */
  of(requestId: string): Invocation[] {
    const list: Invocation[] = [];
    const entry = this.#entries.get(requestId);
    if (entry !== undefined) this.#collect(entry, list);
    return list;
  }

  /** Adds what a line tells; lines of one stream are given in their order. */
  add(line: LogLine): void {
    const { timestamp } = line.event;
    if (timestamp > this.#newestAt) this.#newestAt = timestamp;
    const { requestId } = line;
    if (requestId === null) {
      this.#addToInitialisation(line);
      return;
    }
    const known = this.#find(requestId, line);
    if (line.kind === 'start') this.#start(requestId, line, known);
    else this.#change(known ?? this.#begin(requestId, line, null), line);
  }

  #collect(entry: Entry, into: Invocation[]): void {
    if (entry.earlier !== null) this.#collect(entry.earlier, into);
    const status = this.#statusOf(entry);
    into.push(status === entry.invocation.status ? entry.invocation : { ...entry.invocation, status });
  }

  #statusOf({ invocation, began, superseded }: Entry): InvocationStatus {
    if (invocation.status !== 'running') return invocation.status;
    const isOver = superseded || this.#newestAt - invocation.startedAt > LONGEST_MS;
    return began && !isOver ? 'running' : 'unknown';
  }

  /** The attempt that runs, or ran, in the line's environment. */
  #find(requestId: string, { event }: LogLine): Entry | null {
    let entry = this.#entries.get(requestId) ?? null;
    while (entry !== null && entry.invocation.stream !== event.stream) entry = entry.earlier;
    return entry;
  }

  #start(requestId: string, line: LogLine, known: Entry | null): void {
    const environment = this.#environmentOf(line);
    const isRetry = known?.began === true;
    const entry = known === null || isRetry ? this.#begin(requestId, line, environment) : known;
    entry.began = true;
    entry.superseded = false;
    if (environment.newest !== null && environment.newest !== entry) environment.newest.superseded = true;
    environment.newest = entry;
    environment.initialisation = NO_EVIDENCE;
    environment.error = null;
    this.#revision += 1;
  }

  #begin(requestId: string, line: LogLine, environment: Environment | null): Entry {
    const earlier = this.#entries.get(requestId) ?? null;
    const attempt = (earlier?.invocation.attempt ?? 0) + 1;
    // What failed to begin is told by its own error; any other word between invocations is nobody's.
    const initialisation = environment?.initialisation ?? NO_EVIDENCE;
    const error = initialisation.initFailed ? (environment?.error ?? null) : null;
    const entry: Entry = {
      invocation: invocationAt(ownCopy(requestId), attempt, line, error),
      evidence: initialisation,
      report: null,
      began: false,
      superseded: false,
      error,
      earlier: attempt > MOST_ATTEMPTS ? null : earlier,
    };
    this.#entries.set(entry.invocation.requestId, entry);
    this.#revision += 1;
    if (this.#entries.size > this.#most) this.#forgetOldest();
    return entry;
  }

  #change(entry: Entry, line: LogLine): void {
    const evidence = withLine(entry.evidence, line);
    const report = line.kind === 'report' && entry.report === null ? reportOf(line) : null;
    const told = keptErrorOf(line);
    if (evidence === entry.evidence && report === null && told === null) return;
    entry.evidence = evidence;
    entry.report ??= report;
    if (told !== null) entry.error = heavier(entry.error, told);
    const status = entry.report === null ? statusWithoutReport(evidence) : judge(entry.report, evidence);
    const reported = report === null ? {} : reportedBy(report, evidence, line.event.timestamp);
    entry.invocation = { ...entry.invocation, ...reported, error: entry.error?.error ?? null, status };
    this.#revision += 1;
  }

  #addToInitialisation(line: LogLine): void {
    const told = keptErrorOf(line);
    if (told === null) return;
    const environment = this.#environmentOf(line);
    environment.error = heavier(environment.error, told);
    if (line.kind === 'init-report') environment.initialisation = withLine(environment.initialisation, line);
  }

  #environmentOf({ event: { group, stream } }: LogLine): Environment {
    const name = `${group}\n${stream}`;
    const known = this.#environments.get(name);
    if (known !== undefined) return known;
    const environment: Environment = { newest: null, initialisation: NO_EVIDENCE, error: null };
    this.#environments.set(name, environment);
    const [oldest] = this.#environments.keys();
    if (this.#environments.size > MOST_ENVIRONMENTS && oldest !== undefined)
      this.#environments.delete(oldest);
    return environment;
  }

  #forgetOldest(): void {
    const [oldest] = this.#entries;
    if (oldest === undefined) return;
    const [requestId, entry] = oldest;
    const attempts: Invocation[] = [];
    this.#collect(entry, attempts);
    for (const invocation of attempts) countIn(this.#forgotten, invocation);
    this.#entries.delete(requestId);
  }
}

function invocationAt(
  requestId: string,
  attempt: number,
  line: LogLine,
  error: KeptError | null,
): Invocation {
  const { functionName, version, event } = line;
  return {
    requestId,
    functionName,
    version,
    group: event.group,
    stream: event.stream,
    attempt,
    startedAt: event.timestamp,
    endedAt: null,
    durationMs: null,
    billedDurationMs: null,
    memorySizeMb: null,
    maxMemoryUsedMb: null,
    initDurationMs: null,
    isCold: null,
    status: 'running',
    error: error?.error ?? null,
  };
}

/** What a REPORT tells of its invocation. */
function reportedBy(report: Report, evidence: Evidence, at: number): Partial<Invocation> {
  return {
    endedAt: at,
    durationMs: report.durationMs,
    billedDurationMs: report.billedDurationMs,
    memorySizeMb: report.memorySizeMb,
    maxMemoryUsedMb: report.maxMemoryUsedMb,
    initDurationMs: report.initDurationMs ?? report.restoreDurationMs,
    isCold: isColdBy(report, evidence),
  };
}

/** A crash or a timeout is told even where REPORT is hidden or late. */
function statusWithoutReport({ timedOut, exit }: Evidence): InvocationStatus {
  if (timedOut) return 'timeout';
  if (exit !== null) return exit === 'killed' ? 'out-of-memory' : 'error';
  return 'running';
}
