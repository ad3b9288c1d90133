/**
 * Drives one rollout: hears orders, looks at the alias and at the evidence, lets the state machine
 * (domain/rollout/rollout.ts) decide, writes down what it decided, and only then sets the alias. Nothing here
 * waits for AWS: calls are on their way while the beat goes on, so that an abort acts at once.
 */
import { type AppError, needsLogin } from '../domain/app-error.ts';
import type { Owner } from '../domain/changes/entry.ts';
import type { Clock } from '../domain/clock.ts';
import { durationWords } from '../domain/duration-words.ts';
import type { Logger } from '../domain/logger.ts';
import type { RolloutOrder, RolloutRecord, StopReason } from '../domain/rollout/record.ts';
import {
  type DesiredRouting,
  desired,
  hasEnded,
  next,
  type RolloutEvent,
  refusal,
  routingFor,
} from '../domain/rollout/rollout.ts';
import type { Routing } from '../domain/traffic/routing.ts';
import type { RolloutFiles } from '../journal/rollout-files.ts';
import { isSameRouting } from '../operations/plans/alias-situation.ts';
import { type AliasSteps, foreign, mayHaveBeenSet } from './alias-steps.ts';
import { Blindness, takenUp } from './blindness.ts';
import { listen } from './ear.ts';
import type { Evidence } from './evidence.ts';
import { Flights, type Landing } from './flights.ts';
import { Judge } from './judge.ts';
import { Lookout, type Sighting } from './lookout.ts';
import { Pacer } from './pacer.ts';
import { RecordKeeper } from './record-keeper.ts';
import { Retry } from './retry.ts';

/** What a driver needs. */
export interface DriverTools {
  readonly files: RolloutFiles;
  readonly steps: AliasSteps;
  readonly evidence: Evidence;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The process that drives. */
  readonly self: Owner;
  readonly renewCredentials: () => void;
}

/** A beat comes at least so often, ms. */
const BEAT_MS = 500;
/** Time between two beats counts at most so much, ms: a laptop that slept was not blind, it was not there. */
const LONGEST_BEAT_MS = 15_000;

/** See the file's head. */
export class RolloutDriver {
  readonly #tools: DriverTools;
  readonly #pacer = new Pacer(BEAT_MS);
  readonly #keeper: RecordKeeper;
  readonly #flights = new Flights(() => this.#pacer.wake());
  readonly #lookout: Lookout;
  readonly #judge: Judge;
  readonly #blindness: Blindness;
  #record: RolloutRecord;
  /** Where this rollout left the alias, or may have. */
  #left: readonly Routing[];
  #beatAt: number;
  readonly #retry = new Retry();
  /** A roll back ran beside another step: only one that runs alone proves anything. */
  #provesAlone = false;
  #hasSetOnce: boolean;
  /** Orders to go on that a dead process never heard are not carried out by the next one; ms since the epoch. */
  readonly #hearsFrom: number;

