/**
 * The keys that move an alias's traffic, wherever a function or an alias is focused: each opens its dialog. On the
 * traffic screen that is the alias that is shown; elsewhere the one that is rolled out or split, or the only one.
 */
import { parseFunctionName, splitQualifier } from '../../domain/function-name.ts';
import { functionOf } from '../../domain/rollout/record.ts';
import type { ScreenName } from '../../domain/screens.ts';
import type { Handler } from '../../keys/handlers.ts';
import { openRollouts, rolloutOf } from '../../stores/rollouts-store.ts';
import type { SessionStores } from '../../stores/session-stores.ts';
import { type ChosenAlias, chosenAlias } from '../../stores/traffic-view-store.ts';
import type { AliasTarget } from './alias-target.ts';
import type { AliasAction, Rollouts } from './rollouts.ts';

/** What the keys act on. */
export interface RolloutKeysOptions {
  readonly stores: () => SessionStores;
  /** Null before the session has opened. */
  readonly rollouts: () => Rollouts | null;
  /** Names of the marked functions, else of the focused one or NAME:ALIAS. */
  readonly focus: () => readonly string[];
  readonly go: (screen: ScreenName, targets: readonly string[]) => void;
  readonly say: (text: string) => void;
}

/** Handlers of all that moves traffic. */
export function rolloutHandlers(options: RolloutKeysOptions) {
  const opens = (action: AliasAction): Handler => ({
    run: ({ argument }) => {
      const rollouts = options.rollouts();
      if (rollouts === null) {
        options.say('not connected to AWS yet');
        return;
      }
      const found = argument === null ? focusedAlias(action, options) : namedAlias(action, argument, options);
      if (typeof found === 'string') options.say(found);
      else if (found !== null) rollouts.ask(action, found);
    },
    // In the palette another one may be named than is focused.
    disabled: (argument) => reasonAgainst(action, argument === null ? options.focus() : [argument], options),
  });
  return {
    'rollout.advance': opens('advance'),
    'rollout.hold': opens('hold'),
    'rollout.promote': opens('promote'),
    'rollout.roll-back': opens('roll-back'),
    'rollout.start': opens('start'),
    'traffic.shift': opens('shift'),
    'traffic.publish': opens('publish'),
  } satisfies Record<string, Handler>;
}

/** Orders need a rollout of ours that runs; what changes an alias by hand waits until that is over. */
function reasonAgainst(
  action: AliasAction,
  targets: readonly string[],
  options: RolloutKeysOptions,
): string | null {
  const [target, another] = targets;
  if (target === undefined) return null;
  if (another !== undefined) return 'One function at a time: this moves the traffic of one alias';
  const { name, qualifier } = splitQualifier(target);
  const alias = qualifier ?? aliasOf(name, options.stores());
  const found = alias === null ? null : rolloutOf(options.stores().rollouts.getState(), name, alias);
  const isRunning = found?.state === 'running';
  if ((action === 'advance' || action === 'hold') && !isRunning) {
    return `No rollout of lambdatop runs on ${alias === null ? name : `${name}:${alias}`}`;
  }
  if ((action === 'start' || action === 'shift') && isRunning) {
    return `A rollout runs on ${name}:${alias}: B rolls it back, t shows it`;
  }
  return null;
}

function focusedAlias(action: AliasAction, options: RolloutKeysOptions): AliasTarget | string | null {
  const { focus, stores, go } = options;
  const [focused] = focus();
  if (focused === undefined) return 'No function is focused here';
  // The journal focuses the alias that an entry was about.
  const { name, qualifier } = splitQualifier(focused);
  const alias = qualifier ?? aliasOf(name, stores());
  if (alias !== null || action === 'publish') return targetOf(name, alias ?? '', stores());
  if (stores().traffic.getState().aliases.get(name)?.length === 0) return `${name} has no alias`;
  // Which one is to be said first, or they have not been read yet.
  go('traffic', [name]);
  return 'Choose the alias first';
}

function namedAlias(action: AliasAction, text: string, { stores }: RolloutKeysOptions): AliasTarget | string {
  try {
    const { name, qualifier } = parseFunctionName(text);
    const alias = qualifier ?? aliasOf(name, stores());
    if (alias === null && action !== 'publish') return `Which alias? ${name}:ALIAS`;
    return targetOf(name, alias ?? '', stores());
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

function targetOf(functionName: string, alias: string, { inventory }: SessionStores): AliasTarget {
  const known = inventory.getState().functions.find(({ name }) => name === functionName);
  return { functionName, functionArn: known?.arn ?? functionName, alias };
}

/** The alias that is meant by a function's name; null when that cannot be told. */
function aliasOf(name: string, stores: SessionStores): string | null {
  const shown = shownAlias(stores);
  if (shown?.functionName === name) return shown.alias;
  const rolledOut = openRollouts(stores.rollouts.getState()).filter(
    ({ record }) => functionOf(record) === name,
  );
  const [rollout, anotherRollout] = rolledOut;
  if (rollout && !anotherRollout) return rollout.record.rollout.plan.alias;
  const all =
    stores.traffic
      .getState()
      .aliases.get(name)
      ?.map(({ alias }) => alias) ??
    stores.health.getState().details.get(name)?.aliases ??
    [];
  const split = all.filter(({ weights }) => Object.keys(weights).length > 0);
  const [only, more] = split.length > 0 ? split : all;
  return only && !more ? only.name : null;
}

/** The alias in the cockpit, or under the cursor of the list. */
function shownAlias({ trafficView, traffic }: SessionStores): ChosenAlias | null {
  const view = trafficView.getState();
  if (!view.isOpen) return null;
  const chosen = chosenAlias(view, traffic.getState());
  if (chosen !== null) return chosen;
  const [functionName, alias] = view.cursor?.split(':') ?? [];
  return functionName !== undefined && alias !== undefined ? { functionName, alias } : null;
}
