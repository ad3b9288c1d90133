import type { KeyName } from './key-names.ts';

/** One key that a person pressed, however the terminal spelt it. */
export interface KeyToken {
  readonly type: 'key';
  /** The key's name, or `'text'` for a character that no command can be bound to (é, 日, an emoji). */
  readonly key: KeyName | 'text';
  /** What a text field inserts: one grapheme; empty for keys that are not text. */
  readonly text: string;
  /**
   * True when the key may not have been pressed deliberately and by itself: it came with many others, or
   * after an Enter in the same read, or on the heels of an Esc, a cut paste or broken UTF-8. Such keys move
   * and type as always, but never open a dialog that changes AWS, nor answer one.
   */
  readonly burst: boolean;
}

/** A bracketed paste, as one piece. Raw: line breaks and control characters are still in it. */
interface PasteEvent {
  readonly type: 'paste';
  readonly text: string;
}

/** What the tokenizer makes of the terminal's bytes. */
export type KeyEvent = KeyToken | PasteEvent;
