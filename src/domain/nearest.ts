/** Which valid names a mistyped one may have meant. */

/** How many names an error suggests at most. */
const SUGGESTIONS = 3;

/** So short a list of valid names is worth showing whole when none is near. */
const SHORT_LIST = 14;

/** The valid names nearest to what was typed, nearest first; all of a short list when none is near. */
export function nearest(typed: string, valid: readonly string[]): string[] {
  const close = valid
    .map((name) => ({ name, distance: distanceBetween(typed.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(1, Math.floor(name.length / 3)))
    .sort((one, other) => one.distance - other.distance)
    .slice(0, SUGGESTIONS)
    .map(({ name }) => name);
  if (close.length > 0) return close;
  return valid.length <= SHORT_LIST ? [...valid] : [];
}

/** The line that goes with an error about an unknown name; empty when there is nothing to suggest. */
export function didYouMean(typed: string, valid: readonly string[]): string[] {
  const names = nearest(typed, valid);
  if (names.length === 0) return [];
  return [
    names.length === valid.length ? `there are: ${names.join(', ')}` : `did you mean ${names.join(' or ')}?`,
  ];
}

/**
 * The least number of letters to add, drop, replace or swap with their neighbour (optimal string alignment
 * distance). A typed name that only stops early ("func") is as near as one letter.
 */
function distanceBetween(typed: string, name: string): number {
  if (typed.length >= 2 && name.startsWith(typed)) return 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: name.length + 1 }, (_, column) => column);
  for (let row = 1; row <= typed.length; row++) {
    const current = [row];
    for (let column = 1; column <= name.length; column++) {
      const same = typed[row - 1] === name[column - 1];
      let cost = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      );
      const swapped = typed[row - 1] === name[column - 2] && typed[row - 2] === name[column - 1];
      if (swapped) cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, name.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
