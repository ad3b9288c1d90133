import type { WorldClock } from '../clock.ts';
import type { Alias, LambdaFunction, Routing } from '../model.ts';
import { hashText, mix, uuidText } from '../random.ts';
import { type Deployment, type DeploymentOrder, isOver, type PastDeployment } from './deployment.ts';
import { type ShiftStep, shiftPlan } from './shift-plan.ts';

/** How long a stop takes, account ms: CodeDeploy first answers `Pending`. */
const STOP_TAKES = 3_000;
const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ID_LENGTH = 9;

/**
 * CodeDeploy's deployments of Lambda aliases. They shift traffic on the world's clock, each step through the
 * alias's own routing and with a new RevisionId, so that everybody else sees the alias move under them.
 */
export class Deployments {
  readonly #clock: WorldClock;
  readonly #functionNamed: (name: string) => LambdaFunction | undefined;
  readonly #seed: number;
  readonly #all: Deployment[] = [];

  constructor(clock: WorldClock, functionNamed: (name: string) => LambdaFunction | undefined, seed: number) {
    this.#clock = clock;
    this.#functionNamed = functionNamed;
    this.#seed = seed;
  }

  /** Newest first, as CodeDeploy lists them. */
  list(): readonly Deployment[] {
    return this.#all.toSorted((left, right) => right.createdAt - left.createdAt);
  }

  /** The deployment of that id, or undefined. */
  get(id: string): Deployment | undefined {
    return this.#all.find((each) => each.id === id);
  }

  /** Begins a deployment at its `createdAt`. Throws a RangeError for a configuration that does not exist. */
  start(order: DeploymentOrder): Deployment {
    const steps = shiftPlan(order.configName);
    if (steps === undefined) throw new RangeError(`no deployment configuration ${order.configName}`);
    const deployment = this.#add(order, 'InProgress');
    for (const step of steps) {
      this.#clock.at(order.createdAt + step.after, (instant) => this.#take(deployment, step, instant));
    }
    return deployment;
  }

  /** Remembers one that was over before the world was born; it touches nothing. */
  remember({ status, error, ...order }: PastDeployment): Deployment {
    const deployment = this.#add(order, status);
    const lastStep = shiftPlan(order.configName)?.at(-1)?.after ?? 0;
    this.#end(deployment, status, order.createdAt + lastStep);
    deployment.weight = status === 'Succeeded' ? 1 : 0;
    if (error !== undefined) deployment.error = error;
    return deployment;
  }

  /** Stops a deployment that is under way, in a moment; `rollsBack`: the alias returns to where it was. */
  stop(deployment: Deployment, rollsBack: boolean, now: number): void {
    if (isOver(deployment) || deployment.isStopping) return;
    deployment.isStopping = true;
    this.#clock.at(now + STOP_TAKES, (instant) => {
      if (isOver(deployment)) return;
      this.#end(deployment, 'Stopped', instant);
      deployment.error = { code: 'MANUAL_STOP', message: 'The deployment has been stopped by the user.' };
      if (rollsBack) this.#rollBack(deployment, instant);
    });
  }

  #add(order: DeploymentOrder, status: Deployment['status']): Deployment {
    const hash = hashText(this.#seed, `deployment ${this.#all.length}`);
    const letters = Array.from(
      { length: ID_LENGTH },
      (_, index) => LETTERS[mix(hash, index) % LETTERS.length],
    );
    const deployment: Deployment = {
      ...order,
      id: `d-${letters.join('')}`,
      status,
      weight: 0,
      updatedAt: order.createdAt,
      isStopping: false,
    };
    this.#all.push(deployment);
    return deployment;
  }

  /** One step; where the alias is not as this deployment left it, somebody else moved it: it fails. */
  #take(deployment: Deployment, step: ShiftStep, instant: number): void {
    if (isOver(deployment) || deployment.isStopping) return;
    const { currentVersion, targetVersion } = deployment;
    const alias = this.#aliasOf(deployment);
    if (alias === undefined || !isBetween(alias.routing.current, currentVersion, targetVersion)) {
      deployment.error = {
        code: 'INVALID_LAMBDA_CONFIGURATION',
        message: 'The Lambda function alias version does not match the current version in AppSpec file.',
      };
      this.#end(deployment, 'Failed', instant);
      return;
    }
    const isLast = step.weight === 1;
    const routing: Routing = isLast
      ? { version: targetVersion, additionalWeights: {} }
      : { version: currentVersion, additionalWeights: { [targetVersion]: step.weight } };
    this.#route(alias, routing, `${deployment.id} ${step.weight}`, instant);
    deployment.weight = step.weight;
    deployment.updatedAt = instant;
    if (isLast) this.#end(deployment, 'Succeeded', instant);
  }

  /** CodeDeploy rolls back by another deployment, all at once, whatever the alias looks like meanwhile. */
  #rollBack(deployment: Deployment, instant: number): void {
    const { application, group, functionName, alias: aliasName, currentVersion, targetVersion } = deployment;
    const rollback = this.#add(
      {
        application,
        group,
        functionName,
        alias: aliasName,
        configName: 'CodeDeployDefault.LambdaAllAtOnce',
        currentVersion: targetVersion,
        targetVersion: currentVersion,
        createdAt: instant,
        creator: 'codeDeployRollback',
      },
      'InProgress',
    );
    deployment.rollbackId = rollback.id;
    rollback.rollbackOfId = deployment.id;
    const alias = this.#aliasOf(deployment);
    if (alias !== undefined) {
      this.#route(alias, { version: currentVersion, additionalWeights: {} }, rollback.id, instant);
      rollback.weight = 1;
    }
    this.#end(rollback, alias === undefined ? 'Failed' : 'Succeeded', instant);
  }

  #end(deployment: Deployment, status: Deployment['status'], instant: number): void {
    deployment.status = status;
    deployment.completedAt = instant;
    deployment.updatedAt = instant;
  }

  #aliasOf({ functionName, alias }: Deployment): Alias | undefined {
    return this.#functionNamed(functionName)?.aliases.get(alias);
  }

  #route(alias: Alias, routing: Routing, why: string, instant: number): void {
    alias.routing.set(routing, instant);
    alias.revisionId = uuidText(hashText(this.#seed, `revision ${why}`));
  }
}

/** Whether an alias points to one version, with no other beside it than the second. */
function isBetween({ version, additionalWeights }: Routing, current: string, target: string): boolean {
  return version === current && Object.keys(additionalWeights).every((each) => each === target);
}
