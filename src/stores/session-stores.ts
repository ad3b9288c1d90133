/**
 * The stores of one session, that is of one account, region and set of credentials. Switching profile or region
 * makes new ones: an answer that comes late for the old session lands in stores nobody looks at any more.
 */
import { type AccountState, type AccountStore, createAccountStore } from './account-store.ts';
import { type ChangesStore, createChangesStore } from './changes-store.ts';
import { type ConcurrencyStore, createConcurrencyStore } from './concurrency-store.ts';
import { type ConcurrencyViewStore, createConcurrencyViewStore } from './concurrency-view-store.ts';
import { createDeadLettersPeekStore, type DeadLettersPeekStore } from './dead-letters-peek-store.ts';
import { createDeadLettersStore, type DeadLettersStore } from './dead-letters-store.ts';
import {
  createDeadLettersViewStore,
  createLettersViewStore,
  createLetterTextStore,
  type DeadLettersViewStore,
  type LettersViewStore,
  type LetterTextStore,
} from './dead-letters-view-store.ts';
import { createFunctionsViewStore, type FunctionsViewStore } from './functions-view-store.ts';
import { createHealthStore, type HealthStore } from './health-store.ts';
import { createInventoryStore, type InventoryStore } from './inventory-store.ts';
import { createJournalViewStore, type JournalViewStore } from './journal-view-store.ts';
import { createLogsLookupsStore, type LogsLookupsStore } from './logs-lookups-store.ts';
import { createLogsStore, type LogsStore } from './logs-store.ts';
import {
  createInvocationsViewStore,
  createLogsViewStore,
  type InvocationsViewStore,
  type LogsViewStore,
} from './logs-view-store.ts';
import { createRolloutsStore, type RolloutsStore } from './rollouts-store.ts';
import { looksDifferent } from './table-view.ts';
import { createTrafficStore, type TrafficStore } from './traffic-store.ts';
import { createTrafficViewStore, type TrafficViewStore } from './traffic-view-store.ts';

/** See the file's head. */
export interface SessionStores {
  readonly account: AccountStore;
  readonly inventory: InventoryStore;
  readonly health: HealthStore;
  readonly functionsView: FunctionsViewStore;
  readonly changes: ChangesStore;
  readonly concurrency: ConcurrencyStore;
  readonly concurrencyView: ConcurrencyViewStore;
  readonly journalView: JournalViewStore;
  readonly deadLetters: DeadLettersStore;
  readonly deadLettersPeek: DeadLettersPeekStore;
  readonly deadLettersView: DeadLettersViewStore;
  readonly letterGroupsView: LettersViewStore;
  readonly lettersView: LettersViewStore;
  readonly letterText: LetterTextStore;
  readonly logs: LogsStore;
  readonly logsView: LogsViewStore;
  readonly logsLookups: LogsLookupsStore;
  readonly invocationsView: InvocationsViewStore;
  readonly rollouts: RolloutsStore;
  readonly traffic: TrafficStore;
  readonly trafficView: TrafficViewStore;
}

/** Stores in which nothing is known but what the command line said. */
export function createSessionStores(initial: Partial<AccountState>): SessionStores {
  return {
    account: createAccountStore(initial),
    inventory: createInventoryStore(),
    health: createHealthStore(),
    functionsView: createFunctionsViewStore(),
    changes: createChangesStore(),
    concurrency: createConcurrencyStore(),
    concurrencyView: createConcurrencyViewStore(),
    journalView: createJournalViewStore(),
    deadLetters: createDeadLettersStore(),
    deadLettersPeek: createDeadLettersPeekStore(),
    deadLettersView: createDeadLettersViewStore(),
    letterGroupsView: createLettersViewStore(),
    lettersView: createLettersViewStore(),
    letterText: createLetterTextStore(),
    logs: createLogsStore(),
    logsView: createLogsViewStore(),
    logsLookups: createLogsLookupsStore(),
    invocationsView: createInvocationsViewStore(),
    rollouts: createRolloutsStore(),
    traffic: createTrafficStore(),
    trafficView: createTrafficViewStore(),
  };
}

/** Calls back when something changed that a person can see: a screen's own reports of what it drew are not. */
export function onVisibleChange(stores: SessionStores, listener: () => void): void {
  // The tail changes with every batch; the logs screen says by its view how often that is drawn.
  const { functionsView, concurrencyView, journalView, invocationsView, logs: _, ...rest } = stores;
  const { deadLettersView, letterGroupsView, lettersView, letterText, trafficView, ...data } = rest;
  for (const store of Object.values(data)) store.subscribe(listener);
  functionsView.subscribe((view, before) => {
    if (looksDifferent(view, before)) listener();
  });
  concurrencyView.subscribe((view, before) => {
    if (looksDifferent(view, before)) listener();
  });
  journalView.subscribe((view, before) => {
    if (looksDifferent(view, before)) listener();
  });
  invocationsView.subscribe((view, before) => {
    if (looksDifferent(view, before)) listener();
  });
  for (const store of [deadLettersView, letterGroupsView, lettersView, letterText, trafficView]) {
    store.subscribe((view: object, before: object) => {
      if (looksDifferent(view, before)) listener();
    });
  }
}
