/** Keys that may come too early. */
import type { ScreenTerminal } from './screen-terminal.ts';

/** Says that a key came too early: before AWS was known, or in the very moment in which the dialog was drawn. */
const TOO_EARLY = /ignored|not connected to AWS yet|is still being/i;

/** Presses keys, again where they came too early, until the screen shows something. */
export function press(terminal: ScreenTerminal, keys: string, shown: string): Promise<void> {
  return pressUntil(
    terminal,
    keys,
    (screen) => screen.includes(shown),
    `${shown}, by ${JSON.stringify(keys)}`,
  );
}

/** The same, until the screen no longer shows something. */
export function pressAway(terminal: ScreenTerminal, keys: string, hidden: string): Promise<void> {
  return pressUntil(terminal, keys, (screen) => !screen.includes(hidden), `the end of ${hidden}`);
}

async function pressUntil(
  terminal: ScreenTerminal,
  keys: string,
  isDone: (screen: string) => boolean,
  what: string,
): Promise<void> {
  terminal.type(keys);
  let typedAt = Date.now();
  await terminal.until(() => {
    const text = terminal.text();
    if (isDone(text)) return true;
    // What was taken is on the screen long before this.
    if (TOO_EARLY.test(text) && Date.now() - typedAt > 600) {
      terminal.type(keys);
      typedAt = Date.now();
    }
    return false;
  }, what);
}
