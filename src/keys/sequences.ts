import { controlKey, isPrintableKey, type KeyName } from './key-names.ts';

/**
 * What complete escape sequences mean. Sources: xterm's ctlseqs, rxvt's reference (lower-case finals and
 * `$ ^ @` for modified keys), kitty's keyboard protocol. A modified movement key is that movement key.
 */

const LETTER_FINALS: Readonly<Record<string, KeyName>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  Z: 'shift-tab',
  a: 'up',
  b: 'down',
  c: 'right',
  d: 'left',
};

const NUMBERED: Readonly<Record<string, KeyName>> = {
  '1': 'home',
  '3': 'delete',
  '4': 'end',
  '5': 'pageup',
  '6': 'pagedown',
  '7': 'home',
  '8': 'end',
};

const NUMBERED_FINALS = '~$^@';

/** Finals that stand for a key in application cursor mode; M is the keypad's Enter. */
const SS3_FINALS: Readonly<Record<string, KeyName>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  M: 'enter',
  a: 'up',
  b: 'down',
  c: 'right',
  d: 'left',
};

/** kitty's event type for a key that was let go. */
const RELEASED = '3';

const SHIFT = 1;
const CONTROL = 4;
/** Alt, Super, Hyper and Meta: chords of the window system, never ours. */
const FOREIGN_MODIFIERS = 2 | 8 | 16 | 32;
const CAPS_LOCK = 64;

/**
 * The key that `ESC [ body final` stands for, or null when it is none of ours (mouse, focus, device
 * replies, F-keys, a key being released).
 */
export function csiKey(body: string, final: string): KeyName | null {
  if (!/^[\d:;]*$/.test(body)) return null;
  const [code = '', modifiers = '', text = ''] = body.split(';');
  const [modifier = '', eventType = ''] = modifiers.split(':');
  if (eventType === RELEASED) return null;
  if (final === 'u') return codePointKey(code, modifier, text);
  if (final === '~' && code === '27') return codePointKey(text, modifier, '');
  if (NUMBERED_FINALS.includes(final)) return NUMBERED[code] ?? null;
  return code === '' || code === '1' ? (LETTER_FINALS[final] ?? null) : null;
}

/** The key that `ESC O final` stands for, or null when it is none of ours (F1 to F4, most of the keypad). */
export function ss3Key(final: string): KeyName | null {
  return SS3_FINALS[final] ?? null;
}

/**
 * A key given by its code point: kitty's `ESC [ code:shifted ; modifiers ; text u` and xterm's
 * `ESC [ 27 ; modifiers ; code ~`. Modifiers are a bit set plus one.
 */
function codePointKey(codes: string, modifier: string, text: string): KeyName | null {
  const [code = '', shifted = ''] = codes.split(':');
  const bits = Math.max(Number(modifier || '1') - 1, 0);
  if (bits & FOREIGN_MODIFIERS) return null;
  const plain = Number(code);
  if (bits & CONTROL) {
    const letter = String.fromCharCode(plain).toLowerCase();
    return /^[a-z]$/.test(letter) ? controlKey(letter.charCodeAt(0) - 0x60) : null;
  }
  const isShift = (bits & SHIFT) !== 0;
  if (plain === 9) return isShift ? 'shift-tab' : 'tab';
  if (plain === 13 || plain === 27 || plain === 127) return controlKey(plain);
  if (plain === 32) return 'space';
  const named = Number(text || (isShift && shifted) || 0);
  return named > 0 ? printableKey(named) : letterOrSymbol(plain, isShift, (bits & CAPS_LOCK) !== 0);
}

/**
 * Shift on a letter is its capital. Shift on anything else depends on the keyboard's layout: unless the
 * terminal named the shifted character, the key is unknown.
 */
function letterOrSymbol(code: number, isShift: boolean, isCapsLock: boolean): KeyName | null {
  const isLetter = code >= 0x61 && code <= 0x7a;
  if (isLetter) return printableKey(isShift !== isCapsLock ? code - 0x20 : code);
  return isShift ? null : printableKey(code);
}

function printableKey(code: number): KeyName | null {
  if (!(code > 0x20 && code < 0x7f)) return null;
  const character = String.fromCharCode(code);
  return isPrintableKey(character) ? character : null;
}
