import { expect, test, vi } from 'vitest';
import { stateOf } from '../operations/world.ts';
import { embeddedAccount } from '../support/embedded-account.ts';
import type { PtyTerminal } from '../support/pty-terminal.ts';
import { openConsole, settled } from './in-pty.ts';

const NAME = 'notify-email-sender';

/** Presses a key until its dialog is there: before the session is open, and right after Esc, it only says why not. */
async function openDialog(terminal: PtyTerminal, key: string, title: string): Promise<void> {
  await vi.waitFor(
    async () => {
      terminal.type(key);
      await terminal.until(() => terminal.text().includes(title), title, 3_000);
    },
    { timeout: 60_000, interval: 50 },
  );
  // Where it was pressed once more, it was typed into the dialog.
  terminal.type('\x15');
}

/** Types the marked part of a name: again, where it came so soon after the keys before that it looked pasted. */
async function typeName(terminal: PtyTerminal, name: string): Promise<void> {
  await vi.waitFor(
    async () => {
      terminal.type('\x15');
      terminal.type(name);
      await terminal.until(() => terminal.text().includes('✓'), '✓', 1_000);
    },
    { timeout: 60_000, interval: 300 },
  );
}

test('a function is stopped by its typed name and brought back, in a real terminal', {
  timeout: 180_000,
}, async () => {
  const account = await embeddedAccount();
  const before = stateOf(account, NAME);
  const terminal = await openConsole({ account, columns: 120, rows: 40 });
  await settled(terminal);
  terminal.type('/');
  terminal.type('l-send');
  await terminal.shows('/l-send');
  terminal.type('\r');
  await terminal.shows('filter l-send');
  await openDialog(terminal, 'K', `Kill ${NAME}`);
  await terminal.shows(/reserved concurrency +60 → 0/);
  await terminal.hides('Reading what it has now');
  await typeName(terminal, 'l-send');
  terminal.type('\r');
  await terminal.shows(`Killed ${NAME}`);
  await terminal.shows(/may still run for/);
  expect(stateOf(account, NAME).reserved).toBe(0);
  terminal.type('\x1b');
  await terminal.hides('may still run');
  await terminal.shows(/KILLED \d\d:\d\d by demo \(was 60\)/);
  await openDialog(terminal, 'U', `Restore ${NAME}`);
  await terminal.shows(/reserved concurrency +0 → 60/);
  await terminal.hides('Reading what it has now');
  terminal.type('\t');
  await terminal.shows('[›Restore‹]');
  terminal.type('\r');
  await vi.waitFor(() => expect(stateOf(account, NAME)).toEqual(before), { timeout: 60_000, interval: 100 });
});
