/** Everything in the console about aliases' traffic: rollouts that run, orders to them, and changes by hand. */
import { type AppError, toAppError } from '../../domain/app-error.ts';
import type { Plan } from '../../domain/changes/plan.ts';
import type { Clock } from '../../domain/clock.ts';
import { formatClock } from '../../domain/figures.ts';
import type { Logger } from '../../domain/logger.ts';
import { functionOf, type RolloutRecord, targetOf } from '../../domain/rollout/record.ts';
import { createPoller } from '../../feeds/poller.ts';
import type { AwsAccount } from '../../gateways/gateways.ts';
import { thisProcess } from '../../journal/owner.ts';
import type { Operations } from '../../operations/operations.ts';
import { beginRollout, takeUp } from '../../rollouts/launch.ts';
import { proposeRollout, type RolloutProposal, type RolloutWish } from '../../rollouts/proposal.ts';
import { type KnownRollout, rolloutOf } from '../../stores/rollouts-store.ts';
import type { SessionStores } from '../../stores/session-stores.ts';
import type { Flash } from '../../stores/shell-store.ts';
import type { Dialogs } from '../dialogs.ts';
import { stepsByKey } from '../next-steps.ts';
import {
  type AliasChangeTools,
  promoteQuestion,
  publishQuestion,
  rollBackQuestion,
  shiftQuestion,
} from './alias-changes.ts';
import { openAliasDialog } from './alias-dialog.ts';
import type { AliasTarget } from './alias-target.ts';
import { createKnownRollouts } from './known-rollouts.ts';
import { type AnyOrder, openOrderDialog } from './order-dialog.ts';
import { createOrderGiving } from './order-giving.ts';
import { startQuestion } from './start-question.ts';
import type { Surroundings } from './surroundings.ts';
import { createUnfinished } from './unfinished.ts';

/** What can be asked for. */
export type AliasAction = 'advance' | 'hold' | 'promote' | 'roll-back' | 'start' | 'shift' | 'publish';

/** What the rollouts of a session need. */
export interface RolloutsOptions {
  readonly aws: AwsAccount;
  readonly operations: Operations;
  readonly stores: SessionStores;
  readonly dialogs: Dialogs;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly say: (text: string, level: Flash['level']) => void;
  readonly surroundings: () => Promise<Surroundings>;
  /** Applies a plan that was confirmed, and tells its end. */
  readonly run: (plan: Plan) => void;
  /** Functions were changed by somebody else than this process: reads them again. */
  readonly changed: (names: readonly string[]) => void;
  readonly where: () => string;
  /** The account goes with this console: so do its rollouts. */
  readonly demo: boolean;
}

/** The rollouts of a session that is open. */
export interface Rollouts {
  start(): void;
  /** Opens the dialog of an action. */
  ask(action: AliasAction, target: AliasTarget): void;
  /** Tells the processes of all that run here what to do without this console. */
  bid(order: 'abort' | 'leave'): Promise<void>;
  /** Ends the watching; rollouts go on in their own processes. Resolves when these can know. */
  stop(): Promise<void>;
}

/** Aliases of rollouts that nobody drives are looked at so often, ms. */
const SETTLE_EVERY_MS = 5_000;

