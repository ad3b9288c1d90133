/** Operations on an embedded account: the true path (SDK, HTTP, journal on disk), inside the test's process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Account, AccountOptions } from '../../src/demo/account.ts';
import type { Entry, Owner } from '../../src/domain/changes/entry.ts';
import type { Plan } from '../../src/domain/changes/plan.ts';
import type { PlanResult } from '../../src/domain/changes/result.ts';
import type { Clock } from '../../src/domain/clock.ts';
import { silentLogger } from '../../src/domain/logger.ts';
import { connect } from '../../src/gateways/aws/account.ts';
import type { AwsAccount } from '../../src/gateways/gateways.ts';
import type { Scope } from '../../src/gateways/scope.ts';
import { thisProcess } from '../../src/journal/owner.ts';
import { stateDirFrom } from '../../src/journal/state-dir.ts';
import { type ApplyChoices, createOperations, type Operations } from '../../src/operations/operations.ts';
import type { ChangeRequest, KillOptions, RestoreOptions } from '../../src/operations/requests.ts';
import type { Sleep } from '../../src/operations/runner/patience.ts';
import { useDummyKeys as giveDummyKeys, scopeAt } from '../gateways/connect.ts';
import { embeddedAccount } from '../support/embedded-account.ts';
import { hastyPace } from '../support/hasty-pace.ts';

/** What AWS has of a function, as the embedded account itself knows it. */
export interface FunctionState {
  readonly reserved: number | null;
  /** By qualifier. */
  readonly provisioned: Readonly<Record<string, number>>;
  /** By UUID. */
  readonly mappings: Readonly<Record<string, { readonly enabled: boolean; readonly maximum: number | null }>>;
}

/** Operations of one lambdatop on an account. */
export interface Lambdatop {
  readonly operations: Operations;
  readonly aws: AwsAccount;
  plan(request: ChangeRequest): Promise<Plan>;
  kill(name: string, options?: Partial<KillOptions>, choices?: ApplyChoices): Promise<PlanResult>;
  restore(name: string, options?: Partial<RestoreOptions>, choices?: ApplyChoices): Promise<PlanResult>;
  entries(): Promise<readonly Entry[]>;
}

/**
 * Time stands still but for those who wait: a sleep of lambdatop's moves its own clock and the account's by as much,
 * at once. So what takes AWS seconds takes a test no time, and always the same number of looks.
 */
const time = { passedMs: 0 };
const BEGIN = Date.now();
const clock: Clock = { now: () => BEGIN + time.passedMs };
const sleep: Sleep = async (ms) => pass(ms);

/** Lets time go by, ms. */
export function pass(ms: number): void {
  time.passedMs += ms;
}

/** An account that lives in the tests' time. */
export function quickAccount(options: AccountOptions = {}): Promise<Account> {
  giveDummyKeys();
  const passedBefore = time.passedMs;
  const elapsed = (): number => time.passedMs - passedBefore;
  return embeddedAccount({ start: clock.now(), elapsed, ...options });
}

/** A state directory that goes with the test. */
export function temporaryState(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'lambdatop-test-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
  return root;
}

/** Clients take longer to build than calls to make: the lambdatops of one test share them. */
const connections = new Map<string, AwsAccount>();

function connectionTo(scope: Scope): AwsAccount {
  const key = `${scope.endpoint} ${scope.readOnly}`;
  const known = connections.get(key);
  if (known) return known;
  const connected = connect(scope, { logger: silentLogger, clock: hastyPace });
  connections.set(key, connected);
  onTestFinished(() => {
    connections.delete(key);
    connected.close();
  });
  return connected;
}

/** One lambdatop; two with the same state directory share a journal. */
export function lambdatopOn(
  { endpoint }: Pick<Account, 'endpoint'>,
  root: string = temporaryState(),
  change: {
    readonly aws?: (aws: AwsAccount) => AwsAccount;
    readonly readOnly?: boolean;
    readonly owner?: Owner;
  } = {},
): Lambdatop {
  const scope = scopeAt(endpoint, { readOnly: change.readOnly ?? false });
  const connected = connectionTo(scope);
  const aws = change.aws?.(connected) ?? connected;
  const stateDir = stateDirFrom(root, {});
  const { owner = thisProcess() } = change;
  const operations = createOperations({ scope, aws, stateDir, clock, sleep, owner });
  const plan = (request: ChangeRequest): Promise<Plan> =>
    operations.plan(request, new AbortController().signal);
  return {
    operations,
    aws,
    plan,
    async kill(name, options = {}, choices) {
      const request = {
        operation: 'kill' as const,
        function: name,
        options: { triggers: 'sqs' as const, removeProvisioned: false, ...options },
      };
      return operations.apply(await plan(request), choices);
    },
    async restore(name, options = {}, choices) {
      const request = {
        operation: 'restore' as const,
        function: name,
        options: { to: undefined, stages: null, stagesText: null, ...options },
      };
      return operations.apply(await plan(request), choices);
    },
    entries: async () => (await (await operations.journal()).read()).entries,
  };
}

/** The account's own view of a function. */
export function stateOf({ world }: Account, name: string): FunctionState {
  const target = world.functionNamed(name);
  if (!target) throw new Error(`the account has no ${name}`);
  const mappings = world.eventSourceMappings.filter(({ functionArn }) => functionArn.split(':')[6] === name);
  return {
    reserved: target.reservedConcurrency.current ?? null,
    provisioned: Object.fromEntries(
      target.provisioned.current.map(({ qualifier, requested }) => [qualifier, requested]),
    ),
    mappings: Object.fromEntries(
      mappings.map(({ uuid, enabled, maximumConcurrency }) => [
        uuid,
        { enabled, maximum: maximumConcurrency ?? null },
      ]),
    ),
  };
}
