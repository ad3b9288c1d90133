/** Command lines that a person can paste into a POSIX shell. */

/** One word, quoted where the shell would read it as something else. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Words as one line; those that are null are left out. */
export function shellLine(words: readonly (string | number | null)[]): string {
  return words.flatMap((word) => (word === null ? [] : [shellWord(String(word))])).join(' ');
}
