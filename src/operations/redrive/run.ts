/**
 * A confirmed redrive: one message first, then all others at their rate, several batches at a time; it stops when
 * dead letters come back, when AWS says no for good, when nothing can be noted any more, or when it is called off.
 */
import { AppError, toAppError } from '../../domain/app-error.ts';
import { type Destination, destinationKey } from '../../domain/dead-letters/destination.ts';
import { createRedriveLog } from '../../journal/redrive-log.ts';
import { realSleep } from '../runner/patience.ts';
import { nextBatch } from './deliver.ts';
import type { OpenedEntry } from './opening.ts';
import { Pace, Speedometer } from './pace.ts';
import type { PreparedSelection } from './prepare.ts';
import type { OnRedriveProgress, PlannedLetter, RedriveResult, SelectionPlan } from './request.ts';
import { goOnWith, resultOf } from './result.ts';
import { type ProbeOutcome, ReturnGuard, watchProbe } from './returns.ts';
import { findWays, scanQueue } from './scan.ts';
import type { RedriveTools } from './tools.ts';
import { deleteSent, Ledger, type TransferTools, transfer } from './transfer.ts';

/** How a redrive is run; all of it has defaults. */
export interface RedriveChoices {
  /** Send one message first and wait whether it fails again; on unless told. */
  readonly probe?: boolean;
  /** Send the first message, wait for it, and go no further. */
  readonly only?: 'probe';
  readonly onProgress?: OnRedriveProgress;
  /** Calls it off: what is in flight is finished, nothing new begun. */
  readonly signal?: AbortSignal;
}

/** Batches on their way at a time. One of a FIFO queue: its order. */
const PARALLEL = 8;

/** Runs a plan whose intent is in the journal. Never rejects; the prepared messages are given back at the end. */
export async function runSelection(
  prepared: PreparedSelection,
  { probe = true, only, onProgress = () => {}, signal = new AbortController().signal }: RedriveChoices,
  opened: Omit<OpenedEntry, 'lock'>,
  tools: RedriveTools,
): Promise<RedriveResult> {
  const ledger = new Ledger();
  let error: AppError | null = null;
  let outcome: ProbeOutcome | null = null;
  const run = new Run(prepared, { onProgress, signal }, ledger, opened, tools);
  try {
    await run.open();
    await run.finishEarlier();
    const isWorthIt = prepared.plan.letters.length > 1 || only === 'probe';
    if (probe && isWorthIt && prepared.source) outcome = await run.probe();
    if (outcome?.state === 'back') {
      error = stopped(outcome.words, prepared.plan, run.left);
    } else if (only !== 'probe') {
      await run.all();
    }
    error ??= run.error;
  } catch (thrown) {
    error = toAppError(thrown);
  } finally {
    await run.close();
  }
  const result = resultOf(prepared.plan, ledger, {
    error,
    probe: outcome?.words ?? null,
    entry: opened.entry.id,
    interrupted: signal.aborted,
    left: run.left,
  });
  const trouble = await opened.entry
    .end(result.outcome === 'already' ? 'done' : result.outcome, result.error?.message ?? null)
    .catch(toAppError);
  return trouble && !result.error ? { ...result, error: trouble } : result;
}

function stopped(words: string, plan: SelectionPlan, left: number): AppError {
  return new AppError('stopped', `Stopped: ${words}.`, {
    next: ['mend the function first, then go on', ...goOnWith(plan, left)],
  });
}

class Run {
  readonly #prepared: PreparedSelection;
  readonly #onProgress: OnRedriveProgress;
  readonly #signal: AbortSignal;
  readonly #ledger: Ledger;
  readonly #opened: Omit<OpenedEntry, 'lock'>;
  readonly #tools: RedriveTools;
  readonly #guard: ReturnGuard;
  readonly #speed: Speedometer;
  #transfers: TransferTools | null = null;
  /** Not begun, in their order. */
  readonly #pending: Set<PlannedLetter>;
  #planned: number;
  /** Why nothing new is begun. */
  error: AppError | null = null;

  constructor(
    prepared: PreparedSelection,
    { onProgress, signal }: { readonly onProgress: OnRedriveProgress; readonly signal: AbortSignal },
    ledger: Ledger,
    opened: Omit<OpenedEntry, 'lock'>,
    tools: RedriveTools,
  ) {
    this.#prepared = prepared;
    this.#onProgress = onProgress;
    this.#signal = signal;
    this.#ledger = ledger;
    this.#opened = opened;
    this.#tools = tools;
    this.#pending = new Set(prepared.plan.letters);
    this.#planned = this.#pending.size;
    const { clock, aws } = tools;
    this.#guard = new ReturnGuard(prepared.plan.queue.arn, { queues: aws.queues, clock, signal });
    this.#speed = new Speedometer(clock);
  }

  /** Messages that were not begun. */
  get left(): number {
    const { redriven, doubled, refused } = this.#ledger;
    return Math.max(0, this.#planned - redriven.size - doubled.size - refused.size);
  }

  async open(): Promise<void> {
    const { plan, source } = this.#prepared;
    const { directory, entry } = this.#opened;
    const { clock, aws, sleep = realSleep } = this.#tools;
    const log = await createRedriveLog(directory, plan.queue.arn, entry.id, clock);
    this.#transfers = {
      messages: aws.messages,
      log,
      ledger: this.#ledger,
      source,
      sleep,
      signal: this.#signal,
      onWait: (because) => this.#onProgress({ kind: 'waiting', because }),
    };
    if (plan.edited) await log.keepOriginal(plan.edited.messageId, plan.edited.before);
    if (source) await this.#guard.begin();
  }

