import type { Command, Commands, KeyBinding } from './command.ts';
import { isPrintableKey, keyLabel } from './key-names.ts';
import { type Place, placesOf } from './scopes.ts';

interface Claim {
  readonly id: string;
  readonly binding: KeyBinding;
}

/**
 * Throws an Error that names the commands at fault when `parts` together are no usable keymap: an id twice,
 * a key or palette name claimed twice in one place, a chord that begins with another command's key there,
 * words missing, no way to run a command, or a text key that would be typed instead.
 */
export function checkKeymap(parts: readonly Commands[]): void {
  const commands = parts.flatMap((part) => Object.entries(part));
  rejectTwice(
    commands.map(([id]) => [id, id]),
    (id) => `the command id '${id}' is used twice`,
  );
  rejectTwice(
    commands.flatMap(([id, { palette }]) => (palette ? [[palette.name, id] as const] : [])),
    (name, first, second) => `'${first}' and '${second}' are both :${name}`,
  );
  const claims = new Map<Place, Claim[]>();
  for (const [id, command] of commands) {
    checkWords(id, command);
    for (const place of new Set(command.where.flatMap(placesOf))) {
      const here = claims.get(place) ?? [];
      for (const binding of command.keys) {
        claim(place, here, { id, binding });
      }
      claims.set(place, here);
    }
  }
}

/** The keys of a binding as people write them: `K`, `Ctrl-D`, `s e`. */
export function bindingLabel(binding: KeyBinding): string {
  return typeof binding === 'string' ? keyLabel(binding) : binding.map(keyLabel).join(' ');
}

function checkWords(id: string, command: Command): void {
  if (!/^[a-z]+\.[a-z0-9-]+$/.test(id)) throw new Error(`keymap: '${id}' is no dotted command id`);
  if (command.description.trim() === '') throw new Error(`keymap: '${id}' has no description`);
  if (command.label.trim() === '') throw new Error(`keymap: '${id}' has no label`);
  if (command.where.length === 0) throw new Error(`keymap: '${id}' works nowhere`);
  if (command.keys.length === 0 && !command.palette) {
    throw new Error(`keymap: '${id}' has neither a key nor a name in the palette`);
  }
}

function claim(place: Place, here: Claim[], mine: Claim): void {
  const label = bindingLabel(mine.binding);
  const isTyped = place === 'palette' || place === 'text-entry';
  if (
    isTyped &&
    (typeof mine.binding !== 'string' || isPrintableKey(mine.binding) || mine.binding === 'space')
  ) {
    throw new Error(`keymap: '${mine.id}' binds ${label} in ${place}, where it is typed as text`);
  }
  for (const other of here) {
    if (collide(mine.binding, other.binding)) {
      const otherLabel = bindingLabel(other.binding);
      throw new Error(
        `keymap: '${mine.id}' (${label}) and '${other.id}' (${otherLabel}) collide in ${place}`,
      );
    }
  }
  here.push(mine);
}

/** Two keys collide when they are the same, two chords when both keys are, a key and a chord in its first key. */
function collide(one: KeyBinding, other: KeyBinding): boolean {
  const [first, second] = typeof one === 'string' ? [one] : one;
  const [otherFirst, otherSecond] = typeof other === 'string' ? [other] : other;
  if (first !== otherFirst) return false;
  return second === undefined || otherSecond === undefined || second === otherSecond;
}

function rejectTwice(
  named: readonly (readonly [name: string, id: string])[],
  message: (name: string, first: string, second: string) => string,
): void {
  const seen = new Map<string, string>();
  for (const [name, id] of named) {
    const first = seen.get(name);
    if (first !== undefined) throw new Error(`keymap: ${message(name, first, id)}`);
    seen.set(name, id);
  }
}
