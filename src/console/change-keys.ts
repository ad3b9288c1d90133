/**
 * The keys that change AWS, wherever a function is focused or marked: each opens its dialog. Targets are taken by
 * ARN at the moment of the key; rows may move afterwards.
 */
import type { Entry } from '../domain/changes/entry.ts';
import { entryTargetName } from '../domain/changes/entry-words.ts';
import type { Target } from '../domain/changes/plan.ts';
import { splitQualifier } from '../domain/function-name.ts';
import type { Handler } from '../keys/handlers.ts';
import { busyReason } from '../stores/changes-store.ts';
import type { SessionStores } from '../stores/session-stores.ts';
import { type Asked, askedFirst } from './changes/asked.ts';
import type { Changes } from './changes/changes.ts';

/** What the keys act on. */
export interface ChangeKeysOptions {
  readonly stores: () => SessionStores;
  /** Null before the session has opened. */
  readonly changes: () => Changes | null;
  /** Names of the marked functions, else of the focused one. */
  readonly focus: () => readonly string[];
  readonly say: (text: string) => void;
}

/** Handlers of kill, restore, reserve, triggers and `:write`. */
export function changeHandlers(options: ChangeKeysOptions) {
  const { stores, changes, say } = options;
  // The journal focuses the alias that an entry was about.
  const focus = (): readonly string[] => options.focus().map((focused) => splitQualifier(focused).name);
  // Asked of every key at every frame: what it rests on is looked up only while something can be refused.
  const isNothingRunning = (): boolean => stores().changes.getState().running.length === 0;
  const opens = (kind: Parameters<typeof askedFirst>[0]): Handler => ({
    run: ({ argument }) => {
      const names = argument === null ? focus() : argument.split(/\s+/);
      const targets = targetsOf(names, stores());
      const reason = reasonAgainst(targets, stores());
      if (reason === null) ask(askedFirst(kind), targets);
      else say(reason);
    },
    // A name may be given in the palette, where nothing is focused.
    disabled: (argument) => {
      if (argument !== null || isNothingRunning()) return null;
      const names = focus();
      return names.length === 0 ? null : reasonAgainst(targetsOf(names, stores()), stores());
    },
  });
  const ask = (asked: Asked, targets: readonly Target[]): void => changes()?.ask(asked, targets);

  return {
    'function.kill': opens('kill'),
    'function.restore': opens('restore'),
    'function.reserve': opens('reserve'),
    'function.triggers': opens('pause'),
    'context.write': {
      run: () => changes()?.askToWrite(),
      disabled: () => (changes() ? null : 'not connected to AWS yet'),
    },
  } satisfies Record<string, Handler>;
}

/** Where a screen's wish to change something goes. */
interface Door {
  readonly stores: SessionStores;
  readonly changes: Changes | null;
  readonly say: (text: string) => void;
}

/** Opens the dialog that takes an entry back, or says why not. */
export function askToUndo({ id, target }: Entry, door: Door): void {
  askAt(door, { kind: 'undo', entry: id }, { arn: target, name: entryTargetName({ target }) });
}

/** Opens the dialog that has a queue keep its messages for so many seconds, or says why not. */
export function askToRetain(queueArn: string, forS: number, door: Door): void {
  askAt(door, { kind: 'retain', forS }, { arn: queueArn, name: entryTargetName({ target: queueArn }) });
}

function askAt({ stores, changes, say }: Door, asked: Asked, target: Target): void {
  const reason = reasonAgainst([target], stores);
  if (reason === null) changes?.ask(asked, [target]);
  else say(reason);
}

/** Functions by name; one that is not listed is looked for in AWS by that name. */
function targetsOf(names: readonly string[], { inventory }: SessionStores): Target[] {
  const wanted = new Set(names);
  const known = inventory.getState().functions.filter(({ name }) => wanted.has(name));
  const arns = new Map(known.map(({ name, arn }) => [name, arn]));
  return [...wanted].map((name) => ({ name, arn: arns.get(name) ?? name }));
}

function reasonAgainst(targets: readonly Target[], { changes }: SessionStores): string | null {
  if (targets.length === 0) return 'No function is focused here';
  const state = changes.getState();
  return targets.map(({ arn }) => busyReason(state, arn)).find((reason) => reason !== null) ?? null;
}
