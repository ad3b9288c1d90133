import { type CommandRules, NOTHING_TO_DO, reasonAgainst } from './available.ts';
import { type HandlerStack, handlerOf } from './handlers.ts';
import type { KeyName } from './key-names.ts';
import { type CommandId, chordLabels } from './keymap.ts';
import type { Place } from './scopes.ts';

/** One second key of a chord, and what it would do. */
interface ChordOption {
  readonly key: KeyName;
  readonly command: CommandId;
  readonly label: string;
  readonly enabled: boolean;
}

/** A first key that waits for its second. There is no time limit: it waits, and the footer shows it. */
export interface PendingChord {
  readonly first: KeyName;
  /** What the chord is about, such as "sort by". */
  readonly label: string;
  /** Where it was begun; it is given up when the person is elsewhere. */
  readonly place: Place;
  /** The second keys that somebody handles there, in the keymap's order. */
  readonly options: readonly ChordOption[];
}

/** The chord of `first` in `place`, or null when nobody there handles any of its second keys. */
export function chordOf(
  first: KeyName,
  seconds: ReadonlyMap<KeyName, CommandId>,
  place: Place,
  stack: HandlerStack,
  rules: CommandRules,
): PendingChord | null {
  const options = [...seconds].flatMap(([key, command]): ChordOption[] => {
    const reason = reasonAgainst(rules.keymap[command], handlerOf(stack, place, command), rules);
    if (reason === NOTHING_TO_DO) return [];
    return [{ key, command, label: rules.keymap[command].label, enabled: reason === null }];
  });
  return options.length > 0 ? { first, label: labelOf(first), place, options } : null;
}

function labelOf(first: KeyName): string {
  const labels: Readonly<Partial<Record<KeyName, string>>> = chordLabels;
  return labels[first] ?? '';
}

/** The chord that is waiting, and who wants to know. */
export interface PendingState {
  get(): PendingChord | null;
  set(chord: PendingChord | null): void;
  subscribe(listener: () => void): () => void;
}

/** Starts with nothing waiting. */
export function createPendingState(): PendingState {
  let current: PendingChord | null = null;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(chord) {
      if (chord === current) return;
      current = chord;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
