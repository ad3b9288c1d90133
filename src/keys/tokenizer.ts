import { createBurstDetector } from './burst.ts';
import {
  ALT_SUSPICION_MS,
  ESCAPE_QUIET_MS,
  GROUND,
  namedToken,
  PASTE_END,
  type ReaderState,
  readStep,
  SEQUENCE_QUIET_MS,
} from './terminal-reader.ts';
import type { KeyEvent } from './token.ts';

/** A paste whose end marker does not come is closed after this much silence, in ms. */
const PASTE_QUIET_MS = 2_000;

/** After giving up on a paste or a terminal's reply, in ms: its rest may still come, so no dialog opens. */
const LEFTOVER_SUSPICION_MS = 10_000;

/** Turns what a terminal sends into keys and pastes. Times are ms of any steady clock. */
export interface Tokenizer {
  /** The events in one read's decoded text. */
  push(text: string, now: number): KeyEvent[];
  /** When `expire` should be called if nothing arrives before, or null when nothing waits. */
  deadline(): number | null;
  /** What the silence up to `now` means: an Esc, the end of a paste, or nothing. */
  expire(now: number): KeyEvent[];
  /** Forget what is half read, after another program had the terminal. */
  reset(): void;
}

/**
 * The one reader of keys. Its promise: **no letter of an escape sequence ever becomes a key**, however slow
 * the line.
 *
 * - A lone ESC is the Esc key after 60 ms of silence. Anything longer is never text: it waits for its rest,
 *   1 s as a key, later only to be swallowed up to its final byte.
 * - When ESC was reported and `[…` or `O…` comes at last, that tail is swallowed too, however late. This
 *   costs nobody a key: `[` and `O` are never bound (see `SequenceIntroducer`). A person who types Esc, O, K
 *   loses the K, which is the harmless mistake of the two.
 * - Strings (`ESC ]`, `ESC P`, …) are swallowed until they end or pause for 1 s. We ask the terminal nothing
 *   that is answered so; waiting longer would leave someone who hit Alt+] with a dead keyboard.
 * - Control characters end a sequence and keep their meaning, so Ctrl-C always gets through.
 * - ESC and a character in one read is Alt+character, which no command has: dropped. ESC ESC is Esc twice.
 * - Where a letter cannot be told from half an Alt+letter or from a paste's rest, it is marked `burst`.
 */
export function createTokenizer(): Tokenizer {
  const bursts = createBurstDetector();
  let state: ReaderState = GROUND;

  return {
    push(text, now) {
      const found: KeyEvent[] = [];
      for (let index = 0; index < text.length; ) {
        const step = readStep(state, text, index, now);
        state = step.state;
        index = step.next;
        for (const event of step.found ?? []) found.push(event);
        if (step.distrustUntil) bursts.distrustUntil(step.distrustUntil);
      }
      return bursts.mark(found, now);
    },

    deadline() {
      return deadlineOf(state);
    },

    expire(now) {
      const deadline = deadlineOf(state);
      if (deadline === null || now < deadline) return [];
      const given = state;
      state = afterSilence(given);
      if (given.at === 'escape') {
        bursts.distrustUntil(given.since + ALT_SUSPICION_MS);
        return [namedToken('escape')];
      }
      if (given.at === 'csi' || given.at === 'ss3') return [];
      bursts.distrustUntil(now + LEFTOVER_SUSPICION_MS);
      return given.at === 'paste' ? [{ type: 'paste', text: withoutCutMarker(given.text).text }] : [];
    },

    reset() {
      state = GROUND;
    },
  };
}

function deadlineOf(state: ReaderState): number | null {
  switch (state.at) {
    case 'escape':
      return state.since + ESCAPE_QUIET_MS;
    case 'csi':
    case 'ss3':
      return state.late ? null : state.since + SEQUENCE_QUIET_MS;
    case 'string':
    case 'string-escape':
      return state.since + SEQUENCE_QUIET_MS;
    case 'paste':
      return state.since + PASTE_QUIET_MS;
    default:
      return null;
  }
}

/** Where the reading stands when the deadline of `state` has passed: ready to swallow what comes too late. */
function afterSilence(state: ReaderState): ReaderState {
  switch (state.at) {
    case 'escape':
    case 'string-escape':
      return { at: 'after-escape', since: state.since };
    case 'csi':
    case 'ss3':
      return { ...state, late: true };
    case 'paste':
      return withoutCutMarker(state.text).rest;
    default:
      return GROUND;
  }
}

/** A paste's text without the beginning of an end marker, and the state in which the marker's rest is swallowed. */
function withoutCutMarker(text: string): { readonly text: string; readonly rest: ReaderState } {
  for (let length = PASTE_END.length - 1; length > 0; length--) {
    const marker = PASTE_END.slice(0, length);
    if (!text.endsWith(marker)) continue;
    const rest: ReaderState =
      length === 1
        ? { at: 'after-escape', since: 0 }
        : { at: 'csi', body: marker.slice(2), late: true, since: 0 };
    return { text: text.slice(0, -length), rest };
  }
  return { text, rest: GROUND };
}
