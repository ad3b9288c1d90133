/** From stores to what the traffic screen shows: the aliases to choose from, or the cockpit of one. */
import type { RolloutsState } from '../../src/stores/rollouts-store.ts';
import { type KnownRollout, rolloutOf } from '../../src/stores/rollouts-store.ts';
import type { AliasTraffic, TrafficState } from '../../src/stores/traffic-store.ts';
import { type ChosenAlias, chosenAlias, type TrafficViewState } from '../../src/stores/traffic-view-store.ts';
import { placeAt, type TablePlace } from '../table/place.ts';
import { type Cockpit, cockpitOf } from './cockpit/model.ts';

/** An alias as a row of the list. */
export interface AliasRow {
  /** NAME:ALIAS. */
  readonly id: string;
  readonly traffic: AliasTraffic;
  /** Its rollout that is not over; null = there is none. */
  readonly rollout: KnownRollout | null;
}

/** What is drawn. */
export type TrafficScreenView =
  | { readonly kind: 'cockpit'; readonly chosen: ChosenAlias; readonly cockpit: Cockpit }
  | ({ readonly kind: 'list'; readonly rows: readonly AliasRow[] } & TablePlace);

/** What the view is made of. */
export interface TrafficInputs {
  readonly traffic: TrafficState;
  readonly rollouts: RolloutsState;
  readonly view: TrafficViewState;
  /** ms since the epoch. */
  readonly now: number;
}

/** See the file's head. */
export function trafficView({ traffic, rollouts, view, now }: TrafficInputs): TrafficScreenView {
  const chosen = chosenAlias(view, traffic);
  if (chosen !== null) {
    const { functionName, alias } = chosen;
    const own = traffic.aliases.get(functionName)?.find((each) => each.alias.name === alias) ?? null;
    const { servedAt, servedError } = traffic;
    const cockpit = cockpitOf({
      target: `${functionName}:${alias}`,
      rollout: rolloutOf(rollouts, functionName, alias),
      traffic: own,
      servedAt,
      servedError,
      now,
    });
    return { kind: 'cockpit', chosen, cockpit };
  }
  const rows = view.names
    .flatMap((name) => traffic.aliases.get(name) ?? [])
    .map((each): AliasRow => {
      const rollout = rolloutOf(rollouts, each.functionName, each.alias.name);
      return {
        id: `${each.functionName}:${each.alias.name}`,
        traffic: each,
        rollout: rollout?.state === 'over' ? null : rollout,
      };
    })
    .sort((one, other) => urgency(one) - urgency(other) || one.id.localeCompare(other.id));
  const found = rows.findIndex(({ id }) => id === view.cursor);
  return { kind: 'list', rows, ...placeAt(Math.max(0, found), rows, view) };
}

/** What moves comes first: it is what somebody who presses `t` at 3 a.m. is after. */
function urgency({ rollout, traffic }: AliasRow): number {
  if (rollout !== null) return 0;
  return Object.keys(traffic.alias.weights).length > 0 ? 1 : 2;
}
