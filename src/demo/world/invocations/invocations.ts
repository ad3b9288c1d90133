import type { WorldClock } from '../clock.ts';
import type { LambdaFunction } from '../model.ts';
import type { FunctionTraffic, InvocationCounter } from '../traffic/function-traffic.ts';
import type { Minute } from '../traffic/minute.ts';
import type { Traffic } from '../traffic/traffic.ts';
import { Births } from './births.ts';
import { EnvironmentUses, type UsedEnvironment } from './environment-uses.ts';
import { expand } from './expand.ts';
import { endOf, type Invocation } from './invocation.ts';
import { Recorded } from './recorded.ts';
import { Dealing } from './slots.ts';
import { countSplit } from './split-minute.ts';
import { stretchesOf } from './stretches.ts';

/** The single invocations of all functions, worked out when somebody reads a function's logs. */
export class Invocations {
  readonly #traffic: Traffic;
  readonly #clock: WorldClock;
  readonly #functions = new Map<LambdaFunction, FunctionInvocations>();

  constructor(traffic: Traffic, clock: WorldClock) {
    this.#traffic = traffic;
    this.#clock = clock;
  }

  /** One function's invocations: always the same object for the same function. */
  of(target: LambdaFunction): FunctionInvocations {
    const known = this.#functions.get(target);
    if (known !== undefined) return known;
    const invocations = new FunctionInvocations(this.#traffic.of(target), this.#clock, this.#functions.size);
    this.#functions.set(target, invocations);
    return invocations;
  }

  /** How many that came one by one run at an instant (ms since the epoch), of functions that reserve nothing. */
  recordedRunningUnreserved(instant: number): number {
    let running = 0;
    for (const [target, each] of this.#functions) {
      if (each.recordedTotal === 0 || target.reservedConcurrency.at(instant) !== undefined) continue;
      running += each.recordedRunningAt(instant);
    }
    return running;
  }
}

/** The single invocations of one function: what its metrics count and its logs tell. */
export class FunctionInvocations implements InvocationCounter {
  readonly target: LambdaFunction;
  /** Tells it from a former function of the same name. */
  readonly serial: number;
  readonly births: Births;
  readonly #recorded = new Recorded();
  readonly #traffic: FunctionTraffic;
  readonly #dealing: Dealing;
  readonly #uses: EnvironmentUses;

  constructor(traffic: FunctionTraffic, clock: WorldClock, serial: number) {
    this.serial = serial;
    this.target = traffic.target;
    this.#traffic = traffic;
    this.#dealing = new Dealing(traffic.target.profile);
    this.births = new Births(traffic, this.#dealing, clock);
    this.#uses = new EnvironmentUses(traffic, this.births, this.#dealing, clock, (minute) =>
      this.startingIn(minute),
    );
  }

  /** Those that came one by one, beside the traffic: in order of their start. */
  get recorded(): readonly Invocation[] {
    return this.#recorded.list;
  }

  /** How many have ever been recorded. */
  get recordedTotal(): number {
    return this.#recorded.total;
  }

  /** Writes one down that begins beside the traffic; gives how many such run then, itself among them. */
  record(invocation: Invocation): number {
    return this.#recorded.add(invocation);
  }

  /** How many of those that came one by one run at an instant, ms since the epoch. */
  recordedRunningAt(instant: number): number {
    return this.#recorded.runningAt(instant);
  }

  /** How many minutes an invocation may reach beyond the one it starts in. */
  get reach(): number {
    return this.#dealing.reach;
  }

  /**
   * The invocations that start in a minute (since the epoch), in order of their start; of the running
   * minute as they will have been if nothing changes.
   */
  startingIn(minute: number): Invocation[] {
    const { target, births } = this;
    const stretches = stretchesOf(this.#traffic, minute);
    return expand({ target, minute, stretches, births, dealing: this.#dealing });
  }

  splitMinute(minute: number, share: number): Minute {
    const stretches = stretchesOf(this.#traffic, minute);
    return countSplit(minute, this.target.key, stretches, this.startingIn(minute), share);
  }

  runningAt(instant: number): number {
    const minute = Math.floor(instant / 60_000);
    let running = 0;
    for (let earlier = minute - this.reach; earlier <= minute; earlier++) {
      for (const each of this.startingIn(earlier)) {
        if (each.start < instant && endOf(each) > instant) running += 1;
      }
    }
    return running;
  }

  /** The environments that ran some of the traffic in [from, until), minutes since the epoch. */
  environmentsBetween(from: number, until: number): UsedEnvironment[] {
    return [...this.#uses.between(from, until).values()];
  }

  /** What a minute is made of, as text: as long as it is the same, so are the minute's invocations. */
  basisOf(minute: number): string {
    return stretchesOf(this.#traffic, minute)
      .map(({ from, whole }) => {
        const paths = whole.paths.map(
          ({ path, invocations, errors }) => `${path.qualifier}:${path.version} ${invocations} ${errors}`,
        );
        return `${from} ${whole.coldStarts} ${whole.concurrency} ${whole.slowdown} ${paths.join()}`;
      })
      .join(';');
  }
}
