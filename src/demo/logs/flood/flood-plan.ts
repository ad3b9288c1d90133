import { environmentFrom, pathHashOf } from '../../world/invocations/environment.ts';
import { initMsOf } from '../../world/invocations/initialisation.ts';
import type { Invocation } from '../../world/invocations/invocation.ts';
import type { LambdaFunction } from '../../world/model.ts';
import { hexText, mix, unit } from '../../world/random.ts';
import { type Path, pathsAt } from '../../world/traffic/paths.ts';

import { failingShare } from '../../world/version-traits.ts';
import { floodException } from './flood-lines.ts';

const SALT = { phase: 901, offset: 902, run: 903, init: 904, share: 905 } as const;
/** How many lines one execution environment writes in a second. */
const LINES_PER_ENVIRONMENT = 500;
const FEWEST_LINES = 10;
/** How long an execution environment lives, ms. */
const LIFETIME_MS = 2 * 3_600_000;
/** What tells a flood's environments from those of traffic, where both are asked for by their ids. */
const BIRTH = 254;

/** An invocation of a function that floods its log: it writes lines from its first to its last moment. */
export interface Run extends Invocation {
  /** The number of its first line; the others follow `FloodPlan.environments` apart. */
  first: number;
}

/**
 * Who writes which line of a flood, and when. All lines are numbered: number and time follow from each
 * other, environments take turns, and each environment's lines divide into invocations. Nothing is stored,
 * so any part of the flood can be asked for.
 */
export class FloodPlan {
  readonly target: LambdaFunction;
  /** How many execution environments write at the same time. */
  readonly environments: number;
  /** Lines of one invocation. */
  readonly linesEach: number;
  readonly #perSecond: number;
  readonly #base: number;
  readonly #runsEach: number;

  /** `base`, ms since the epoch, is when line 0 would be written. */
  constructor(target: LambdaFunction, perSecond: number, base: number) {
    this.target = target;
    this.#perSecond = perSecond;
    this.#base = base;
    this.environments = Math.max(2, Math.ceil(perSecond / LINES_PER_ENVIRONMENT));
    this.linesEach = Math.max(FEWEST_LINES, Math.round(perSecond / this.environments));
    this.#runsEach = Math.ceil((LIFETIME_MS * perSecond) / (1000 * this.environments * this.linesEach));
  }

  /** When a line is written, ms since the epoch. */
  timeOf(number: number): number {
    return this.#base + Math.floor((number * 1000) / this.#perSecond);
  }

  /** The first line that is written at an instant (ms since the epoch) or later. */
  firstAt(instant: number): number {
    const first = Math.ceil(((instant - this.#base) * this.#perSecond) / 1000);
    // What comes before belongs to invocations that would have begun before line 0.
    return Math.max(this.environments * this.linesEach, first);
  }

  /** The first line that an environment writes at an instant (ms since the epoch) or later. */
  firstOfAt(environment: number, instant: number): number {
    const first = this.firstAt(instant);
    const { environments } = this;
    return first + ((environment - (first % environments) + environments) % environments);
  }

  /** The line that tells of the failure of an invocation with this first line. */
  failureOf(first: number): number {
    return first + (this.linesEach - 3) * this.environments;
  }

  /** Which of its environment's invocations a line belongs to. */
  runNumberOf(number: number): number {
    const environment = number % this.environments;
    return Math.floor((Math.floor(number / this.environments) + this.#phaseOf(environment)) / this.linesEach);
  }

  /** An environment's invocation; undefined when nobody let it in. */
  run(environment: number, runNumber: number): Run | undefined {
    const { target } = this;
    const first = this.#firstOf(environment, runNumber);
    const began = this.timeOf(first);
    const path = this.#pathAt(environment, began);
    if (path === undefined) return undefined;
    const hash = mix(mix(target.key + SALT.run, environment), runNumber);
    const birth = this.#birthBefore(environment, runNumber);
    const initMs =
      birth === runNumber ? initMsOf(target, path.configuration, mix(hash, SALT.init)) : undefined;
    const last = this.timeOf(first + (this.linesEach - 1) * this.environments);
    const durationMs = Math.max(1, last - began - 1) + Math.floor(unit(mix(hash, 1)) * 100) / 100;
    const isFailing = unit(mix(hash, SALT.share)) < failingShare(path.traits, target.profile.errorShare);
    const head = hexText(hash, 16);
    return {
      first,
      hash,
      salt: mix(hash, 2),
      path,
      environment: this.#environment(environment, birth, path),
      start: began - Math.ceil(initMs ?? 0),
      initMs,
      durationMs,
      outcome: isFailing ? 'error' : 'success',
      ...(isFailing ? { exception: floodException(this.failureOf(first)) } : {}),
      requestId: `${head.slice(0, 8)}-${head.slice(8, 12)}-4${head.slice(13)}-b${hexText(mix(hash, 3), 3)}-${String(first).padStart(12, '0')}`,
    };
  }

  /** The invocation with which the execution environment of another one began, and with which it ends. */
  lifeOf(environment: number, runNumber: number): { birth: number; next: number } {
    const birth = this.#birthBefore(environment, runNumber);
    return { birth, next: birth + this.#runsEach };
  }

  /** When an environment's invocation begins, ms since the epoch. */
  startOf(environment: number, runNumber: number): number {
    return this.timeOf(this.#firstOf(environment, runNumber));
  }

  #environment(place: number, birth: number, path: Path) {
    const minute = Math.floor(this.timeOf(this.#firstOf(place, birth)) / 60_000);
    const origin = { pathHash: pathHashOf(path), slot: place, minute, birth: BIRTH };
    return environmentFrom(origin, path.version, this.target.key);
  }

  /** The first invocation of the execution environment that is in a place when an invocation comes. */
  #birthBefore(environment: number, runNumber: number): number {
    const offset = mix(this.target.key + SALT.offset, environment) % this.#runsEach;
    return Math.floor((runNumber + offset) / this.#runsEach) * this.#runsEach - offset;
  }

  #firstOf(environment: number, runNumber: number): number {
    return (runNumber * this.linesEach - this.#phaseOf(environment)) * this.environments + environment;
  }

  /** Environments begin their invocations apart from each other. */
  #phaseOf(environment: number): number {
    return mix(this.target.key + SALT.phase, environment) % this.linesEach;
  }

  /** The way an invocation takes: aliases divide the environments by their weights. */
  #pathAt(environment: number, instant: number): Path | undefined {
    const { reservedConcurrency, deletedAt } = this.target;
    if (deletedAt !== undefined && deletedAt <= instant) return undefined;
    if (environment >= (reservedConcurrency.at(instant) ?? Number.POSITIVE_INFINITY)) return undefined;
    const place = (environment + 0.5) / this.environments;
    let cumulated = 0;
    return pathsAt(this.target, instant).find(({ share }) => {
      cumulated += share;
      return place < cumulated;
    });
  }
}
