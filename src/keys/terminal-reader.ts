import { graphemesOf } from '../domain/text.ts';
import { controlKey, isPrintableKey, type KeyName } from './key-names.ts';
import { csiKey, ss3Key } from './sequences.ts';
import type { KeyEvent, KeyToken } from './token.ts';

/**
 * How long an ESC must stay alone to be the Esc key, in ms. Terminals send a sequence in one write and TCP
 * seldom cuts it, so the gap inside one is nearly always 0; 60 ms covers a slow pty and is not felt.
 */
export const ESCAPE_QUIET_MS = 60;

/** How long a sequence may wait for its rest and still count as the key it spells, in ms. */
export const SEQUENCE_QUIET_MS = 1_000;

/** A letter this close behind an ESC, in ms, may be the second half of Alt+letter: it opens no dialog. */
export const ALT_SUSPICION_MS = 250;

export const PASTE_END = '\x1b[201~';

/** Longer parameter strings are no key's; they are swallowed without being kept. */
const LONGEST_BODY = 64;

const ESC = '\x1b';
const CONTROL_C = '\x03';
/** What ends a string besides `ESC \`: BEL, CAN, and ST as one character. */
const STRING_ENDS = '\x07\x18\x9c';
const STRING_INTRODUCERS = ']PX^_';
const PLAIN_TEXT = /[^\x00-\x1f\x7f-\x9f]+/y;

/** Where in a sequence the reading stands. `since` is when its last character came, in ms. */
export type ReaderState =
  /** Between keys. `afterReturn`: a line feed that follows belongs to the Enter before it. */
  | { readonly at: 'ground'; readonly afterReturn?: boolean }
  /** ESC has come, and nothing after it. */
  | { readonly at: 'escape'; readonly since: number }
  /** ESC was reported as the Esc key; what comes next may turn out to be its sequence's tail. */
  | { readonly at: 'after-escape'; readonly since: number }
  /** Inside `ESC [` or `ESC O`. `late`: too late to be a key, only swallowed. */
  | { readonly at: 'csi' | 'ss3'; readonly body: string; readonly late: boolean; readonly since: number }
  /** The three bytes that follow `ESC [ M`, an old mouse report. */
  | { readonly at: 'mouse'; readonly left: number }
  /** Inside an OSC, DCS, SOS, PM or APC reply, which ends by BEL or `ESC \`. */
  | { readonly at: 'string' | 'string-escape'; readonly since: number }
  | { readonly at: 'paste'; readonly text: string; readonly since: number };

type StateAt<At extends ReaderState['at']> = Extract<ReaderState, { readonly at: At }>;

/** One step of reading: the state it leads to, and the index in the text where the next step begins. */
interface Step {
  readonly state: ReaderState;
  readonly next: number;
  readonly found?: readonly KeyEvent[];
  /** Until when (ms) keys are not to be trusted with anything dangerous. */
  readonly distrustUntil?: number;
}

/** Between keys, with nothing half read. */
export const GROUND: ReaderState = { at: 'ground' };

/**
 * Read from `text` at `index`, as far as one step goes. A step may leave `next` at `index`: then the same
 * character is read again in the new state.
 */
export function readStep(state: ReaderState, text: string, index: number, now: number): Step {
  switch (state.at) {
    case 'ground':
      return readGround(state, text, index, now);
    case 'escape':
      return readEscape(state, text, index, now);
    case 'after-escape':
      return readAfterEscape(state, text, index, now);
    case 'csi':
      return readCsi(state, text, index, now);
    case 'ss3':
      return readSs3(state, text, index, now);
    case 'mouse':
      return readMouse(state, text, index);
    case 'string':
      return readString(text, index, now);
    case 'string-escape':
      return text.charAt(index) === '\\'
        ? { state: GROUND, next: index + 1 }
        : { state: { at: 'escape', since: now }, next: index };
    case 'paste':
      return readPaste(state, text, index, now);
  }
}

/** The token of a named key, trusted until the burst rule says otherwise. */
export function namedToken(key: KeyName): KeyToken {
  const text = key === 'space' ? ' ' : isPrintableKey(key) ? key : '';
  return { type: 'key', key, text, burst: false };
}

function graphemeToken(text: string): KeyToken {
  if (text === ' ') return namedToken('space');
  return isPrintableKey(text) ? namedToken(text) : { type: 'key', key: 'text', text, burst: false };
}

function tokens(key: KeyName | null): readonly KeyToken[] {
  return key === null ? [] : [namedToken(key)];
}

function readGround(state: StateAt<'ground'>, text: string, index: number, now: number): Step {
  PLAIN_TEXT.lastIndex = index;
  const run = PLAIN_TEXT.exec(text)?.[0];
  if (run === undefined) return readControl(state, text.charAt(index), index + 1, now);
  const step = { state: GROUND, next: index + run.length, found: graphemesOf(run).map(graphemeToken) };
  // Broken UTF-8 may be an 8-bit terminal's CSI, whose letters follow as if typed.
  return run.includes('\ufffd') ? { ...step, distrustUntil: now + ALT_SUSPICION_MS } : step;
}