  async close(): Promise<void> {
    await this.#transfers?.log.close();
    await this.#prepared.close();
  }

  /** Deletes what an earlier run had sent and could not delete any more. */
  async finishEarlier(): Promise<void> {
    const { toFinish } = this.#prepared.plan;
    for (let at = 0; at < toFinish.length && this.#transfers && !this.#signal.aborted; at += 10) {
      const gone = await deleteSent(toFinish.slice(at, at + 10), this.#transfers);
      for (const id of gone) this.#ledger.finished.add(id);
      await this.#transfers.log.note('deleted', gone, null);
    }
  }

  /** Sends the first message alone and waits what comes of it. */
  async probe(): Promise<ProbeOutcome | null> {
    const { plan, source } = this.#prepared;
    const { aws, clock, sleep = realSleep } = this.#tools;
    const [first] = plan.letters;
    if (!first || !source) return null;
    const at = clock.now();
    await this.#transfer([first]);
    const ids = [...this.#ledger.sentIds];
    if (this.error || ids.length === 0) return null;
    const { destination, triaged } = first;
    const functionNames =
      destination.kind === 'queue'
        ? destination.readers.map(({ name }) => name)
        : [destination.name.split(':')[6] ?? destination.name];
    return watchProbe(
      { letter: triaged.letter, ids, functionNames, at },
      plan.probeMs,
      this.#guard.baseline,
      { session: source.session, queueArn: plan.queue.arn },
      {
        queues: aws.queues,
        logs: aws.logs,
        clock,
        sleep,
        signal: this.#signal,
        onProgress: this.#onProgress,
      },
    );
  }

  /** Sends everything else; of queues that hide some behind others, wave after wave. */
  async all(): Promise<void> {
    const { clock, sleep = realSleep } = this.#tools;
    const pace = new Pace(this.#prepared.plan.ratePerS, clock, sleep);
    do {
      const isFifo = [...this.#pending].some(({ destination: to }) => to.kind === 'queue' && to.fifo);
      const workers = Array.from({ length: isFifo ? 1 : PARALLEL }, () => this.#work(pace));
      // All come to their end before an error is told: what is on its way is noted.
      const ends = await Promise.allSettled(workers);
      const failed = ends.find((end) => end.status === 'rejected');
      if (failed?.status === 'rejected') throw failed.reason;
    } while (await this.#nextWave());
  }

  async #work(pace: Pace): Promise<void> {
    for (;;) {
      const batch = this.#isOver() ? [] : this.#takeBatch();
      if (batch.length === 0) return;
      await pace.take(batch.length, this.#signal);
      if (this.#isOver()) return;
      try {
        await this.#transfer(batch);
      } catch (thrown) {
        // It could not be noted, and so it was not sent; nor will others be.
        this.error ??= toAppError(thrown);
        return;
      }
      const reason = await this.#guard.reason();
      if (reason !== null) this.error ??= stopped(reason, this.#prepared.plan, this.left);
      this.#tell();
    }
  }

  async #transfer(batch: readonly PlannedLetter[]): Promise<void> {
    if (!this.#transfers) return;
    for (const planned of batch) this.#pending.delete(planned);
    const fatal = await transfer(batch, this.#transfers);
    // Not in one step with the call: another worker may have set it meanwhile.
    this.error ??= fatal;
    const { redriven } = this.#ledger;
    this.#guard.removed(batch.filter(({ triaged }) => redriven.has(triaged.letter.messageId)).length);
  }

  #takeBatch(): readonly PlannedLetter[] {
    const batch = nextBatch(this.#pending, this.#ledger.blockedGroups);
    for (const planned of batch) this.#pending.delete(planned);
    return batch;
  }

  #isOver(): boolean {
    return this.error !== null || this.#signal.aborted;
  }

  #tell(): void {
    const done = this.#ledger.redriven.size;
    this.#onProgress({
      kind: 'moving',
      done,
      total: this.#planned,
      ...this.#speed.read(done, this.#planned),
    });
  }

  /** What was hidden behind the messages that are gone now; true when there is some. */
  async #nextWave(): Promise<boolean> {
    const { plan, request, source } = this.#prepared;
    const look = plan.look;
    if (this.#isOver() || !source || !look || !(look.queue.fifo || look.end === 'bytes')) return false;
    const wanted = (request.limit ?? Number.POSITIVE_INFINITY) - this.#planned;
    if (wanted <= 0 || this.#ledger.redriven.size === 0) return false;
    const scanned = await scanQueue(source.session, request, wanted, this.#opened.leftOver);
    if (scanned.meant.length === 0) return false;
    const known = new Map<string, Destination>(
      plan.letters.map(({ mechanism, destination }) => [destinationKey(mechanism) ?? '', destination]),
    );
    const ways = await findWays(scanned.meant, plan.queue.arn, request, known, this.#tools.aws, this.#signal);
    for (const planned of ways.letters) this.#pending.add(planned);
    this.#planned += ways.letters.length;
    return ways.letters.length > 0;
  }
}
