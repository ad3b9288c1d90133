/**
 * What the lines that came say of each version: how many invocations ended, how many of them badly, and by what
 * error. Counted as lines come, each invocation once; what leaves the buffer stays counted.
 */

import type { InvocationOutcome } from '../../src/domain/logs/invocation.ts';
import type { InvocationLog } from '../../src/domain/logs/invocation-log.ts';
import { errorOf } from '../../src/domain/logs/log-error.ts';
import type { LogLine } from '../../src/domain/logs/log-line.ts';
import { OutcomeReader } from '../../src/domain/logs/outcomes.ts';
import type { LogWriter } from './line-format.ts';

/** One kind of failure. */
export interface ErrorCount {
  /** `ValueError`; null where only a message is known. */
  readonly type: string | null;
  /** The newest one's. */
  readonly message: string;
  readonly count: number;
}

/** One version of one function. */
export interface VersionFigures {
  readonly functionName: string | null;
  readonly version: string | null;
  /** Invocations whose end was told. */
  readonly ended: number;
  readonly failed: number;
  /** Failures by kind, the most frequent first; where no end was told, the newest error alone. */
  readonly errors: readonly ErrorCount[];
  /** Invocations whose lines told of an error: all there is to go by where no end is told. */
  readonly withErrors: number;
  /** Lines of all kinds. */
  readonly lines: number;
}

interface Tally {
  functionName: string | null;
  version: string | null;
  ended: number;
  failed: number;
  withErrors: number;
  /** The newest of those, as far as they are remembered. */
  readonly troubled: Set<string>;
  newestError: LogLine | null;
  lines: number;
  readonly errors: Map<string, { type: string | null; message: string; count: number }>;
}

/** A REPORT without a status waits so long for what may follow it, ms. */
const SETTLE_MS = 2_000;
/** Kinds of failure that are told apart for each version; further ones count as failed only. */
const MOST_KINDS = 200;
/** An invocation's lines come together: so many are remembered, lest one counts twice. */
const MOST_TROUBLED = 200;

/** See the file's head. */
export class VersionSummary {
  readonly #invocations: InvocationLog;
  readonly #outcomes = new OutcomeReader();
  /** By function, then by version. */
  readonly #tallies = new Map<string | null, Map<string | null, Tally>>();

  /** @param invocations is given every line before this is */
  constructor(invocations: InvocationLog) {
    this.#invocations = invocations;
  }

  /** Counts what has come. */
  add(lines: readonly LogLine[]): void {
    for (const line of lines) {
      const tally = this.#tallyOf(line);
      tally.lines += 1;
      if (line.isProblem && line.head === line.seq) noteError(tally, line);
      for (const outcome of this.#outcomes.read(line)) this.#count(outcome);
    }
  }

  /** Counts those whose end is not going to be told any better. `now` is ms since the epoch. */
  settle(now: number): void {
    for (const outcome of this.#outcomes.settle(now - SETTLE_MS)) this.#count(outcome);
  }

  /** The versions, by function and then by share of failures, the worst first. */
  figures(): VersionFigures[] {
    return this.#all()
      .map((tally) => ({ ...tally, errors: errorsOf(tally) }))
      .sort((one, other) => failureShare(other) - failureShare(one) || other.withErrors - one.withErrors);
  }

  /** Everybody who wrote a line, in the order they were first seen. */
  writers(): LogWriter[] {
    return this.#all().map(({ functionName, version }) => ({ functionName, version }));
  }

  #all(): Tally[] {
    return [...this.#tallies.values()].flatMap((versions) => [...versions.values()]);
  }

  #count(outcome: InvocationOutcome): void {
    const tally = this.#tallyOf(outcome);
    tally.ended += 1;
    if (outcome.outcome === 'ok') return;
    tally.failed += 1;
    const invocation = this.#invocations.of(outcome.requestId).at(-1);
    const error = invocation?.error ?? {
      type: outcome.outcome === 'timeout' ? 'timeout' : null,
      message: '',
    };
    const key = error.type ?? error.message;
    const known = tally.errors.get(key);
    if (known) {
      known.count += 1;
      known.message = error.message;
    } else if (tally.errors.size < MOST_KINDS) tally.errors.set(key, { ...error, count: 1 });
  }

  #tallyOf({ functionName, version }: Pick<LogLine, 'functionName' | 'version'>): Tally {
    let versions = this.#tallies.get(functionName);
    if (!versions) {
      versions = new Map();
      this.#tallies.set(functionName, versions);
    }
    const known = versions.get(version);
    if (known) return known;
    const made: Tally = {
      functionName,
      version,
      ended: 0,
      failed: 0,
      withErrors: 0,
      troubled: new Set(),
      newestError: null,
      lines: 0,
      errors: new Map(),
    };
    versions.set(version, made);
    return made;
  }
}

/** Several lines of one invocation are one error; its REPORT knows only the type of it. */
function noteError(tally: Tally, line: LogLine): void {
  if (line.kind !== 'report' || tally.newestError === null) tally.newestError = line;
  const { requestId } = line;
  if (requestId !== null && tally.troubled.has(requestId)) return;
  tally.withErrors += 1;
  if (requestId === null) return;
  tally.troubled.add(requestId);
  const [oldest] = tally.troubled;
  if (oldest !== undefined && tally.troubled.size > MOST_TROUBLED) tally.troubled.delete(oldest);
}

function errorsOf({ errors, ended, newestError, withErrors }: Tally): ErrorCount[] {
  const newest = ended === 0 && newestError ? errorOf(newestError) : null;
  if (newest) return [{ type: newest.type, message: newest.message, count: withErrors }];
  return [...errors.values()].sort((one, other) => other.count - one.count);
}

/** The share of a version's invocations that failed, 0–1; 0 as long as none has ended. */
function failureShare({ ended, failed }: { ended: number; failed: number }): number {
  return ended === 0 ? 0 : failed / ended;
}
