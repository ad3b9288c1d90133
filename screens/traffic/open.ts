/** Opens screen 4. Targets are functions, or one NAME:ALIAS; without any, whatever is being rolled out. */
import { splitQualifier } from '../../src/domain/function-name.ts';
import { functionOf } from '../../src/domain/rollout/record.ts';
import { openRollouts } from '../../src/stores/rollouts-store.ts';
import type { ChosenAlias } from '../../src/stores/traffic-view-store.ts';
import type { OpensScreen, ScreenHost } from '../screen.ts';
import { trafficHandlers } from './commands.ts';
import { trafficBody } from './Screen.tsx';
import { type TrafficScreenView, trafficView } from './view-model.ts';

/** See `OpensScreen`. */
export const openTraffic: OpensScreen = (host, targets) => {
  const { traffic, rollouts, trafficView: viewStore } = host.stores;
  const { names, chosen } = shownFor(host, targets);
  showWhatIsKnown(host, names);
  const before = viewStore.getState();
  viewStore.setState({ isOpen: true, names, chosen, cursor: null, top: 0, cockpitTop: 0 });
  const view = (): TrafficScreenView =>
    trafficView({
      traffic: traffic.getState(),
      rollouts: rollouts.getState(),
      view: viewStore.getState(),
      now: host.now(),
    });
  const size = { lines: 0, shown: 0 };
  return {
    Body: trafficBody(host.stores, (drawn) => Object.assign(size, drawn)),
    keys: () => trafficHandlers({ host, view, size: () => size }),
    focus: () => {
      const now = view();
      if (now.kind === 'cockpit') return [now.chosen.functionName];
      const focused = now.rows[now.cursorIndex]?.traffic.functionName ?? viewStore.getState().names[0];
      return focused === undefined ? [] : [focused];
    },
    frozenAt: () => null,
    // Another traffic screen may lie under this one: it finds its own view again.
    close: () => viewStore.setState(before),
  };
};

function shownFor(
  { stores }: ScreenHost,
  targets: readonly string[],
): { readonly names: readonly string[]; readonly chosen: ChosenAlias | null } {
  if (targets.length === 0) {
    return {
      names: [...new Set(openRollouts(stores.rollouts.getState()).map(({ record }) => functionOf(record)))],
      chosen: null,
    };
  }
  const parsed = targets.map(splitQualifier);
  const [only, another] = parsed;
  const names = [...new Set(parsed.map(({ name }) => name))];
  const alias = another === undefined ? (only?.qualifier ?? null) : null;
  return { names, chosen: only && alias !== null ? { functionName: only.name, alias } : null };
}

/** The aliases that the rows of the functions list have already told are there at once. */
function showWhatIsKnown({ stores }: ScreenHost, names: readonly string[]): void {
  const { details } = stores.health.getState();
  const known = new Map(stores.traffic.getState().aliases);
  for (const functionName of names) {
    const aliases = details.get(functionName)?.aliases;
    if (aliases === undefined || known.has(functionName)) continue;
    known.set(
      functionName,
      aliases.map((alias) => ({ functionName, alias, served: null, deployment: null })),
    );
  }
  stores.traffic.setState({ aliases: known });
}