/** See the file's head. */
export function createRollouts(options: RolloutsOptions): Rollouts {
  const { aws, operations, stores, dialogs, clock, logger, say, surroundings } = options;
  const self = thisProcess();
  const store = stores.rollouts;
  const ending = new AbortController();

  const fail = (what: string) => (thrown: unknown) => {
    const error: AppError = toAppError(thrown);
    logger.warn(what, error);
    if (!ending.signal.aborted)
      say([`${what}: ${error.message}`, ...stepsByKey(error.next)].join(' · '), 'error');
  };

  const actor = async (): Promise<string> => (await aws.identity.callerIdentity()).arn;

  const orders = createOrderGiving({ store, self, surroundings, actor, say, signal: ending.signal });

  const launch = async (work: (where: Surroundings) => Promise<RolloutRecord>): Promise<void> => {
    const record = await work(await surroundings());
    known.refresh();
    say(`${targetOf(record)} is rolled out by process ${record.owner.pid}: t shows it`, 'info');
  };

  const changeTools: AliasChangeTools = {
    operations,
    aliases: aws.aliases,
    run: options.run,
  };
  const dialogTools = { dialogs, access: aws.access, where: options.where };
  const orderTools = {
    dialogs,
    store,
    give: (record: RolloutRecord, order: AnyOrder) =>
      void orders.give(record, order).then(known.refresh, fail('the order')),
  };

  const ask = (action: AliasAction, target: AliasTarget): void => {
    const found = rolloutOf(store.getState(), target.functionName, target.alias);
    if (found?.state === 'running') {
      const order = orderOf(action, found.record);
      if (order !== null) {
        openOrderDialog(found.record.id, order, orderTools);
        return;
      }
    }
    switch (action) {
      case 'promote':
        openAliasDialog(promoteQuestion(target, changeTools), dialogTools);
        break;
      case 'roll-back':
        openAliasDialog(
          rollBackQuestion(target, changeTools, justRolledBack(found, clock.now())),
          dialogTools,
        );
        break;
      case 'shift':
        openAliasDialog(shiftQuestion(target, changeTools), dialogTools);
        break;
      case 'publish':
        openAliasDialog(publishQuestion(target, changeTools), dialogTools);
        break;
      case 'start':
        void start(target, found);
        break;
      default:
    }
  };

  /** One at a time: what was left is taken up again, or ended first. */
  const start = async (target: AliasTarget, found: KnownRollout | null): Promise<void> => {
    if (found?.state === 'unfinished' && (await unfinished.askAgain(found.record))) return;
    openAliasDialog(startQuestion(target, startTools), dialogTools);
  };

  const startTools = {
    aliases: aws.aliases,
    propose: async (wish: RolloutWish, signal: AbortSignal) => {
      const { files, directory } = await surroundings();
      return proposeRollout(wish, { operations, account: aws, files, directory, self, clock }, signal);
    },
    begin: (proposal: RolloutProposal) => {
      const tools = { self, clock };
      void launch(async ({ files, program }) =>
        beginRollout(proposal, await actor(), { ...tools, files, program }),
      ).catch(fail('the rollout did not start'));
    },
  };

  const unfinished = createUnfinished({
    aliases: aws.aliases,
    dialogs,
    clock,
    self,
    surroundings,
    refused: () => aws.access.refusal()?.message ?? null,
    resume: (record) =>
      void launch(({ files, program }) => takeUp(record, { files, program, self, clock })).catch(
        fail('the rollout did not go on'),
      ),
    ask,
    onFailure: fail('an unfinished rollout'),
  });

  const onChange = (now: KnownRollout, before: KnownRollout | null): void => {
    const { record, state } = now;
    if (state === 'unfinished') void unfinished.show(record);
    if (before === null && state === 'elsewhere') {
      say(`${targetOf(record)} is rolled out by process ${record.owner.pid} on ${record.owner.host}`, 'info');
    }
    if (before === null && state === 'running') {
      say(`${targetOf(record)} is being rolled out: t shows it`, 'info');
    }
    if (before === null) return;
    options.changed([functionOf(record)]);
    if (state === 'over' && before.state !== 'over') tellEnd(record);
  };

  const tellEnd = (record: RolloutRecord): void => {
    const { phase, plan, aborted, moved } = record.rollout;
    const target = targetOf(record);
    if (phase === 'promoted') say(`${target}: ${plan.canary} has all of the traffic`, 'info');
    else if (phase === 'rolled-back')
      say(
        `${target} is back on ${plan.stable}: ${aborted?.reason ?? ''}`,
        aborted?.by === 'guard' ? 'error' : 'info',
      );
    else say(`${target}: the rollout stopped. ${moved ?? ''}`, 'warn');
  };

  const known = createKnownRollouts({
    files: async () => (await surroundings()).files,
    store,
    self,
    logger,
    mayAttach: () => aws.access.refusal() === null,
    onChange,
  });

  /** What is done by hand, here or elsewhere, may end a rollout that nobody drives. */
  const settling = createPoller({
    read: async () => {
      const left = (store.getState().known ?? []).filter(({ state }) => state === 'unfinished');
      for (const { record } of left) await unfinished.settle(record);
      return SETTLE_EVERY_MS;
    },
    onError: fail('unfinished rollouts'),
  });

  return {
    start() {
      known.start();
      settling.start();
    },
    ask,
    bid: orders.bid,
    async stop() {
      ending.abort();
      settling.stop();
      // The embedded account ends with the console: nothing is left there to guard.
      if (options.demo) await orders.bid('leave').catch(() => {});
      await known.stop();
    },
  };
}

/** A key that was meant for a rollout may come when its guard has just done it, ms. */
const JUST_MS = 5 * 60_000;

/** That this alias went back a moment ago, as a sentence; null when it did not. */
function justRolledBack(found: KnownRollout | null, now: number): string | null {
  if (found === null || found.record.rollout.phase !== 'rolled-back') return null;
  const { updatedAt, rollout } = found.record;
  if (now - updatedAt > JUST_MS) return null;
  return `It went back to ${rollout.plan.stable} at ${formatClock(updatedAt)} already: this goes further back.`;
}

/** Which order an action means to a rollout that runs; null = it is a change of its own. */
function orderOf(action: AliasAction, { rollout }: RolloutRecord): AnyOrder | null {
  if (action === 'hold') return rollout.held ? 'resume' : 'hold';
  if (action === 'roll-back') return 'abort';
  return action === 'advance' || action === 'promote' ? action : null;
}
