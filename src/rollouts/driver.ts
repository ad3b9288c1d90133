/**
 * Drives one rollout: hears orders, looks at the alias and at the evidence, lets the state machine
 * (domain/rollout/rollout.ts) decide, writes down what it decided, and only then sets the alias. Nothing here
 * waits for AWS: calls are on their way while the beat goes on, so that an abort acts at once.
 */
import type { Owner } from '../domain/changes/entry.ts';
import type { Clock } from '../domain/clock.ts';
import { durationWords } from '../domain/duration-words.ts';
import type { Logger } from '../domain/logger.ts';
import type { RolloutRecord } from '../domain/rollout/record.ts';
import { hasEnded } from '../domain/rollout/rollout.ts';
import type { RolloutFiles } from '../journal/rollout-files.ts';
import { AliasSetter } from './alias-setter.ts';
import type { AliasSteps } from './alias-steps.ts';
import { Blindness, takenUp } from './blindness.ts';
import { Course } from './course.ts';
import type { Evidence } from './evidence.ts';
import { Judge } from './judge.ts';
import { Orders } from './orders.ts';
import { Pacer } from './pacer.ts';
import { RecordKeeper } from './record-keeper.ts';

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
  readonly #course: Course;
  readonly #keeper: RecordKeeper;
  readonly #orders: Orders;
  readonly #judge: Judge;
  readonly #blindness: Blindness;
  readonly #setter: AliasSetter;
  #beatAt: number;

  /** @param record as it was written last; of a rollout that another process began, that process is dead */
  constructor(record: RolloutRecord, tools: DriverTools) {
    const { files, logger, self, clock, evidence, steps, renewCredentials } = tools;
    const isTakenUp = record.updatedAt !== record.startedAt;
    const own = { ...record, owner: self, stopped: null };
    const wake = (): void => this.#pacer.wake();
    const hurry = (): void => this.#setter.hurry();
    const now = clock.now();
    this.#tools = tools;
    this.#beatAt = now;
    this.#course = new Course(isTakenUp ? { ...own, ...takenUp(record.rollout, now) } : own, hurry);
    const course = this.#course;
    this.#keeper = new RecordKeeper(files, logger);
    const hearsFrom = isTakenUp ? now : record.startedAt;
    this.#orders = new Orders({ files, self, logger, course, hearsFrom, onObeyed: hurry, onMore: wake });
    this.#judge = new Judge(record.guard, evidence);
    const judge = this.#judge;
    this.#blindness = new Blindness(judge, isTakenUp);
    const blindness = this.#blindness;
    this.#setter = new AliasSetter(
      {
        ...{ steps, course, blindness, clock, logger, renewCredentials },
        onNews: wake,
        onStepSet: () => judge.beginStep(),
      },
      isTakenUp,
    );
  }

  /** As it is now. */
  get record(): RolloutRecord {
    return this.#course.record;
  }

  /** Calls to AWS are on their way. */
  get isBusy(): boolean {
    return this.#setter.isBusy;
  }

  /** Drives to the end: of the rollout, or of what this process can do for it. */
  async run(): Promise<RolloutRecord> {
    const { evidence, files } = this.#tools;
    evidence.start();
    const stopWatching = files.watch(this.record.id, () => this.#pacer.wake());
    try {
      while (!(await this.beat())) await this.#pacer.pause();
      // The journal is to know how the last calls ended.
      while (this.#setter.isSetting) await this.#pacer.pause();
      return this.record;
    } finally {
      stopWatching();
      evidence.stop();
    }
  }

  /** Rolls back because nobody will go on guarding: the process was told to end. */
  abort(reason: string): void {
    this.#course.happen({ type: 'abort', by: 'interrupt', reason });
    this.#pacer.wake();
  }

  /** One look at everything; true when nothing is left to do. */
  async beat(): Promise<boolean> {
    const now = this.#tools.clock.now();
    const passedMs = Math.min(LONGEST_BEAT_MS, Math.max(0, now - this.#beatAt));
    this.#beatAt = now;
    const heard = await this.#orders.hear();
    this.#setter.take(now);
    this.#look(now, passedMs);
    // On the disk before any step; what cannot be written stops every step but the way back.
    const updatedAt = await this.#keeper.keep(this.record, now);
    // Only that: an abort may have come meanwhile.
    this.#course.set({ updatedAt });
    const isWritten = this.#keeper.holds(this.record);
    if (heard !== null && isWritten) await this.#orders.forget(heard);
    if (hasEnded(this.record.rollout) || this.record.stopped !== null) {
      this.#setter.callOff();
      return true;
    }
    this.#setter.act(now, isWritten);
    return false;
  }

  /** Lets the guard judge what became known, and the clock of the step go on. */
  #look(now: number, passedMs: number): void {
    const course = this.#course;
    const { verdict, ...seen } = this.#judge.look(now);
    course.set({ ...seen, verdict: verdict && { name: verdict.verdict, sentence: verdict.sentence } });
    if (this.#blindness.isOver()) {
      this.#setter.hurry();
      course.happen({ type: 'sighted' });
      course.set({ trouble: null });
    }
    course.happen({
      type: 'look',
      at: now,
      verdict: verdict?.verdict ?? null,
      sentence: verdict?.sentence ?? '',
      attached: course.record.attached,
    });
    const { blindSince, aborted } = course.record.rollout;
    const blindMs = this.#blindness.lasted(blindSince !== null, passedMs);
    // A roll back is never given up.
    if (blindMs > course.record.maxBlindMs && aborted === null) {
      course.stop('blind', `AWS could not be read for ${durationWords(blindMs / 1_000)}`);
    }
  }
}
