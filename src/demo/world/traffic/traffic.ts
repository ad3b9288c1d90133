import type { WorldClock } from '../clock.ts';
import type { LambdaFunction } from '../model.ts';
import type { ConcurrencyPool } from './concurrency-pool.ts';
import { FunctionTraffic, type InvocationCounter } from './function-traffic.ts';

/** The traffic of all functions; each function's is generated when first asked for. */
export class Traffic {
  readonly #clock: WorldClock;
  readonly #counterOf: (target: LambdaFunction) => InvocationCounter;
  readonly #pool: ConcurrencyPool | undefined;
  readonly #functions = new Map<LambdaFunction, FunctionTraffic>();

  /** `counterOf` tells a function's invocations apart; `pool` where the account's concurrency can run out. */
  constructor(
    clock: WorldClock,
    counterOf: (target: LambdaFunction) => InvocationCounter,
    pool: ConcurrencyPool | undefined,
  ) {
    this.#clock = clock;
    this.#counterOf = counterOf;
    this.#pool = pool;
  }

  /** One function's traffic: always the same object for the same function. */
  of(target: LambdaFunction): FunctionTraffic {
    const known = this.#functions.get(target);
    if (known !== undefined) return known;
    const traffic = new FunctionTraffic(target, this.#clock, () => this.#counterOf(target), this.#pool);
    this.#functions.set(target, traffic);
    return traffic;
  }
}
