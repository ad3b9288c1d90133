import { checkKeymap } from './check-keymap.ts';
import type { Command } from './command.ts';
import { answering } from './commands/answering.ts';
import { changing } from './commands/changing.ts';
import { finding } from './commands/finding.ts';
import { going } from './commands/going.ts';
import { moving } from './commands/moving.ts';
import { recounting } from './commands/recounting.ts';
import { tailing } from './commands/tailing.ts';
import { triaging } from './commands/triaging.ts';
import { viewing } from './commands/viewing.ts';
import type { BindableKey } from './key-names.ts';
import type { PlacesOf, Scope } from './scopes.ts';

const parts = [moving, going, finding, viewing, tailing, triaging, recounting, changing, answering] as const;

const table = {
  ...moving,
  ...tailing,
  ...triaging,
  ...recounting,
  ...going,
  ...finding,
  ...viewing,
  ...changing,
  ...answering,
};

type Table = typeof table;

/** The id of a command, such as `sort.errors`. A typo does not compile. */
export type CommandId = keyof Table;

/** The commands that can work somewhere in the scope `S`. */
export type CommandIn<S extends Scope> = {
  [Id in CommandId]: PlacesOf<Table[Id]['where'][number]> & PlacesOf<S> extends never ? never : Id;
}[CommandId];

/** All commands by id. */
export type Keymap = Readonly<Record<CommandId, Command>>;

checkKeymap(parts);

/**
 * Every key of lambdatop. Dispatch, footer, help, palette and the README's key table all come from this one
 * value. Loading it throws when two commands claim the same key in the same place.
 */
export const keymap: Keymap = table;

/** What the footer shows while a two-key command waits for its second key. */
export const chordLabels: Readonly<Partial<Record<BindableKey, string>>> = { s: 'sort by' };

/** The ids of `keymap`, in the order in which help lists them. */
export const commandIds = Object.keys(table) as readonly CommandId[];
