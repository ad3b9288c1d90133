/** What the keys of the traffic screen do by themselves; those that move traffic are the console's. */
import { type HandlerSet, handlersFor } from '../../src/keys/handlers.ts';
import type { ScreenHost } from '../screen.ts';
import { movingHandlers } from '../table/keys.ts';
import { type ScrolledText, scrollHandlers } from '../table/scrolling.ts';
import type { TrafficScreenView } from './view-model.ts';

/** What the commands act on. */
export interface TrafficCommandsOptions {
  readonly host: ScreenHost;
  /** What is on the screen now. */
  readonly view: () => TrafficScreenView;
  /** How many lines the cockpit has, and how many are in sight. */
  readonly size: () => ScrolledText;
}

/** The handlers of the screen. */
export function trafficHandlers(options: TrafficCommandsOptions): HandlerSet[] {
  const { host, view } = options;
  const store = host.stores.trafficView;
  const copy = {
    run: () => {
      const arn = focusedArn(options);
      if (arn !== null) host.copy(arn, 'the ARN of the alias');
    },
    disabled: () => (focusedArn(options) === null ? 'No alias is shown here' : null),
  };
  const now = view();
  if (now.kind === 'cockpit') {
    const wasChosen = store.getState().chosen !== null && store.getState().names.length > 0;
    return [
      handlersFor('traffic', {
        ...scrollHandlers(
          options.size,
          () => store.getState().cockpitTop,
          (cockpitTop) => store.setState({ cockpitTop }),
        ),
        'view.copy': copy,
        ...(wasChosen && isOneOfSeveral(options)
          ? { 'go.back': { run: () => store.setState({ chosen: null, cockpitTop: 0 }) } }
          : {}),
      }),
    ];
  }
  const { rows, cursorIndex } = now;
  const focused = rows[cursorIndex];
  return [
    handlersFor('traffic', {
      ...movingHandlers({
        store,
        rows: () => ({ ids: rows.map(({ id }) => id), cursorIndex, top: now.top, filterProblem: null }),
      }),
      'view.copy': copy,
      'go.into': {
        run: () => {
          if (!focused) return;
          const { functionName, alias } = focused.traffic;
          store.setState({ chosen: { functionName, alias: alias.name }, cursor: focused.id, cockpitTop: 0 });
        },
        disabled: () => (focused ? null : 'No alias is listed here'),
      },
    }),
  ];
}

function isOneOfSeveral({ host }: TrafficCommandsOptions): boolean {
  const { trafficView, traffic } = host.stores;
  const { aliases } = traffic.getState();
  return trafficView.getState().names.flatMap((name) => aliases.get(name) ?? []).length > 1;
}

/** The alias that is chosen or under the cursor, by its ARN. */
function focusedArn({ host, view }: TrafficCommandsOptions): string | null {
  const now = view();
  const focused = now.kind === 'list' ? now.rows[now.cursorIndex]?.traffic : null;
  const target =
    now.kind === 'cockpit'
      ? now.chosen
      : focused && { functionName: focused.functionName, alias: focused.alias.name };
  if (!target) return null;
  const { functions } = host.stores.inventory.getState();
  const arn = functions.find(({ name }) => name === target.functionName)?.arn;
  return arn === undefined ? null : `${arn}:${target.alias}`;
}
