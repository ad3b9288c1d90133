/** Everything in the console that changes AWS: opens the dialogs, keeps what runs, reads the journal. */
import { once } from 'node:events';
import type { Plan, Target } from '../../domain/changes/plan.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Fact } from '../../domain/dialog/content.ts';
import { formatCount } from '../../domain/figures.ts';
import { killedText } from '../../domain/killed.ts';
import type { Logger } from '../../domain/logger.ts';
import { accountDigits } from '../../domain/protection/rules.ts';
import type { AwsAccount } from '../../gateways/gateways.ts';
import type { Operations } from '../../operations/operations.ts';
import { killedMark } from '../../stores/changes-store.ts';
import type { SessionStores } from '../../stores/session-stores.ts';
import type { Flash } from '../../stores/shell-store.ts';
import type { Dialogs } from '../dialogs.ts';
import type { Asked } from './asked.ts';
import { openChangeDialog } from './change-dialog.ts';
import { keepFirstSights } from './first-sights.ts';
import { createJournalFeed } from './journal-feed.ts';
import { createRecovery } from './recovery.ts';
import type { LeftOut } from './result-words.ts';
import { runPlans } from './running.ts';
import { whereOf } from './where.ts';
import { openWriteDialog } from './write-dialog.ts';

/** A row is held until what was changed has been read again, but not for longer than this, ms. */
const REREAD_MS = 10_000;

/** What the changes of a session need. */
export interface ChangesOptions {
  readonly aws: AwsAccount;
  readonly operations: Operations;
  readonly stores: SessionStores;
  readonly dialogs: Dialogs;
  readonly clock: Clock;
  readonly say: (text: string, level: Flash['level']) => void;
  /** Reads functions, by name, and queues, by ARN, that were changed again; resolves when the functions are here. */
  readonly changed: (names: readonly string[], queueArns: readonly string[]) => Promise<void>;
  /** Whether AWS may be changed has changed. */
  readonly onAccess: () => void;
  /** Opens the journal screen. */
  readonly openJournal: () => void;
  readonly logger: Logger;
}

/** The changes of one session. */
export interface Changes {
  start(): void;
  /** Why nothing may be asked for yet; null when it may. */
  holdsBack(): string | null;
  /** Opens the dialog of a change. */
  ask(asked: Asked, targets: readonly Target[]): void;
  /** Applies plans that were confirmed elsewhere; `left` is what cannot be done. Never rejects. */
  run(plans: readonly Plan[], left: readonly LeftOut[]): Promise<void>;
  /** Opens the dialog that lifts the config file's read-only. */
  askToWrite(): void;
  /** Reads the journal again now. */
  refresh(): void;
  /** Ends the watching; operations that run finish what is in flight. Resolves when they have. */
  stop(): Promise<void>;
}

/** The changes of a session that is open. */
export function createChanges(options: ChangesOptions): Changes {
  const { aws, operations, stores, dialogs, clock, logger } = options;
  const journal = createJournalFeed(operations, stores.changes);
  const recovery = createRecovery({
    operations,
    dialogs,
    say: options.say,
    logger,
    now: clock.now,
    openJournal: options.openJournal,
  });
  const ending = new AbortController();
  const running = new Set<Promise<void>>();

  const runTools = {
    dialogs,
    operations,
    metrics: aws.metrics,
    clock,
    store: stores.changes,
    say: options.say,
    changed: async (targets: readonly Target[]) => {
      journal.refresh();
      const patience = AbortSignal.timeout(REREAD_MS);
      // An alias is read again with its function.
      const functions = targets.flatMap(({ arn, name }) =>
        isQueue(arn) ? [] : (name.split(':')[0] ?? name),
      );
      const queues = targets.flatMap(({ arn }) => (isQueue(arn) ? arn : []));
      await Promise.race([options.changed(functions, queues), once(patience, 'abort')]);
    },
    signal: ending.signal,
  };

  const run: Changes['run'] = (plans, left) => {
    const ended = runPlans(plans, left, runTools)
      .catch((thrown) => {
        logger.error('a change', thrown);
        options.say(
          'lambdatop stumbled over a change; the journal and the log file say how far it came',
          'error',
        );
      })
      .finally(() => running.delete(ended));
    running.add(ended);
    return ended;
  };

  return {
    start() {
      recovery.start();
      keepSightsOnceRead(options, ending.signal);
      journal.start();
    },
    holdsBack: recovery.holdsBack,
    refresh: journal.refresh,
    run,
    ask(asked, targets) {
      openChangeDialog(asked, targets, {
        dialogs,
        operations,
        sources: {
          changes: aws.changes,
          invokers: aws.invokers,
          queues: aws.queues,
          metrics: aws.metrics,
          clock,
        },
        clock,
        where: whereOf(stores),
        names: () => stores.inventory.getState().functions.map(({ name }) => name),
        digitsFor: (all, account) => digitsFor(all, account, aws),
        preview: (target) => previewOf(target, stores, clock.now()),
        run: (plans, left) => void run(plans, left),
        // Nobody asked for it: where the journal cannot be written, the next who looks notes it.
        note: (plan) =>
          void operations.apply(plan).then(journal.refresh, (thrown) => logger.warn('a repayment', thrown)),
      });
    },
    askToWrite() {
      void openWriteDialog({
        dialogs,
        operations,
        access: aws.access,
        identity: aws.identity,
        say: options.say,
        onLifted: () => {
          options.onAccess();
          journal.refresh();
        },
      });
    },
    async stop() {
      recovery.stop();
      journal.stop();
      ending.abort();
      await Promise.allSettled(running);
    },
  };
}

/** The directory of first sights is known with the account, that is as soon as the journal has been read. */
function keepSightsOnceRead({ operations, stores, logger }: ChangesOptions, signal: AbortSignal): void {
  const unsubscribe = stores.changes.subscribe(({ entries }) => {
    if (entries === null) return;
    unsubscribe();
    keepFirstSights(operations, stores, logger).then(
      (stop) => signal.addEventListener('abort', stop, { once: true }),
      (thrown) => logger.warn('first sights', thrown),
    );
  });
}

function digitsFor(
  targets: readonly Target[],
  account: string | null,
  { access }: AwsAccount,
): string | null {
  if (account === null || !targets.some(({ name }) => access.protectedBy(name) !== null)) return null;
  return accountDigits(account);
}

const isQueue = (arn: string): boolean => arn.split(':')[2] === 'sqs';

/** What the rows already told, so that the dialog says something at once. */
function previewOf({ arn, name }: Target, { health, account, changes }: SessionStores, now: number): Fact[] {
  if (isQueue(arn)) return [];
  const { details, health: figures } = health.getState();
  const known = details.get(name);
  const { settings } = account.getState();
  const used = figures.get(name);
  const reserved = known?.reservedConcurrency;
  const state =
    reserved === 0 ? killedText(killedMark(changes.getState(), arn, now), now) : String(reserved ?? 'unset');
  return [
    ...(known ? [{ label: 'reserved now', value: state }] : []),
    ...(used
      ? [
          {
            label: 'in use',
            value: `${formatCount(used.concurrency)}, at most ${formatCount(used.peakConcurrency)} in the last half hour`,
          },
        ]
      : []),
    ...(settings
      ? [
          {
            label: 'left in the pool',
            value: `${settings.unreservedConcurrency} unreserved of ${settings.concurrencyLimit}`,
          },
        ]
      : []),
  ];
}
