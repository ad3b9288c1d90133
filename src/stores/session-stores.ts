/**
 * The stores of one session, that is of one account, region and set of credentials. Switching profile or region
 * makes new ones: an answer that comes late for the old session lands in stores nobody looks at any more.
 */
import { type AccountState, type AccountStore, createAccountStore } from './account-store.ts';
import { createFunctionsViewStore, type FunctionsViewStore } from './functions-view-store.ts';
import { createHealthStore, type HealthStore } from './health-store.ts';
import { createInventoryStore, type InventoryStore } from './inventory-store.ts';

/** See the file's head. */
export interface SessionStores {
  readonly account: AccountStore;
  readonly inventory: InventoryStore;
  readonly health: HealthStore;
  readonly functionsView: FunctionsViewStore;
}

/** Stores in which nothing is known but what the command line said. */
export function createSessionStores(initial: Partial<AccountState>): SessionStores {
  return {
    account: createAccountStore(initial),
    inventory: createInventoryStore(),
    health: createHealthStore(),
    functionsView: createFunctionsViewStore(),
  };
}
