/** All feeds of a session, and which of them the view wakes. */

import { rankingsNeeded } from '../../screens/functions/view-model.ts';
import type { AppError } from '../domain/app-error.ts';
import type { Clock } from '../domain/clock.ts';
import type { LambdaFunction } from '../domain/lambda-function.ts';
import type { Logger } from '../domain/logger.ts';
import { createIdentityFeed, createRegionFeed } from '../feeds/account-feed.ts';
import { createDeadLettersFeed } from '../feeds/dead-letters/dead-letters-feed.ts';
import { createDetailsFeed } from '../feeds/details-feed.ts';
import { watchFirstSeen } from '../feeds/first-seen-feed.ts';
import { createHealthFeed } from '../feeds/health-feed.ts';
import { createInventoryFeed } from '../feeds/inventory-feed.ts';
import { createLogsFeed } from '../feeds/logs/logs-feed.ts';
import { createLookupsFeed } from '../feeds/logs/lookups-feed.ts';
import { createProvisionedFeed } from '../feeds/provisioned-feed.ts';
import { createRankingFeed } from '../feeds/ranking-feed.ts';
import { createReservationsFeed } from '../feeds/reservations-feed.ts';
import { createSourcesFeed } from '../feeds/sources-feed.ts';
import { createTrafficFeed } from '../feeds/traffic/traffic-feed.ts';
import type { AwsAccount } from '../gateways/gateways.ts';
import type { SessionStores } from '../stores/session-stores.ts';
import { chosenAlias } from '../stores/traffic-view-store.ts';
import { createLooking, type Looking } from './dead-letters/looking.ts';

/** How often the header's calls a minute and $/h are brought up to date, ms. */
const USAGE_MS = 2_000;

/** What the feeds need. */
export interface FeedsOptions {
  readonly aws: AwsAccount;
  readonly stores: SessionStores;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Hears who the credentials belong to. */
  readonly onIdentity: (account: string) => void;
  /** Called every few seconds, for what only the time changes. */
  readonly onTick: () => void;
  /** Hears of each complete list. */
  readonly onComplete: (functions: readonly LambdaFunction[], at: number) => void;
}

/** The feeds as one. */
export interface Feeds {
  start(): void;
  refresh(): void;
  /** Looks into dead-letter queues. */
  readonly looking: Looking;
  /**
   * Functions, or queues, were changed: reads them again, and what the account has left. Resolves when the functions
   * are here.
   */
  changed(names: readonly string[], queueArns?: readonly string[]): Promise<void>;
  /** Ends all reading; resolves when messages that were looked at are given back. */
  stop(): Promise<void>;
}

