/** How invocations of two versions ended, from their log streams. */
import { toAppError } from '../domain/app-error.ts';
import type { Clock } from '../domain/clock.ts';
import type { Side } from '../domain/guard/ledger.ts';
import type { InvocationOutcome } from '../domain/logs/invocation.ts';
import { heavier, type KeptError, keptErrorOf } from '../domain/logs/kept-error.ts';
import { createLineReader } from '../domain/logs/line-reader.ts';
import type { LogEvent } from '../domain/logs/log-event.ts';
import type { LogLine } from '../domain/logs/log-line.ts';
import { OutcomeReader } from '../domain/logs/outcomes.ts';
import type { SeenError } from '../domain/rollout/record.ts';
import { ELLIPSIS, sanitise } from '../domain/text.ts';
import { startTail, type Tail } from '../feeds/logs/tail.ts';
import type { EvidenceOptions } from './evidence.ts';

/**
 * A REPORT that says no status waits so long for lines behind it, ms, by the newest line's time; and by our own
 * clock when no further line comes.
 */
const BEHIND_REPORT_MS = 1_500;
const SILENCE_MS = 15_000;
/** Errors of invocations that go on, kept until these end. */
const MOST_KEPT_ERRORS = 1_000;
const LONGEST_TEXT = 200;

/** Hears of every invocation's end, once; the error is null where no line told one. */
export type OnOutcome = (side: Side, outcome: InvocationOutcome, error: SeenError | null) => void;

/** See the file's head. */
export class LogEvidence {
  readonly #options: EvidenceOptions;
  readonly #onOutcome: OnOutcome;
  readonly #outcomes = new OutcomeReader();
  readonly #errors = new Map<string, KeptError>();
  readonly #sideOf: ReadonlyMap<string, Side>;
  readonly #clock: Clock;
  #tail: Tail | null = null;
  #newest = 0;

  constructor(options: EvidenceOptions, onOutcome: OnOutcome) {
    this.#options = options;
    this.#onOutcome = onOutcome;
    this.#clock = options.clock;
    this.#sideOf = new Map([
      [options.versions.canary, 'canary'],
      [options.versions.stable, 'stable'],
    ]);
  }

  start(): void {
    const { logs: gateway, clock, functionName, versions, since, onTrouble } = this.#options;
    const reader = createLineReader({
      functionOf: () => functionName,
      interleaves: (name) => this.#tail?.interleaves(name) ?? false,
    });
    let told: unknown = null;
    this.#tail = startTail({
      gateway,
      clock,
      query: {
        targets: [versions.stable, versions.canary].map((qualifier) => ({ functionName, qualifier })),
        pattern: null,
        since,
      },
      newestLines: null,
      sink: {
        events: (events) => {
          for (const event of events) this.#read(reader.read(event), event);
        },
        status: ({ targets }) => {
          const error = targets[0]?.error ?? null;
          if (error !== null && error !== told) onTrouble(toAppError(error));
          told = error;
        },
      },
    });
  }

  stop(): void {
    this.#tail?.stop();
    this.#tail = null;
  }

  /** Everything CloudWatch Logs had by then has been read, ms since the epoch; null before. */
  readUpTo(): number | null {
    return this.#tail?.status().targets[0]?.caughtUpAt ?? null;
  }

  /** Tells those that have waited long enough for a word behind their REPORT. */
  settle(): void {
    const before = Math.max(this.#newest - BEHIND_REPORT_MS, this.#clock.now() - SILENCE_MS);
    for (const outcome of this.#outcomes.settle(before)) this.#tell(outcome);
  }

  #read(line: LogLine, { timestamp }: LogEvent): void {
    this.#newest = Math.max(this.#newest, Math.min(timestamp, this.#clock.now()));
    const error = line.requestId === null ? null : keptErrorOf(line);
    if (error !== null) {
      const key = `${line.version} ${line.requestId}`;
      this.#errors.set(key, heavier(this.#errors.get(key) ?? null, error));
      const [oldest] = this.#errors.keys();
      if (this.#errors.size > MOST_KEPT_ERRORS && oldest !== undefined) this.#errors.delete(oldest);
    }
    for (const outcome of this.#outcomes.read(line)) this.#tell(outcome);
  }

  #tell(outcome: InvocationOutcome): void {
    const { version, requestId, endedAt } = outcome;
    const side = version === null ? undefined : this.#sideOf.get(version);
    const key = `${version} ${requestId}`;
    const kept = this.#errors.get(key) ?? null;
    this.#errors.delete(key);
    // The tail shows both versions, and in a shared group perhaps another one's line.
    if (side === undefined || outcome.startedAt < this.#options.since) return;
    const isTimeout = outcome.outcome === 'timeout';
    const text = kept === null ? (isTimeout ? 'timed out' : 'failed') : errorText(kept);
    this.#onOutcome(side, outcome, outcome.outcome === 'ok' ? null : { at: endedAt, text, requestId });
  }
}

function errorText({ error: { type, message } }: KeptError): string {
  const whole = [type, message].filter((part) => part !== null && part !== '').join(': ');
  const text = sanitise(whole.split('\n', 1)[0] ?? '');
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}${ELLIPSIS}` : text;
}
