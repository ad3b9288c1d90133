import type { AddressInfo } from 'node:net';
import { Access } from './access.ts';
import { createCloudWatch } from './cloudwatch/service.ts';
import { createCodeDeploy } from './codedeploy/service.ts';
import { Faults } from './faults.ts';
import { answerOf } from './lambda/invocation-answer.ts';
import { createLambda } from './lambda/service.ts';
import { createLogs } from './logs/service.ts';
import { Quotas } from './quotas.ts';
import { RequestCounts } from './request-counts.ts';
import { createAccountServer } from './server.ts';
import { createSqs } from './sqs/service.ts';
import { createSts } from './sts/service.ts';
import { createWorldClock } from './world/clock.ts';
import { bringToLife } from './world/life/life.ts';
import { scenarios } from './world/scenarios/scenarios.ts';
import { World } from './world/world.ts';

/** The account and Region the embedded account plays. */
export const ACCOUNT = '123456789012';
export const REGION = 'eu-west-1';

/** How an embedded account is set up; all of it has defaults. */
export interface AccountOptions {
  /** TCP port on loopback; 0 = any free one. */
  port?: number;
  seed?: number;
  /** Name of a scenario; throws `UnknownScenario` when there is none such. */
  scenario?: string;
  /** Overrides the scenario's number of functions. */
  functions?: number;
  /** Overrides how many dead letters lie in each queue of a scenario that is about them. */
  messages?: number;
  /** Overrides how many events a second the scenario `flood` logs. */
  logEventsPerSecond?: number;
  /** Account seconds per real second; 0 stands still. */
  speed?: number;
  /** The account's time at birth, ms since the epoch. */
  start?: number;
  /** Real time gone by, ms since anything: the machine's unless told. */
  elapsed?: () => number;
  /** Told one line for each call that cannot be answered. */
  warn?: (line: string) => void;
}

/** A running embedded account. */
export interface Account {
  /** `http://127.0.0.1:PORT`. */
  endpoint: string;
  world: World;
  /** The misbehaviour in force; empty until asked for. */
  faults: Faults;
  /** Who may call, and by which clock: anybody, until told. */
  access: Access;
  quotas: Quotas;
  /** Ends it, breaking open connections. */
  close(): Promise<void>;
}

/** The scenario does not exist; `valid` are those that do. */
export class UnknownScenario extends Error {
  readonly valid: readonly string[];

  constructor(name: string) {
    const valid = Object.keys(scenarios);
    super(`unknown scenario '${name}'; valid: ${valid.join(', ')}`);
    this.valid = valid;
  }
}

/** Starts an embedded account on loopback. Rejects with the socket's error when the port is taken. */
export async function startAccount(options: AccountOptions = {}): Promise<Account> {
  const elapsed = options.elapsed ?? (() => performance.now());
  const world = createWorld(options, elapsed);
  const faults = new Faults();
  const access = new Access(() => Date.now());
  const quotas = new Quotas(world.hasQuotas, elapsed);
  const server = createAccountServer({
    world,
    faults,
    access,
    quotas,
    services: [
      createLambda(),
      createCloudWatch(world),
      createSts(),
      createLogs(world),
      createSqs(),
      createCodeDeploy(),
    ],
    requests: new RequestCounts(),
    warn: options.warn ?? (() => {}),
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    world,
    faults,
    access,
    quotas,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createWorld(options: AccountOptions, elapsed: () => number): World {
  const name = options.scenario ?? 'company';
  const scenario = Object.hasOwn(scenarios, name) ? scenarios[name] : undefined;
  if (scenario === undefined) throw new UnknownScenario(name);
  const clock = createWorldClock(options.start ?? Date.now(), options.speed ?? 1, elapsed);
  const place = { seed: options.seed ?? 1, scenario: name, account: ACCOUNT, region: REGION, clock };
  const inhabitants = scenario(place, options);
  const world = new World(place, inhabitants);
  bringToLife(world, answerOf, inhabitants.life);
  return world;
}
