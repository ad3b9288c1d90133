/**
 * Sets the alias of a rollout as the state machine wants it, and looks at it again and again: whether a step worked,
 * whether somebody else moved it, whether AWS can be read at all.
 */
import { type AppError, needsLogin } from '../domain/app-error.ts';
import type { Clock } from '../domain/clock.ts';
import type { Logger } from '../domain/logger.ts';
import { type DesiredRouting, desired, routingFor } from '../domain/rollout/rollout.ts';
import type { Routing } from '../domain/traffic/routing.ts';
import { isSameRouting } from '../operations/plans/alias-situation.ts';
import { type AliasSteps, foreign, mayHaveBeenSet } from './alias-steps.ts';
import type { Blindness } from './blindness.ts';
import type { Course } from './course.ts';
import { Flights, type Landing } from './flights.ts';
import { Lookout, type Sighting } from './lookout.ts';
import { Retry } from './retry.ts';

/** What setting needs. */
export interface AliasSetterTools {
  readonly steps: AliasSteps;
  readonly course: Course;
  readonly blindness: Blindness;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly renewCredentials: () => void;
  /** A step or a look has ended and can be taken. */
  readonly onNews: () => void;
  /** AWS shows the weight of the next step. */
  readonly onStepSet: () => void;
}

/** See the file's head. */
export class AliasSetter {
  readonly #tools: AliasSetterTools;
  readonly #flights: Flights;
  readonly #lookout: Lookout;
  readonly #retry = new Retry();
  /** Where this rollout left the alias, or may have. */
  #left: readonly Routing[];
  /** A roll back ran beside another step: only one that runs alone proves anything. */
  #provesAlone = false;
  #hasSetOnce: boolean;

  /** @param isTakenUp another process began it, and may have set the alias */
  constructor(tools: AliasSetterTools, isTakenUp: boolean) {
    const { steps, clock, renewCredentials, onNews, course } = tools;
    const { routing, rollout } = course.record;
    this.#tools = tools;
    this.#flights = new Flights(onNews);
    this.#lookout = new Lookout({ steps, clock, renewCredentials, onSighting: onNews });
    this.#left = [...(routing === null ? [] : [routing]), ...mayHaveBeenSet(rollout)];
    this.#hasSetOnce = isTakenUp;
  }

  /** Steps are on their way to AWS. */
  get isSetting(): boolean {
    return this.#flights.count > 0;
  }

  /** Steps or looks are on their way. */
  get isBusy(): boolean {
    return this.isSetting || this.#lookout.isLooking;
  }

  /** What failed before is tried again at once. */
  hurry(): void {
    this.#retry.forget();
  }

  /** Begins nothing more; what AWS has been sent is finished. */
  callOff(): void {
    this.#flights.keepOnly(null);
  }

  /** Takes in what has ended since the last call. */
  take(now: number): void {
    for (const landing of this.#flights.take()) this.#landed(landing, now);
    const sighting = this.#lookout.take();
    if (sighting !== null) this.#see(sighting);
  }

  /** Begins what is due: a look, the next step, the way back. `isWritten` = all that was decided is on the disk. */
  act(now: number, isWritten: boolean): void {
    // What is read while a step is on its way proves nothing.
    if (!this.isSetting) this.#lookout.lookIfDue(this.#flights.started);
    const { steps, course } = this.#tools;
    const { rollout } = course.record;
    const wanted = desired(rollout);
    this.#flights.keepOnly(wanted);
    if (wanted === null || this.#flights.has(wanted) || this.#retry.isEarly(now)) return;
    const isBack = wanted.to === 'stable';
    if (!isBack && (this.isSetting || rollout.blindSince !== null)) return;
    if (isBack && this.#provesAlone && this.isSetting) return;
    if (!isBack && !isWritten) return;
    const left = this.#left;
    const target = routingFor(rollout.plan, wanted);
    if (!left.some((each) => isSameRouting(each, target))) this.#left = [...left, target];
    this.#flights.begin(wanted, (signal) => steps.set(wanted, left, signal));
  }

  #landed({ wanted, result, overlapped }: Landing, now: number): void {
    const { course } = this.#tools;
    this.#lookout.hurry();
    // What the way back overtook tells its own story, in the journal.
    if (course.record.rollout.aborted !== null && wanted.to !== 'stable') return;
    switch (result.kind) {
      case 'set':
        if (!overlapped) this.#arrived(wanted, now);
        else if (wanted.to === 'stable') this.#provesAlone = true;
        break;
      case 'moved':
        course.happen({ type: 'moved', difference: result.difference });
        break;
      default:
        this.#failed(wanted, result.error, result.kind === 'refused', now);
    }
  }

  #arrived(wanted: DesiredRouting, now: number): void {
    const { course, onStepSet } = this.#tools;
    const { plan, phase } = course.record.rollout;
    const routing = routingFor(plan, wanted);
    this.#left = [routing];
    this.#hasSetOnce = true;
    this.#retry.forget();
    // The step was read back.
    course.set({ trouble: null, routing: { ...routing, revisionId: null, at: now } });
    course.happen({ type: 'set', at: now, routing: wanted });
    if (phase === 'shifting') onStepSet();
  }

  #failed(wanted: DesiredRouting, error: AppError, isLasting: boolean, now: number): void {
    const { course, logger } = this.#tools;
    logger.warn('a step of the rollout did not work', error);
    // Whose change came in between, the next look tells: it may be the same person's roll back by hand.
    if (error.code !== 'changed-meanwhile')
      course.set({ trouble: { message: error.message, next: error.next } });
    this.#retry.failed(wanted, now);
    if (needsLogin(error)) course.happen({ type: 'blind', at: now });
    if (isLasting && !this.#hasSetOnce && wanted.to !== 'stable') course.stop('refused', error.message);
  }

  #see(sighting: Sighting): void {
    const { course, blindness, clock, logger } = this.#tools;
    const { rollout } = course.record;
    if (sighting.kind === 'unseen') {
      const { error, isBlind } = sighting;
      logger.warn('the alias cannot be read', error);
      if (!isBlind) return;
      blindness.lost();
      course.happen({ type: 'blind', at: clock.now() });
      course.set({ trouble: { message: error.message, next: error.next } });
      return;
    }
    const { routing, at, started } = sighting;
    if (rollout.blindSince !== null) blindness.seen(at);
    // A step that began meanwhile may or may not be in what was read.
    if (started !== this.#flights.started) return;
    course.set({ routing: { ...routing, at } });
    if (rollout.aborted !== null) return;
    const difference = foreign(rollout.plan, routing, this.#left);
    if (difference !== null) course.happen({ type: 'moved', difference });
  }
}
