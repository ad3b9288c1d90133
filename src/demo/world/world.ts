import type { WorldClock } from './clock.ts';
import type { EventSourceMapping, LambdaFunction, Queue } from './model.ts';
import { hashText, uuidText } from './random.ts';
import { Traffic } from './traffic/traffic.ts';

/** What a scenario brings into the world. */
export interface Inhabitants {
  functions: LambdaFunction[];
  eventSourceMappings: EventSourceMapping[];
  queues: Queue[];
  /** The account's limit on concurrent executions. */
  concurrencyLimit: number;
}

/** Where and when the world is. */
export interface Place {
  seed: number;
  scenario: string;
  account: string;
  region: string;
  clock: WorldClock;
}

/** The one model that all services of the account answer from. */
export class World implements Place {
  readonly seed: number;
  readonly scenario: string;
  readonly account: string;
  readonly region: string;
  readonly clock: WorldClock;
  readonly concurrencyLimit: number;
  /** In the order ListFunctions gives them, which is not the alphabet's. */
  readonly functions: readonly LambdaFunction[];
  readonly eventSourceMappings: EventSourceMapping[];
  readonly queues: readonly Queue[];
  readonly traffic: Traffic;
  readonly #byName: ReadonlyMap<string, LambdaFunction>;
  #ids = 0;

  constructor(place: Place, inhabitants: Inhabitants) {
    this.seed = place.seed;
    this.scenario = place.scenario;
    this.account = place.account;
    this.region = place.region;
    this.clock = place.clock;
    this.concurrencyLimit = inhabitants.concurrencyLimit;
    this.functions = [...inhabitants.functions].sort((left, right) => left.key - right.key);
    this.eventSourceMappings = inhabitants.eventSourceMappings;
    this.queues = inhabitants.queues;
    this.traffic = new Traffic(place.clock);
    this.#byName = new Map(this.functions.map((each) => [each.name, each]));
  }

  /** The function of that name, or undefined. */
  functionNamed(name: string): LambdaFunction | undefined {
    return this.#byName.get(name);
  }

  /** Who every caller is: an assumed role, whatever the credentials. */
  get caller(): { userId: string; arn: string } {
    return {
      userId: 'AROAEXAMPLEONCALL0001:demo',
      arn: `arn:aws:sts::${this.account}:assumed-role/OnCall/demo`,
    };
  }

  /** What is left of the account's concurrency for functions that reserve none. */
  get unreservedConcurrency(): number {
    const reserved = this.functions.reduce(
      (total, each) => total + (each.reservedConcurrency.current ?? 0),
      0,
    );
    return this.concurrencyLimit - reserved;
  }

  /** A fresh id shaped like a UUID; the n-th one is the same in every world of this seed. */
  nextId(): string {
    this.#ids += 1;
    return uuidText(hashText(this.seed, `id ${this.#ids}`));
  }
}
