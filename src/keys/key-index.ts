import type { Command } from './command.ts';
import type { KeyName } from './key-names.ts';
import { type CommandId, commandIds, type Keymap } from './keymap.ts';
import { type Place, placesOf } from './scopes.ts';

/** What a key means in a place: a command, or the first half of several. */
type KeyMeaning =
  | { readonly type: 'command'; readonly command: CommandId }
  | { readonly type: 'chord'; readonly seconds: ReadonlyMap<KeyName, CommandId> };

/** Looks keys up by place. */
export type KeyIndex = (place: Place, key: KeyName) => KeyMeaning | null;

/** The keymap turned inside out, built once. It relies on `checkKeymap`: no key has two meanings in a place. */
export function indexKeys(keymap: Keymap): KeyIndex {
  const meanings = new Map<string, KeyMeaning>();
  for (const id of commandIds) {
    const command = keymap[id];
    for (const place of worksIn(command)) addKeys(meanings, place, id, command);
  }
  return (place, key) => meanings.get(`${place} ${key}`) ?? null;
}

/** Every place where the command's keys work. */
export function worksIn(command: Command): ReadonlySet<Place> {
  return new Set(command.where.flatMap(placesOf));
}

function addKeys(meanings: Map<string, KeyMeaning>, place: Place, id: CommandId, command: Command): void {
  for (const binding of command.keys) {
    if (typeof binding === 'string') {
      meanings.set(`${place} ${binding}`, { type: 'command', command: id });
      continue;
    }
    const [first, second] = binding;
    const known = meanings.get(`${place} ${first}`);
    const seconds = known?.type === 'chord' ? known.seconds : new Map<KeyName, CommandId>();
    meanings.set(`${place} ${first}`, { type: 'chord', seconds: new Map(seconds).set(second, id) });
  }
}