  /** @param record as it was written last; of a rollout that another process began, that process is dead */
  constructor(record: RolloutRecord, tools: DriverTools) {
    this.#tools = tools;
    const isTakenUp = record.updatedAt !== record.startedAt;
    const own = { ...record, owner: tools.self, stopped: null };
    this.#record = isTakenUp ? { ...own, ...takenUp(record.rollout, tools.clock.now()) } : own;
    this.#keeper = new RecordKeeper(tools.files, tools.logger);
    this.#judge = new Judge(record.guard, tools.evidence);
    this.#blindness = new Blindness(this.#judge, isTakenUp);
    const { routing, rollout } = record;
    this.#left = [...(routing === null ? [] : [routing]), ...mayHaveBeenSet(rollout)];
    this.#hasSetOnce = isTakenUp;
    this.#beatAt = tools.clock.now();
    this.#hearsFrom = isTakenUp ? this.#beatAt : record.startedAt;
    this.#lookout = new Lookout({
      steps: tools.steps,
      clock: tools.clock,
      renewCredentials: tools.renewCredentials,
      onSighting: () => this.#pacer.wake(),
    });
  }

  /** As it is now. */
  get record(): RolloutRecord {
    return this.#record;
  }

  /** Calls to AWS are on their way. */
  get isBusy(): boolean {
    return this.#flights.count > 0 || this.#lookout.isLooking;
  }

  /** Drives to the end: of the rollout, or of what this process can do for it. */
  async run(): Promise<RolloutRecord> {
    const { evidence, files } = this.#tools;
    evidence.start();
    const stopWatching = files.watch(this.#record.id, () => this.#pacer.wake());
    try {
      while (!(await this.beat())) await this.#pacer.pause();
      // The journal is to know how the last calls ended.
      while (this.#flights.count > 0) await this.#pacer.pause();
      return this.#record;
    } finally {
      stopWatching();
      evidence.stop();
    }
  }

  /** Rolls back because nobody will go on guarding: the process was told to end. */
  abort(reason: string): void {
    this.#happen({ type: 'abort', by: 'interrupt', reason });
    this.#pacer.wake();
  }

  /** One look at everything; true when nothing is left to do. */
  async beat(): Promise<boolean> {
    const now = this.#tools.clock.now();
    const passedMs = Math.min(LONGEST_BEAT_MS, Math.max(0, now - this.#beatAt));
    this.#beatAt = now;
    const heard = await this.#hear();
    for (const landing of this.#flights.take()) this.#landed(landing, now);
    this.#see(this.#lookout.take());
    this.#look(now, passedMs);
    // On the disk before any step; what cannot be written stops every step but the way back.
    this.#record = await this.#keeper.keep(this.#record, now);
    if (heard !== null && this.#keeper.holds(this.#record)) {
      await this.#tools.files.answered(this.#record.id, heard).catch(() => {});
    }
    if (hasEnded(this.#record.rollout) || this.#record.stopped !== null) {
      this.#flights.keepOnly(null);
      return true;
    }
    this.#act(now);
    return false;
  }

  /** Terminals and the next order; resolves with it: it can be forgotten once the record is written. */
  async #hear(): Promise<RolloutOrder | null> {
    const { files, self, logger } = this.#tools;
    const { id, onInterrupt } = this.#record;
    const heard = await listen(id, files, self, logger);
    if (heard === null) return null;
    this.#set({ attached: heard.attached });
    if (heard.isLost && onInterrupt === 'hold') this.#happen({ type: 'hold' });
    if (heard.isLost && onInterrupt === 'rollback') this.abort('its terminal was lost');
    // One at a time, so that each finds its answer in the record.
    if (heard.order !== null) this.#obey(heard.order);
    if (heard.hasMore) this.#pacer.wake();
    return heard.order;
  }

  #obey(order: RolloutOrder): void {
    // It was carried out before the process that wrote so died.
    if (order.id === this.#record.answered?.orderId) return;
    let why: string | null = null;
    if (order.order === 'abort') {
      this.#happen({ type: 'abort', by: 'operator', reason: order.reason });
    } else if (order.order === 'leave') {
      this.#stop('left', `left unguarded by ${order.actor}`);
    } else {
      why = order.at < this.#hearsFrom ? 'Nobody was there when it was given' : null;
      why ??= refusal(this.#record.rollout, order.order);
      if (why === null) this.#happen({ type: order.order });
      this.#retry.forget();
    }
    this.#set({ answered: { orderId: order.id, refusal: why } });
  }

  #landed({ wanted, result, overlapped }: Landing, now: number): void {
    this.#lookout.hurry();
    // What the way back overtook tells its own story, in the journal.
    if (this.#record.rollout.aborted !== null && wanted.to !== 'stable') return;
    switch (result.kind) {
      case 'set':
        if (!overlapped) this.#arrived(wanted, now);
        else if (wanted.to === 'stable') this.#provesAlone = true;
        break;
      case 'moved':
        this.#happen({ type: 'moved', difference: result.difference });
        break;
      default:
        this.#failed(wanted, result.error, result.kind === 'refused', now);
    }
  }

  #arrived(wanted: DesiredRouting, now: number): void {
    const before = this.#record.rollout;
    const routing = routingFor(before.plan, wanted);
    this.#left = [routing];
    this.#hasSetOnce = true;
    this.#retry.forget();
    // The step was read back.
    this.#set({ trouble: null, routing: { ...routing, revisionId: null, at: now } });
    this.#happen({ type: 'set', at: now, routing: wanted });
    if (before.phase === 'shifting') this.#judge.beginStep();
  }

  #failed(wanted: DesiredRouting, error: AppError, isLasting: boolean, now: number): void {
    this.#tools.logger.warn('a step of the rollout did not work', error);
    // Whose change came in between, the next look tells: it may be the same person's roll back by hand.
    if (error.code !== 'changed-meanwhile')
      this.#set({ trouble: { message: error.message, next: error.next } });
    this.#retry.failed(wanted, now);
    if (needsLogin(error)) this.#happen({ type: 'blind', at: now });
    if (isLasting && !this.#hasSetOnce && wanted.to !== 'stable') this.#stop('refused', error.message);
  }

  #see(sighting: Sighting | null): void {
    if (sighting === null) return;
    const { rollout } = this.#record;
    if (sighting.kind === 'unseen') {
      const { error, isBlind } = sighting;
      this.#tools.logger.warn('the alias cannot be read', error);
      if (!isBlind) return;
      this.#blindness.lost();
      this.#happen({ type: 'blind', at: this.#tools.clock.now() });
      this.#set({ trouble: { message: error.message, next: error.next } });
      return;
    }
    const { routing, at, started } = sighting;
    if (rollout.blindSince !== null) this.#blindness.seen(at);
    // A step that began meanwhile may or may not be in what was read.
    if (started !== this.#flights.started) return;
    this.#set({ routing: { ...routing, at } });
    if (rollout.aborted !== null) return;
    const difference = foreign(rollout.plan, routing, this.#left);
    if (difference !== null) this.#happen({ type: 'moved', difference });
  }

  #look(now: number, passedMs: number): void {
    const { verdict, ...seen } = this.#judge.look(now);
    this.#set({ ...seen, verdict: verdict && { name: verdict.verdict, sentence: verdict.sentence } });
    if (this.#blindness.isOver()) {
      this.#retry.forget();
      this.#happen({ type: 'sighted' });
      this.#set({ trouble: null });
    }
    this.#happen({
      type: 'look',
      at: now,
      verdict: verdict?.verdict ?? null,
      sentence: verdict?.sentence ?? '',
      attached: this.#record.attached,
    });
    const { blindSince, aborted } = this.#record.rollout;
    const blindMs = this.#blindness.lasted(blindSince !== null, passedMs);
    // A roll back is never given up.
    if (blindMs > this.#record.maxBlindMs && aborted === null) {
      this.#stop('blind', `AWS could not be read for ${durationWords(blindMs / 1_000)}`);
    }
  }

  #act(now: number): void {
    // What is read while a step is on its way proves nothing.
    if (this.#flights.count === 0) this.#lookout.lookIfDue(this.#flights.started);
    const { rollout } = this.#record;
    const wanted = desired(rollout);
    this.#flights.keepOnly(wanted);
    if (wanted === null || this.#flights.has(wanted) || this.#retry.isEarly(now)) return;
    const isBack = wanted.to === 'stable';
    if (!isBack && (this.#flights.count > 0 || rollout.blindSince !== null)) return;
    if (isBack && this.#provesAlone && this.#flights.count > 0) return;
    if (!isBack && !this.#keeper.holds(this.#record)) return;
    const left = this.#left;
    const target = routingFor(rollout.plan, wanted);
    if (!left.some((each) => isSameRouting(each, target))) this.#left = [...left, target];
    this.#flights.begin(wanted, (signal) => this.#tools.steps.set(wanted, left, signal));
  }

  #happen(event: RolloutEvent): void {
    const { rollout } = this.#record;
    const after = next(rollout, event);
    if (after === rollout) return;
    // What the former step ran into does not concern the way back.
    if (after.aborted !== null && rollout.aborted === null) {
      this.#retry.forget();
      if (after.blindSince === null) this.#set({ trouble: null });
    }
    this.#set({ rollout: after });
  }

  #stop(why: StopReason, sentence: string): void {
    if (!hasEnded(this.#record.rollout)) this.#set({ stopped: { why, sentence } });
  }

  #set(change: Partial<RolloutRecord>): void {
    this.#record = { ...this.#record, ...change };
  }
}