function readControl(state: StateAt<'ground'>, character: string, next: number, now: number): Step {
  const code = character.charCodeAt(0);
  if (character === ESC) return { state: { at: 'escape', since: now }, next };
  if (code >= 0x80)
    return { state: introduced(String.fromCharCode(code - 0x40), false, now) ?? GROUND, next };
  if (character === '\n' && state.afterReturn) return { state: GROUND, next };
  return { state: { at: 'ground', afterReturn: character === '\r' }, next, found: tokens(controlKey(code)) };
}

/** The state that `ESC character` leads to, or null when that begins no sequence. */
function introduced(character: string, late: boolean, since: number): ReaderState | null {
  if (character === '[') return { at: 'csi', body: '', late, since };
  if (character === 'O') return { at: 'ss3', body: '', late, since };
  return STRING_INTRODUCERS.includes(character) ? { at: 'string', since } : null;
}

function readEscape({ since }: StateAt<'escape'>, text: string, index: number, now: number): Step {
  const character = text.charAt(index);
  const found = tokens('escape');
  if (character === ESC) return { state: { at: 'escape', since: now }, next: index + 1, found };
  const sequence = introduced(character, false, now);
  if (sequence) return { state: sequence, next: index + 1 };
  if (now - since >= ESCAPE_QUIET_MS) {
    return { state: GROUND, next: index, found, distrustUntil: since + ALT_SUSPICION_MS };
  }
  return { state: GROUND, next: character === CONTROL_C ? index : index + lengthAt(text, index) };
}

function readAfterEscape({ since }: StateAt<'after-escape'>, text: string, index: number, now: number): Step {
  const character = text.charAt(index);
  if (character === '\\') return { state: GROUND, next: index + 1 };
  const isTooLate = STRING_INTRODUCERS.includes(character) && now - since >= SEQUENCE_QUIET_MS;
  const sequence = isTooLate ? null : introduced(character, true, now);
  return sequence ? { state: sequence, next: index + 1 } : { state: GROUND, next: index };
}

function readCsi(state: StateAt<'csi' | 'ss3'>, text: string, index: number, now: number): Step {
  const { body, late } = state;
  const character = text.charAt(index);
  const next = index + 1;
  // `ESC [ 5 $` is rxvt's Shift-PgUp, though $ ends nothing elsewhere; `ESC [ [ A` the Linux console's F1.
  const isRxvtFinal = character === '$' && /^\d+$/.test(body);
  const isBody = /[ -?]/.test(character) || (character === '[' && body === '');
  if (isBody && !isRxvtFinal) {
    return { state: { ...state, body: (body + character).slice(0, LONGEST_BODY), since: now }, next };
  }
  if (!isRxvtFinal && !/[@-~]/.test(character)) return { state: GROUND, next: index };
  if (body === '200' && character === '~') return { state: { at: 'paste', text: '', since: now }, next };
  if (body === '' && character === 'M') return { state: { at: 'mouse', left: 3 }, next };
  return { state: GROUND, next, found: late ? [] : tokens(csiKey(body, character)) };
}

function readSs3(state: StateAt<'csi' | 'ss3'>, text: string, index: number, now: number): Step {
  const character = text.charAt(index);
  if (/[\d;]/.test(character)) return { state: { ...state, since: now }, next: index + 1 };
  if (!/[ -~]/.test(character)) return { state: GROUND, next: index };
  return { state: GROUND, next: index + 1, found: state.late ? [] : tokens(ss3Key(character)) };
}

function readMouse({ left }: StateAt<'mouse'>, text: string, index: number): Step {
  if (/[\x00-\x1f\x7f]/.test(text.charAt(index))) return { state: GROUND, next: index };
  const state: ReaderState = left > 1 ? { at: 'mouse', left: left - 1 } : GROUND;
  return { state, next: index + lengthAt(text, index) };
}

function readString(text: string, index: number, now: number): Step {
  const character = text.charAt(index);
  if (character === CONTROL_C) return { state: GROUND, next: index };
  if (character === ESC) return { state: { at: 'string-escape', since: now }, next: index + 1 };
  const isEnd = STRING_ENDS.includes(character);
  return { state: isEnd ? GROUND : { at: 'string', since: now }, next: index + 1 };
}

function readPaste(state: StateAt<'paste'>, text: string, index: number, now: number): Step {
  const before = state.text.length;
  const whole = state.text + text.slice(index);
  const end = whole.indexOf(PASTE_END, Math.max(before - PASTE_END.length, 0));
  if (end < 0) return { state: { at: 'paste', text: whole, since: now }, next: text.length };
  const next = index + end + PASTE_END.length - before;
  return { state: GROUND, next, found: [{ type: 'paste', text: whole.slice(0, end) }] };
}

/** How many code units the character at `index` has. */
function lengthAt(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}
