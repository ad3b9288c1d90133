/** Operations on an embedded account: the true path (SDK, HTTP, journal on disk), inside the test's process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Account, AccountOptions } from '../../src/demo/account.ts';
import type { Entry, Owner } from '../../src/domain/changes/entry.ts';
import type { Plan } from '../../src/domain/changes/plan.ts';
import type { PlanResult } from '../../src/domain/changes/result.ts';
import { silentLogger } from '../../src/domain/logger.ts';
import { connect } from '../../src/gateways/aws/account.ts';
import type { AwsAccount } from '../../src/gateways/gateways.ts';
import { thisProcess } from '../../src/journal/owner.ts';
import { stateDirFrom } from '../../src/journal/state-dir.ts';
import { type ApplyChoices, createOperations, type Operations } from '../../src/operations/operations.ts';
import type { ChangeRequest, KillOptions, RestoreOptions } from '../../src/operations/requests.ts';
import type { Sleep } from '../../src/operations/runner/patience.ts';
import { useDummyKeys as giveDummyKeys, scopeAt } from '../gateways/connect.ts';
import { embeddedAccount } from '../support/embedded-account.ts';

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

/** Real waits, a hundred times shorter: the account's clock runs that much faster. */
const shortSleep: Sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms / 100));

/** The budget of calls a second refills a thousand times faster: nobody else works in the account. */
const hastyClock = { now: () => performance.now() * 1_000 };

/** An account whose background work is over in a moment. */
export function quickAccount(options: AccountOptions = {}): Promise<Account> {
  giveDummyKeys();
  return embeddedAccount({ speed: 400, ...options });
}

/** A state directory that goes with the test. */
export function temporaryState(): string {
  const root = mkdtempSync(path.join(tmpdir(), 'lambdatop-test-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
  return root;
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
  const connected = connect(scope, { logger: silentLogger, clock: hastyClock });
  onTestFinished(() => connected.close());
  const aws = change.aws?.(connected) ?? connected;
  const clock = { now: () => Date.now() };
  const stateDir = stateDirFrom(root, {});
  const { owner = thisProcess() } = change;
  const operations = createOperations({ scope, aws, stateDir, clock, sleep: shortSleep, owner });
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
