/**
 * The names of all keys lambdatop knows. A key that has no name here cannot be bound and never reaches
 * a command: F-keys (terminals disagree about them), the mouse, Ctrl-A and Ctrl-B (screen's and tmux's own).
 */

const PRINTABLE =
  'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

type Characters<Text extends string, Found = never> = Text extends `${infer First}${infer Rest}`
  ? Characters<Rest, Found | First>
  : Found;

/** One printable ASCII character as typed; the blank is `'space'`. */
export type PrintableKey = Characters<typeof PRINTABLE>;

const NAMED = [
  'enter',
  'escape',
  'tab',
  'shift-tab',
  'backspace',
  'delete',
  'space',
  'up',
  'down',
  'left',
  'right',
  'pageup',
  'pagedown',
  'home',
  'end',
] as const;

type NamedKey = (typeof NAMED)[number];

/** Letters that, held with Ctrl, are keys of their own. H, I, J and M are Backspace, Tab and Enter. */
const CONTROL_LETTERS = 'cdefgklnopqrstuvwxyz';

type ControlKey = `ctrl-${Characters<typeof CONTROL_LETTERS>}`;

/** What a person pressed. */
export type KeyName = PrintableKey | NamedKey | ControlKey;

/**
 * Characters that may follow ESC at the start of a terminal's sequence. They are never bound, so that
 * the tokenizer may swallow them after a late ESC without anyone missing a key.
 */
type SequenceIntroducer = '[' | 'O' | ']' | 'P' | 'X' | '^' | '_' | '\\';

/** Keys that the keymap may bind. */
export type BindableKey = Exclude<KeyName, SequenceIntroducer>;

const printable: ReadonlySet<string> = new Set(PRINTABLE);
const controlLetters: ReadonlySet<string> = new Set(CONTROL_LETTERS);

/** Whether `character` is a key by itself: one printable ASCII character other than the blank. */
export function isPrintableKey(character: string): character is PrintableKey {
  return printable.has(character);
}

function isControlKey(name: string): name is ControlKey {
  return name.startsWith('ctrl-') && controlLetters.has(name.slice('ctrl-'.length));
}

/**
 * The key behind an ASCII control code (0 to 31, or 127), or null for one without a name. Both 8 and 127
 * are Backspace (terminals disagree); Ctrl-J is Enter, as it was on every terminal.
 */
export function controlKey(code: number): KeyName | null {
  if (code === 0x0d || code === 0x0a) return 'enter';
  if (code === 0x09) return 'tab';
  if (code === 0x08 || code === 0x7f) return 'backspace';
  if (code === 0x1b) return 'escape';
  const name = `ctrl-${String.fromCharCode(code + 0x60)}`;
  return isControlKey(name) ? name : null;
}

const LABELS: Partial<Record<KeyName, string>> = {
  enter: 'Enter',
  escape: 'Esc',
  tab: 'Tab',
  'shift-tab': 'Shift-Tab',
  backspace: 'Backspace',
  delete: 'Delete',
  space: 'Space',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
};

/** How a key is written for people: `Ctrl-D`, `PgUp`, `↑`, `K`. */
export function keyLabel(key: KeyName): string {
  if (isControlKey(key)) return `Ctrl-${key.slice('ctrl-'.length).toUpperCase()}`;
  return LABELS[key] ?? key;
}
