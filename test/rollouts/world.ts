/** A rollout's driver on an embedded account, in time that only the test lets pass, with evidence that it makes up. */
import type { Account } from '../../src/demo/account.ts';
import type { Owner } from '../../src/domain/changes/entry.ts';
import type { Observation, VersionNews } from '../../src/domain/guard/guard.ts';
import { silentLogger } from '../../src/domain/logger.ts';
import type { RolloutRecord } from '../../src/domain/rollout/record.ts';
import { startRollout } from '../../src/domain/rollout/rollout.ts';
import { parseStrategy } from '../../src/domain/rollout/strategy.ts';
import type { AwsAccount } from '../../src/gateways/gateways.ts';
import type { NewOrder, RolloutFiles } from '../../src/journal/rollout-files.ts';
import { openRolloutFiles } from '../../src/journal/rollout-files.ts';
import { aliasSteps } from '../../src/rollouts/alias-steps.ts';
import { RolloutDriver } from '../../src/rollouts/driver.ts';
import type { Evidence } from '../../src/rollouts/evidence.ts';
import { type Lambdatop, lambdatopOn, pass } from '../operations/world.ts';
import { recordOf } from './record.ts';

/** The function that is rolled out; its alias `live` goes from 41 to 42. */
export const NAME = 'checkout-api-prod';
export const FUNCTION_ARN = `arn:aws:lambda:eu-west-1:123456789012:function:${NAME}`;
export const ID = 'aaaaaaaa';

/** What both versions do between two beats. `silent`: nothing can be read at all. */
export type Behaviour = 'healthy' | 'bad' | 'idle' | 'silent';

const NOTHING: VersionNews = { invocations: 0, errors: 0, throttles: 0, durationsMs: [] };

/** One process of a rollout. */
export interface Driven {
  readonly driver: RolloutDriver;
  readonly lambdatop: Lambdatop;
  /** Waits until no call is on its way. */
  idle(): Promise<void>;
  /** Lets so many ms pass and beats; true when it is over. */
  beat(ms?: number): Promise<boolean>;
}

/** A rollout between processes: its files, and what its versions do. */
export class RolloutWorld {
  readonly files: RolloutFiles;
  readonly account: Account;
  readonly root: string;
  behaviour: Behaviour = 'healthy';
  /** The wall clock of the rollout's process runs ahead by so much, ms. */
  skewMs = 0;
  /** A record is on its way to the disk. */
  isWriting = false;
  #now = Date.UTC(2026, 10, 21, 3, 0);
  #nextPid = 1;

  constructor(account: Account, root: string, directory: string) {
    this.account = account;
    this.root = root;
    this.files = openRolloutFiles(directory, this.clock);
  }

  get clock() {
    return { now: () => this.#now + this.skewMs };
  }

  /** Lets time pass, ms, for all. */
  pass(ms: number): void {
    this.#now += ms;
    pass(ms);
  }

  /** Writes a rollout down that has not begun. */
  async propose(strategy = '10,50,100@1m', change: Partial<RolloutRecord> = {}): Promise<RolloutRecord> {
    const now = this.clock.now();
    const rollout = startRollout({
      functionArn: FUNCTION_ARN,
      alias: 'live',
      stable: '41',
      canary: '42',
      strategy: parseStrategy(strategy),
      guarded: true,
    });
    const routing = { version: '41', weights: {}, revisionId: '', at: now };
    const record = recordOf(ID, { rollout, routing, startedAt: now, updatedAt: now, ...change });
    await this.files.write(record);
    return record;
  }

  /** A process that drives it. */
  async drive(owner: Owner, wrap?: (aws: AwsAccount) => AwsAccount): Promise<Driven> {
    const record = await this.files.read(ID);
    if (record === null) throw new Error('there is no rollout');
    const self = { ...owner, pid: owner.pid + this.#nextPid++ };
    const lambdatop = lambdatopOn(
      this.account,
      this.root,
      wrap ? { aws: wrap, owner: self } : { owner: self },
    );
    const { operations, aws } = lambdatop;
    const driver = new RolloutDriver(record, {
      files: { ...this.files, write: (each) => this.#write(each) },
      steps: aliasSteps({ plan: record.rollout.plan, operations, aliases: aws.aliases, group: ID }),
      evidence: this.#evidence(),
      clock: this.clock,
      logger: silentLogger,
      self,
      renewCredentials: () => {},
    });
    const idle = async (): Promise<void> => {
      while (driver.isBusy) await new Promise((resolve) => setImmediate(resolve));
    };
    const beat = async (ms = 1_000): Promise<boolean> => {
      this.pass(ms);
      return driver.beat();
    };
    return { driver, lambdatop, idle, beat };
  }

  order(order: NewOrder): Promise<unknown> {
    return this.files.order(ID, order);
  }

  async record(): Promise<RolloutRecord> {
    const record = await this.files.read(ID);
    if (record === null) throw new Error('there is no rollout');
    return record;
  }

  async #write(record: RolloutRecord): Promise<void> {
    this.isWriting = true;
    await this.files.write(record).finally(() => {
      this.isWriting = false;
    });
  }

  #evidence(): Evidence {
    const unknown = {
      invocations: null,
      errors: null,
      throttles: null,
      p50Ms: null,
      p99Ms: null,
      coldStarts: null,
    };
    const take = (): Observation => {
      const errors = { healthy: 0, bad: 10, idle: 0, silent: 0 }[this.behaviour];
      const isActive = this.behaviour === 'healthy' || this.behaviour === 'bad';
      if (!isActive) return { canary: NOTHING, stable: NOTHING };
      return {
        canary: { ...NOTHING, invocations: 20, errors },
        stable: { ...NOTHING, invocations: 180 },
      };
    };
    return {
      start: () => {},
      stop: () => {},
      take,
      readUpTo: () => (this.behaviour === 'silent' ? null : this.clock.now()),
      seen: () => ({
        figures: { canary: unknown, stable: unknown },
        errors: { canary: [], stable: [] },
        seenShare: null,
        canaryPerMinute: null,
        evidence: 'logs',
      }),
    };
  }
}
