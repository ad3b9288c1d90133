import { bindingLabel } from './check-keymap.ts';
import type { Command, KeyBinding } from './command.ts';
import { type Focus, focusOf, type Handler, type HandlerStack, handlerOf } from './handlers.ts';
import type { KeyIndex } from './key-index.ts';
import { isPrintableKey } from './key-names.ts';
import { type CommandId, commandIds, type Keymap } from './keymap.ts';
import { covers } from './scopes.ts';

/** Said of a key that exists here but has nobody to run it. */
export const NOTHING_TO_DO = 'There is nothing to do here';

/** What decides whether a command can run, besides who handles it. */
export interface CommandRules {
  readonly keymap: Keymap;
  readonly index: KeyIndex;
  /** Why no command may change AWS now (read-only), as a sentence; null when they may. */
  changesRefused(): string | null;
}

/** A command that somebody handles where the person is. Footer, help and palette are lists of these. */
export interface AvailableCommand {
  readonly command: CommandId;
  /** Its keys as people write them: `K`, `Ctrl-D`, `s e`. */
  readonly keys: readonly string[];
  readonly label: string;
  readonly description: string;
  readonly group: Command['group'];
  readonly changes: boolean;
  readonly enabled: boolean;
  /** Why it cannot run now; null when it can. */
  readonly reason: string | null;
}

/** A command as the palette offers it. */
export interface PaletteEntry extends AvailableCommand {
  /** What is typed after the colon. May hold blanks (`sort errors`). */
  readonly name: string;
  /** What may follow the name, such as `NAME`; null when nothing may. */
  readonly argument: string | null;
}

/** Why `command` cannot run with this handler and argument now; null when it can. */
export function reasonAgainst(
  command: Command,
  handler: Handler | null,
  rules: CommandRules,
  argument: string | null = null,
): string | null {
  if (!handler) return NOTHING_TO_DO;
  const refusal = command.changes ? rules.changesRefused() : null;
  return refusal ?? handler.disabled?.(argument) ?? null;
}

/** The commands with a key that somebody handles at the top of `stack`, those that work now first. */
export function availableCommands(stack: HandlerStack, rules: CommandRules): AvailableCommand[] {
  const focus = focusOf(stack);
  if (!focus) return [];
  const found = commandIds.flatMap((id) => {
    const command = rules.keymap[id];
    if (command.field && focus.text) return [describe(id, command, null)];
    const keys = command.keys.filter((binding) => reaches(binding, focus, rules));
    const handler = handlerOf(stack, focus.place, id);
    if (!handler || keys.length === 0 || !covers(command.where, focus.place)) return [];
    return [describe(id, { ...command, keys }, reasonAgainst(command, handler, rules))];
  });
  return workingFirst(found);
}

/**
 * The commands that can be run by name. `stack` is the one beneath the palette: what the palette offers
 * belongs to the screen under it.
 */
export function paletteEntries(stack: HandlerStack, rules: CommandRules): PaletteEntry[] {
  const focus = focusOf(stack);
  if (!focus) return [];
  const found = commandIds.flatMap((id) => {
    const command = rules.keymap[id];
    const handler = handlerOf(stack, focus.place, id);
    if (!command.palette || !handler || !covers(command.where, focus.place)) return [];
    const { name, argument = null } = command.palette;
    return [{ ...describe(id, command, reasonAgainst(command, handler, rules)), name, argument }];
  });
  return workingFirst(found);
}

/** Whether a key gets past the text field that is being typed into, if one is. */
function reaches(binding: KeyBinding, { text }: Focus, { keymap, index }: CommandRules): boolean {
  if (!text) return true;
  if (typeof binding !== 'string' || isPrintableKey(binding) || binding === 'space') return false;
  const meaning = index('text-entry', binding);
  return meaning?.type !== 'command' || !keymap[meaning.command].field;
}

function describe(id: CommandId, command: Command, reason: string | null): AvailableCommand {
  return {
    command: id,
    keys: command.keys.map(bindingLabel),
    label: command.label,
    description: command.description,
    group: command.group,
    changes: command.changes === true,
    enabled: reason === null,
    reason,
  };
}

function workingFirst<Entry extends AvailableCommand>(entries: readonly Entry[]): Entry[] {
  return [...entries.filter(({ enabled }) => enabled), ...entries.filter(({ enabled }) => !enabled)];
}
