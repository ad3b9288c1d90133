import { type AsyncInvocations, invokeOnce } from './async-invocations.ts';
import type { WorldClock } from './clock.ts';
import type { DeploymentOrder, PastDeployment } from './deployments/deployment.ts';
import { Deployments } from './deployments/deployments.ts';
import { Invocations } from './invocations/invocations.ts';
import { Defects } from './life/defects.ts';
import type { LifeSpec } from './life/life.ts';
import { MappingCounts } from './life/mapping-counts.ts';
import type { EventSourceMapping, LambdaFunction } from './model.ts';
import type { QueueSpec } from './queues/queue-spec.ts';
import { Queues } from './queues/queues.ts';
import { hashText, uuidText } from './random.ts';
import { ConcurrencyPool } from './traffic/concurrency-pool.ts';
import { Traffic } from './traffic/traffic.ts';

/** What a scenario brings into the world. */
export interface Inhabitants {
  functions: LambdaFunction[];
  eventSourceMappings: EventSourceMapping[];
  queues: QueueSpec[];
  /** The account's limit on concurrent executions. */
  concurrencyLimit: number;
  /** What CodeDeploy is doing at birth, or began shortly before. */
  deployments?: readonly DeploymentOrder[];
  /** What CodeDeploy had done before, with how it ended. */
  pastDeployments?: readonly PastDeployment[];
  /** Whether demand can exceed the concurrency limit, so that it must be accounted for minute by minute. */
  canRunOut?: boolean;
  /** Whether AWS's request quotas are enforced from the start. */
  hasQuotas?: boolean;
  /** What lives in it beside the drawn traffic. */
  life?: LifeSpec;
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
  readonly eventSourceMappings: EventSourceMapping[];
  readonly queues: Queues;
  readonly traffic: Traffic;
  readonly deployments: Deployments;
  /** Whether AWS's request quotas are enforced from the start. */
  readonly hasQuotas: boolean;
  /** The traffic's single invocations, for whoever reads logs. */
  readonly invocations: Invocations;
  /** Told when event source mappings change, with the instant (ms since the epoch) from which it counts. */
  onMappingsChanged: (since: number) => void = () => {};
  /** Told when somebody changed what a function may do or what feeds it; `at` in ms since the epoch. */
  onSettingsChanged: (target: LambdaFunction, at: number) => void = () => {};
  /** Told when somebody changed where a function's failures go; `at` in ms since the epoch. */
  onFailurePathChanged: (target: LambdaFunction, at: number) => void = () => {};
  /** The functions whose drawn traffic stands for a queue's messages, by the queue's name. */
  readonly fedBy: ReadonlyMap<string, LambdaFunction>;
  /** What is wrong with the functions' code. */
  readonly defects = new Defects();
  /** What became of the events of event source mappings. */
  readonly mappingCounts = new MappingCounts();
  /** What becomes of events that Lambda accepted for later. */
  asyncInvocations: AsyncInvocations;
  readonly #pool: ConcurrencyPool;
  readonly #formerFunctions: LambdaFunction[] = [];
  #functions: readonly LambdaFunction[];
  readonly #byName: Map<string, LambdaFunction>;
  #ids = 0;

  constructor(place: Place, inhabitants: Inhabitants) {
    this.seed = place.seed;
    this.scenario = place.scenario;
    this.account = place.account;
    this.region = place.region;
    this.clock = place.clock;
    this.concurrencyLimit = inhabitants.concurrencyLimit;
    this.#functions = [...inhabitants.functions].sort((left, right) => left.key - right.key);
    this.eventSourceMappings = inhabitants.eventSourceMappings;
    this.queues = new Queues({ ...place, bornAt: place.clock.start }, inhabitants.queues);
    const { canRunOut, concurrencyLimit } = inhabitants;
    this.#pool = new ConcurrencyPool(place.clock, concurrencyLimit, () => this.everyFunction);
    this.traffic = new Traffic(
      place.clock,
      (target) => this.invocations.of(target),
      canRunOut ? this.#pool : undefined,
    );
    this.invocations = new Invocations(this.traffic, place.clock);
    this.asyncInvocations = invokeOnce(this);
    this.#byName = new Map(this.#functions.map((each) => [each.name, each]));
    this.fedBy = new Map(
      this.eventSourceMappings.flatMap(({ eventSourceArn, functionArn }) => {
        const target = this.functionNamed(functionArn.split(':')[6] ?? '');
        if (target?.profile.source !== 'queue') return [];
        return [[eventSourceArn.slice(eventSourceArn.lastIndexOf(':') + 1), target] as const];
      }),
    );
    this.hasQuotas = inhabitants.hasQuotas ?? false;
    this.deployments = new Deployments(place.clock, (name) => this.functionNamed(name), place.seed);
    for (const order of inhabitants.pastDeployments ?? []) this.deployments.remember(order);
    for (const order of inhabitants.deployments ?? []) this.deployments.start(order);
  }

  /** In the order ListFunctions gives them, which is not the alphabet's. */
  get functions(): readonly LambdaFunction[] {
    return this.#functions;
  }

  /** Those that were deleted among them: the Region's past is theirs too. */
  get everyFunction(): readonly LambdaFunction[] {
    return this.#formerFunctions.length === 0
      ? this.functions
      : [...this.functions, ...this.#formerFunctions];
  }

  /** The function of that name, or undefined. */
  functionNamed(name: string): LambdaFunction | undefined {
    return this.#byName.get(name);
  }

  /** Adds a function, at the place in the list that its key gives it. */
  addFunction(target: LambdaFunction): void {
    const place = this.functions.findIndex((each) => each.key > target.key);
    this.#functions = this.functions.toSpliced(place < 0 ? this.functions.length : place, 0, target);
    this.#byName.set(target.name, target);
  }

  /** Removes a function from now on; its past stays. */
  removeFunction(target: LambdaFunction): void {
    target.deletedAt = this.clock.now();
    target.reservedConcurrency.set(undefined, target.deletedAt);
    this.#functions = this.functions.filter((each) => each !== target);
    this.#formerFunctions.push(target);
    this.#byName.delete(target.name);
    this.onSettingsChanged(target, target.deletedAt);
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

  /** Whether all concurrency is in use at an instant (ms since the epoch) that no function reserves. */
  isConcurrencyUsedUp(instant: number): boolean {
    return this.#pool.isUsedUp(instant, this.invocations.recordedRunningUnreserved(instant));
  }

  /** A fresh id shaped like a UUID; the n-th one is the same in every world of this seed. */
  nextId(): string {
    this.#ids += 1;
    return uuidText(hashText(this.seed, `id ${this.#ids}`));
  }
}
