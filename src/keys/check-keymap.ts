import type { Command, Commands, KeyBinding } from './command.ts';
import { type BindableKey, isPrintableKey, keyLabel } from './key-names.ts';
import { covers, type Place, placesOf, type Scope } from './scopes.ts';

/** Where characters are text, so that no command can be bound to them. */
const TYPED_IN = ['palette', 'text-entry'] as const;

interface Claim {
  readonly id: string;
  readonly binding: KeyBinding;
  readonly where: readonly Scope[];
}

/** Claims by the first key of their binding: only these can collide. */
type Claims = Map<BindableKey, readonly Claim[]>;

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
  const claims: Claims = new Map();
  for (const [id, command] of commands) {
    checkWords(id, command);
    for (const binding of command.keys) claim(claims, { id, binding, where: command.where });
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

function claim(claims: Claims, mine: Claim): void {
  const first = firstKey(mine.binding);
  const isCharacter = typeof mine.binding !== 'string' || isPrintableKey(first) || first === 'space';
  const typed = isCharacter ? TYPED_IN.find((place) => covers(mine.where, place)) : undefined;
  if (typed) throw new Error(`keymap: ${shown(mine)} is bound in ${typed}, where it is typed as text`);
  const rivals = claims.get(first) ?? [];
  for (const rival of rivals) {
    const place = collide(rival.binding, mine.binding) ? sharedPlace(mine, rival) : undefined;
    if (place) throw new Error(`keymap: ${shown(mine)} and ${shown(rival)} collide in ${place}`);
  }
  claims.set(first, [...rivals, mine]);
}

function sharedPlace(mine: Claim, other: Claim): Place | undefined {
  return mine.where.flatMap(placesOf).find((place) => covers(other.where, place));
}

function shown({ id, binding }: Claim): string {
  return `'${id}' (${bindingLabel(binding)})`;
}

function firstKey(binding: KeyBinding): BindableKey {
  return typeof binding === 'string' ? binding : binding[0];
}

/** Whether two bindings that begin with the same key cannot be told apart. */
function collide(one: KeyBinding, other: KeyBinding): boolean {
  return typeof one === 'string' || typeof other === 'string' || one[1] === other[1];
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
