import type { KeyName } from './key-names.ts';
import { type CommandId, commandIds, type Keymap } from './keymap.ts';
import { covers, type Place, type Scope } from './scopes.ts';

/** What a key means in a place: a command, or the first half of several. */
type KeyMeaning =
  | { readonly type: 'command'; readonly command: CommandId }
  | { readonly type: 'chord'; readonly seconds: ReadonlyMap<KeyName, CommandId> };

/** Looks keys up by place. */
export type KeyIndex = (place: Place, key: KeyName) => KeyMeaning | null;

interface Use {
  readonly command: CommandId;
  readonly where: readonly Scope[];
  /** The second key of a chord; null when the first is all. */
  readonly second: KeyName | null;
}

/** The keymap turned inside out. It relies on `checkKeymap`: no key has two meanings in one place. */
export function indexKeys(keymap: Keymap): KeyIndex {
  const uses = new Map<KeyName, Use[]>();
  for (const command of commandIds) {
    const { keys, where } = keymap[command];
    for (const binding of keys) {
      const [first, second = null] = typeof binding === 'string' ? [binding] : binding;
      const known = uses.get(first);
      if (known) known.push({ command, where, second });
      else uses.set(first, [{ command, where, second }]);
    }
  }
  return (place, key) => {
    const here = (uses.get(key) ?? []).filter(({ where }) => covers(where, place));
    const whole = here.find(({ second }) => second === null);
    if (whole) return { type: 'command', command: whole.command };
    const seconds = here.flatMap(({ second, command }) => (second ? [[second, command] as const] : []));
    return seconds.length > 0 ? { type: 'chord', seconds: new Map(seconds) } : null;
  };
}
