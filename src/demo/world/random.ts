/**
 * Randomness as pure functions of (seed, what, when): the same question always gets the same answer,
 * in any order, so history need not be stored to be remembered.
 */

/** Mixes two integers into an unsigned 32-bit hash. */
export function mix(left: number, right: number): number {
  let hash = Math.imul((left ^ Math.imul(right, 0x9e3779b1)) + 0x7f4a7c15, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x27d4eb2f);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Hashes a text under a seed into an unsigned 32-bit integer. */
export function hashText(seed: number, text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return mix(seed, hash);
}

/** A share in (0, 1) from a hash; never exactly 0 or 1. */
export function unit(hash: number): number {
  return (hash + 0.5) / 4294967296;
}

/** Lower-case hexadecimal text of `length` digits from a hash. */
export function hexText(hash: number, length: number): string {
  let text = '';
  for (let word = 0; text.length < length; word++) text += mix(hash, word).toString(16).padStart(8, '0');
  return text.slice(0, length);
}

/** A text shaped like a version-4 UUID. */
export function uuidText(hash: number): string {
  const hex = hexText(hash, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** One of `choices`, by a hash. Throws when there are none. */
export function pick<T>(choices: readonly T[], hash: number): T {
  const choice = choices[hash % choices.length];
  if (choice === undefined) throw new RangeError('nothing to choose from');
  return choice;
}
