import {
  type AvailableCommand,
  availableCommands,
  type CommandRules,
  NOTHING_TO_DO,
  type PaletteEntry,
  paletteEntries,
  reasonAgainst,
} from './available.ts';
import { chordOf, createPendingState, type PendingChord } from './chords.ts';
import { type Focus, focusOf, type HandlerStack, handlerOf } from './handlers.ts';
import { indexKeys } from './key-index.ts';
import { keyLabel } from './key-names.ts';
import type { CommandId, Keymap } from './keymap.ts';
import { applyFieldKey, insertText, pasteableText, type TextField } from './text-line.ts';
import type { KeyEvent, KeyToken } from './token.ts';

/** Said when a key that must be pressed by itself came in a burst. */
const BURST = 'Ignored: it came together with other input, like a paste. Press the key by itself';

/** What was thrown away: a paste where none may go, or keys from before a dialog was seen. */
type Swallowed = 'paste' | 'held';

/** What the dispatcher needs to know, and whom it tells. */
export interface DispatcherOptions {
  readonly keymap: Keymap;
  /** What takes keys now. Asked anew for every key, so a handler's change counts at once. */
  stack(): HandlerStack;
  /** Why no command may change AWS now (read-only), as a sentence; null when they may. */
  changesRefused(): string | null;
  /** A key that exists here did nothing, for this reason. */
  onDisabled(command: CommandId, reason: string): void;
  /** Input was thrown away: `count` characters of a paste, or `count` events of held input. */
  onSwallowed(what: Swallowed, count: number): void;
  /** The second key was none of `chord.options`; the chord was given up. */
  onUnknownChord(chord: PendingChord, pressed: string): void;
}

/** The only way from keys to commands. */
export interface Dispatcher {
  /** Handle all events of ONE read of the terminal, in order. */
  dispatch(events: readonly KeyEvent[]): void;
  /** Run a command chosen in the palette, after the palette was closed. `argument` is what followed its name. */
  run(command: CommandId, argument?: string): void;
  /**
   * Drop all input from now on (Ctrl-C excepted), including the rest of the read being handled, until the
   * returned function is called. A dialog holds when it is opened and lets go when its first frame has been
   * flushed, so that nothing typed before a person saw it can answer it.
   */
  holdInput(): () => void;
  /** The chord that waits for its second key, for the footer. The same object until it changes. */
  pending(): PendingChord | null;
  /** Call `listener` whenever `pending` changes; returns how to stop. */
  subscribe(listener: () => void): () => void;
  /** What the keys do on `stack` (by default the present one), working ones first: for footer and help. */
  available(stack?: HandlerStack): AvailableCommand[];
  /** What can be run by name on `stack`, which is the one beneath the palette. */
  paletteEntries(stack: HandlerStack): PaletteEntry[];
}

/** Make the dispatcher of one console. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { keymap } = options;
  const rules: CommandRules = { keymap, index: indexKeys(keymap), changesRefused: options.changesRefused };
  const waiting = createPendingState();
  const holds = new Set<symbol>();
  /** A command that opens or answers a dialog ran: the read it came in has nothing more to say. */
  let restIsStale = false;
  /** The key being handled came in a burst: what it leads to by way of a field is not deliberate either. */
  let inBurst = false;

  const runCommand = (command: CommandId, argument: string | null): void => {
    const stack = options.stack();
    const focus = focusOf(stack);
    const handler = focus && handlerOf(stack, focus.place, command);
    const reason = reasonAgainst(keymap[command], handler, rules, argument);
    if (!handler || reason !== null) {
      options.onDisabled(command, reason ?? NOTHING_TO_DO);
      return;
    }
    if (isDeliberate(keymap, command)) restIsStale = true;
    handler.run({ command, argument });
  };

  const press = (command: CommandId, token: KeyToken): void => {
    if (token.burst && isDeliberate(keymap, command)) options.onDisabled(command, BURST);
    else runCommand(command, null);
  };

  const pressSecond = (chord: PendingChord, token: KeyToken): void => {
    waiting.set(null);
    if (token.key === 'escape') return;
    const option = chord.options.find(({ key }) => key === token.key);
    if (option) press(option.command, token);
    else options.onUnknownChord(chord, token.key === 'text' ? token.text : keyLabel(token.key));
  };

  const pressIn = ({ place }: Focus, token: KeyToken): void => {
    if (token.key === 'text') return;
    const meaning = rules.index(place, token.key);
    if (meaning?.type === 'command') press(meaning.command, token);
    if (meaning?.type !== 'chord') return;
    const chord = chordOf(token.key, meaning.seconds, place, options.stack(), rules);
    const [anySecond] = meaning.seconds.values();
    if (chord) waiting.set(chord);
    else if (anySecond) options.onDisabled(anySecond, NOTHING_TO_DO);
  };

  /** Answers whether the field took the key. */
  const pressInField = (field: TextField, token: KeyToken): boolean => {
    if (token.text !== '') {
      if (token.burst && !field.acceptsPaste) options.onSwallowed('paste', 1);
      else field.change(insertText(field.line, token.text));
      return true;
    }
    const meaning = token.key === 'text' ? null : rules.index('text-entry', token.key);
    if (meaning?.type !== 'command') return false;
    const { field: fieldKey } = keymap[meaning.command];
    if (!fieldKey || field.declines?.(fieldKey)) return false;
    // A field that takes pastes (filter, palette) takes their Enter too: on a slow line `/pay`, Enter and what
    // follows arrive as one read. What the palette then runs is still refused by `run`, if it must be deliberate.
    const mustBeDeliberate = !field.acceptsPaste && isDeliberate(keymap, meaning.command);
    if (token.burst && mustBeDeliberate) options.onDisabled(meaning.command, BURST);
    else applyFieldKey(field, fieldKey);
    return true;
  };

  const paste = (field: TextField | null, text: string): void => {
    if (field?.acceptsPaste) field.change(insertText(field.line, pasteableText(text)));
    else options.onSwallowed('paste', text.length);
  };

  const handle = (event: KeyEvent): void => {
    inBurst = event.type === 'key' && event.burst;
    const focus = focusOf(options.stack());
    const chord = waiting.get();
    if (chord && event.type === 'key' && focus?.place === chord.place && !focus.text) {
      pressSecond(chord, event);
      return;
    }
    waiting.set(null);
    if (event.type === 'paste') paste(focus?.text ?? null, event.text);
    else if (focus && !(focus.text && pressInField(focus.text, event))) pressIn(focus, event);
  };

  return {
    dispatch(events) {
      restIsStale = false;
      let held = 0;
      for (const event of events) {
        const isWayOut = event.type === 'key' && event.key === 'ctrl-c';
        if ((restIsStale || holds.size > 0) && !isWayOut) held += 1;
        else handle(event);
      }
      inBurst = false;
      if (held > 0) options.onSwallowed('held', held);
    },
    run(command, argument = '') {
      if (inBurst && isDeliberate(keymap, command)) options.onDisabled(command, BURST);
      else runCommand(command, argument.trim() || null);
    },
    holdInput() {
      const hold = Symbol('hold');
      holds.add(hold);
      return () => {
        holds.delete(hold);
      };
    },
    pending: waiting.get,
    subscribe: waiting.subscribe,
    available: (stack = options.stack()) => availableCommands(stack, rules),
    paletteEntries: (stack) => paletteEntries(stack, rules),
  };
}

/** Whether `command` must come from a key pressed by itself. */
function isDeliberate(keymap: Keymap, command: CommandId): boolean {
  return keymap[command].changes === true || keymap[command].deliberate === true;
}
