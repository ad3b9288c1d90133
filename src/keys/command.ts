import type { BindableKey } from './key-names.ts';
import type { Scope } from './scopes.ts';
import type { FieldKey } from './text-line.ts';

/** A key, or two keys pressed one after the other. */
export type KeyBinding = BindableKey | readonly [first: BindableKey, second: BindableKey];

/** The headings of the help overlay and of the README's key table, in their order. */
export const GROUPS = [
  'Move',
  'Go to',
  'Find and sort',
  'View',
  'Change AWS',
  'Logs',
  'Dead letters',
  'Console',
  'Dialogs',
  'Typing',
] as const;

/** One row of the keymap. Footer, help, palette, dispatch and the README are all made from these. */
export interface Command {
  /** Every way to press it; empty for a command of the palette only. */
  readonly keys: readonly KeyBinding[];
  /** What it does: one sentence without a full stop, for help and the README. */
  readonly description: string;
  /** One or two words for the footer. */
  readonly label: string;
  readonly group: (typeof GROUPS)[number];
  /** Where its keys work. */
  readonly where: readonly Scope[];
  /** It opens a dialog that can change AWS. Refused as a whole when the session is read-only. */
  readonly changes?: true;
  /** It must come from a key pressed by itself, never from a burst. True of all that `changes`. */
  readonly deliberate?: true;
  /** How it is called in the palette (`:name argument`). Without this the palette does not list it. */
  readonly palette?: { readonly name: string; readonly argument?: string };
  /** It is a key of the text field that has the keys, and needs no handler. */
  readonly field?: FieldKey;
}

/** Some rows of the keymap, by dotted command id. */
export type Commands = Readonly<Record<string, Command>>;
