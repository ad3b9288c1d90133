/** What has to be typed before a dangerous change: enough of the name that another row's cannot be meant. */

/** Characters of the name that are typed; fewer when the name is shorter. */
const TYPED = 6;

/** What is to be typed, and where in the name it stands (to underline it). */
export interface Confirmation {
  readonly text: string;
  /** Index into the name; null when it is no part of a name. */
  readonly start: number | null;
}

/**
 * Six consecutive characters that stand in this name and in no other, the last such: names of one account differ
 * more at their ends. More than six where six do not tell, the whole name where nothing less does.
 *
 * @param siblings the other names of the account, as far as they are known
 */
export function confirmationFor(name: string, siblings: Iterable<string>): Confirmation {
  const others = [...siblings].filter((other) => other !== name);
  for (let length = TYPED; length < name.length; length += 1) {
    for (let start = name.length - length; start >= 0; start -= 1) {
      const text = name.slice(start, start + length);
      if (!others.some((other) => other.includes(text))) return { text, start };
    }
  }
  return { text: name, start: 0 };
}

/** For several targets at once: the operation and their number, `kill 12`. */
export function confirmationForMany(operation: string, count: number): Confirmation {
  return { text: `${operation} ${count}`, start: null };
}
