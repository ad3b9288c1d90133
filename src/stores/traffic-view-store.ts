/** How the person looks at the traffic screen: for which functions it was opened, and which alias was chosen. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type TableView, tableView } from './table-view.ts';
import type { TrafficState } from './traffic-store.ts';

/** An alias by names. */
export interface ChosenAlias {
  readonly functionName: string;
  readonly alias: string;
}

/** The list can be in this order only. */
export type AliasColumn = 'name';

/** The view. Rows are aliases, by NAME:ALIAS. */
export interface TrafficViewState extends TableView<AliasColumn> {
  readonly isOpen: boolean;
  /** Functions whose aliases are listed. */
  readonly names: readonly string[];
  /** The alias in the cockpit, as it was chosen; null = the list, see `chosenAlias`. */
  readonly chosen: ChosenAlias | null;
  /** First line of the cockpit that is shown. */
  readonly cockpitTop: number;
}

/** The store behind the view. */
export type TrafficViewStore = StoreApi<TrafficViewState>;

/** A screen that is not open. */
export function createTrafficViewStore(): TrafficViewStore {
  return createStore<TrafficViewState>(() => ({
    ...tableView<AliasColumn>({ column: 'name', descending: false }),
    isOpen: false,
    names: [],
    chosen: null,
    cockpitTop: 0,
  }));
}

/** The alias in the cockpit: the one that was chosen, or the only one there is; null = they are listed. */
export function chosenAlias(
  { chosen, names }: Pick<TrafficViewState, 'chosen' | 'names'>,
  { aliases }: Pick<TrafficState, 'aliases'>,
): ChosenAlias | null {
  if (chosen !== null) return chosen;
  const [functionName, another] = names;
  if (functionName === undefined || another !== undefined) return null;
  const [only, more] = aliases.get(functionName) ?? [];
  return only && !more ? { functionName, alias: only.alias.name } : null;
}
