/** Going about on screen 5 of the scenario `poison`. */
import type { ScreenTerminal } from './screen-terminal.ts';

const ENTER = '\r';

/** Puts the cursor on the queue whose name has `text` in it. */
export async function focusQueue(terminal: ScreenTerminal, text: string): Promise<void> {
  await terminal.shows(/^1\/\d+/m);
  terminal.type('5');
  await terminal.shows(/\d+ dead letters +in \d of 6 places/);
  terminal.type('/');
  terminal.type(text);
  await terminal.shows(/1 of 6/);
  terminal.type(ENTER);
  await terminal.shows(`filter ${text}`);
}

/** Opens it, up to the page that says what looking costs. */
export async function openQueue(terminal: ScreenTerminal, text: string): Promise<void> {
  await focusQueue(terminal, text);
  terminal.type(ENTER);
  await terminal.shows('raises its receive count');
}