/** Wires every feed to its store, and the view's rows and order to the feeds that serve them. */
export function createFeeds(options: FeedsOptions): Feeds {
  const { aws, stores, clock, logger, onIdentity, onTick, onComplete } = options;
  const account = { aws, store: stores.account, clock };
  const identity = createIdentityFeed(account, onIdentity);
  const region = createRegionFeed(account);
  const inventory = createInventoryFeed({
    gateway: aws.functions,
    store: stores.inventory,
    clock,
    onComplete,
  });
  const sources = createSourcesFeed(
    aws.functions,
    stores.health,
    (error) => logger.warn('event sources', error),
    (mappings) => stores.deadLetters.setState({ mappings }),
  );
  const deadLetters = createDeadLettersFeed({
    aws,
    store: stores.deadLetters,
    inventory: stores.inventory,
    clock,
    wish: () => {
      const { isOpen, names } = stores.deadLettersView.getState();
      const { visible } = stores.functionsView.getState();
      return { all: isOpen, names: isOpen ? [...names, ...visible] : visible };
    },
  });
  const health = createHealthFeed({ gateway: aws.metrics, store: stores.health, clock });
  const details = createDetailsFeed({ gateway: aws.functions, store: stores.health, clock });
  const ranking = createRankingFeed({
    gateway: aws.metrics,
    store: stores.health,
    clock,
    functionCount: () => {
      const { total, functions } = stores.inventory.getState();
      return total ?? functions.length;
    },
  });
  const provisioned = createProvisionedFeed({
    concurrency: aws.concurrency,
    metrics: aws.metrics,
    store: stores.concurrency,
    clock,
  });
  const reservations = createReservationsFeed({
    gateway: aws.concurrency,
    store: stores.concurrency,
    inventory: stores.inventory,
    health: stores.health,
    account: stores.account,
    isWanted: () => stores.concurrencyView.getState().isOpen,
  });
  const traffic = createTrafficFeed({
    functions: aws.functions,
    aliases: aws.aliases,
    metrics: aws.metrics,
    codeDeploy: aws.codeDeploy,
    store: stores.traffic,
    clock,
    wish: () => {
      const view = stores.trafficView.getState();
      if (!view.isOpen) return { names: [], chosen: null };
      return { names: view.names, chosen: chosenAlias(view, stores.traffic.getState()) };
    },
  });
  const all = [
    identity,
    inventory,
    region,
    sources,
    health,
    details,
    ranking,
    provisioned,
    reservations,
    deadLetters,
    traffic,
  ];

  /** Rows are read for the table that was opened last. */
  const follow = (): void => {
    const functions = stores.functionsView.getState();
    const concurrency = stores.concurrencyView.getState();
    const { visible } = concurrency.isOpen ? concurrency : functions;
    health.show(visible);
    details.show(visible);
    provisioned.show(concurrency.isOpen ? visible : []);
    ranking.want(concurrency.isOpen ? ['concurrency'] : rankingsNeeded(functions));
  };
  const unsubscribes = [
    stores.functionsView.subscribe((view, before) => {
      const changed =
        view.visible !== before.visible ||
        view.sort !== before.sort ||
        view.filter !== before.filter ||
        view.onlyTrouble !== before.onlyTrouble;
      if (changed) follow();
    }),
    stores.concurrencyView.subscribe((view, before) => {
      if (view.visible !== before.visible || view.isOpen !== before.isOpen) follow();
    }),
    stores.deadLettersView.subscribe(({ isOpen }, before) => {
      if (isOpen && !before.isOpen) deadLetters.nudge();
    }),
    stores.trafficView.subscribe((view, before) => {
      const isOther = view.names !== before.names || view.chosen !== before.chosen;
      if (view.isOpen && (isOther || !before.isOpen)) traffic.nudge();
    }),
    stores.account.subscribe(({ settings }) => {
      if (settings) stores.inventory.setState({ total: settings.functionCount });
    }),
    watchFirstSeen(stores, clock),
    logErrors(stores.account, logger),
    logErrors(stores.inventory, logger),
    logErrors(stores.health, logger),
    logErrors(stores.concurrency, logger),
    logErrors(stores.deadLetters, logger),
    logErrors(stores.deadLettersPeek, logger),
    logErrors(stores.traffic, logger),
  ];
  const lookups = createLookupsFeed({ gateway: aws.logs, store: stores.logsLookups, clock });
  const logs = createLogsFeed({ gateway: aws.logs, store: stores.logs, clock });
  const looking = createLooking({ aws, stores, clock, logger });
  let usageTimer: NodeJS.Timeout | undefined;

  return {
    looking,
    start() {
      for (const feed of all) feed.start();
      logs.start();
      lookups.start();
      looking.start();
      follow();
      usageTimer = setInterval(() => {
        stores.account.setState({ usage: aws.usage() });
        onTick();
      }, USAGE_MS);
    },
    refresh() {
      for (const feed of all) feed.refresh();
    },
    async changed(names, queueArns = []) {
      if (queueArns.length > 0) {
        makeStale(stores.deadLetters, queueArns);
        deadLetters.nudge();
      }
      if (names.length === 0) return;
      provisioned.forget(names);
      region.refresh();
      traffic.refresh();
      await details.reread(names);
    },
    async stop() {
      clearInterval(usageTimer);
      for (const unsubscribe of unsubscribes) unsubscribe();
      for (const feed of all) feed.stop();
      logs.stop();
      lookups.stop();
      await looking.stop();
    },
  };
}

/** Has queues read again before their time. */
function makeStale(store: SessionStores['deadLetters'], queueArns: readonly string[]): void {
  store.setState(({ queues }) => ({
    queues: new Map(
      [...queues].map(([arn, reading]) => [arn, queueArns.includes(arn) ? { ...reading, at: 0 } : reading]),
    ),
  }));
}

/** Whatever a store is told went wrong goes to the log file too. */
function logErrors<State extends object>(
  store: { subscribe: (listener: (state: State, before: State) => void) => () => void },
  logger: Logger,
): () => void {
  return store.subscribe((state, before) => {
    for (const [key, value] of Object.entries(state)) {
      const old = (before as Record<string, unknown>)[key];
      if (/error$/i.test(key) && value !== null && value !== old) logger.warn(key, value as AppError);
    }
  });
}
