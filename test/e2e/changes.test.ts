import { expect, test, vi } from 'vitest';
import { stateOf } from '../operations/world.ts';
import { embeddedAccount } from '../support/embedded-account.ts';
import { openConsole, settled } from './in-pty.ts';

const NAME = 'notify-email-sender';

test('a function is stopped by its typed name and brought back, in a real terminal', {
  timeout: 60_000,
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
  // Not before the session can: until then the key says so and does nothing.
  await vi.waitFor(
    async () => {
      terminal.type('K');
      await terminal.until(() => terminal.text().includes(`Kill ${NAME}`), 'the dialog', 500);
    },
    { timeout: 10_000, interval: 50 },
  );
  await terminal.shows(/reserved concurrency +60 → 0/);
  await terminal.hides('Reading what it has now');
  // A key more or less where the K was pressed twice: the line is typed anew.
  terminal.type('\x15');
  terminal.type('l-send');
  await terminal.shows('✓');
  terminal.type('\r');
  await terminal.shows(`Killed ${NAME}`);
  await terminal.shows(/may still run for/);
  expect(stateOf(account, NAME).reserved).toBe(0);
  terminal.type('\x1b');
  await terminal.shows(/KILLED \d\d:\d\d by demo \(was 60\)/);
  terminal.type('\x03');
  await terminal.hides('may still run');
  terminal.type('U');
  await terminal.shows(/reserved concurrency +0 → 60/);
  await terminal.hides('Reading what it has now');
  terminal.type('\t');
  await terminal.shows('[›Restore‹]');
  terminal.type('\r');
  await vi.waitFor(() => expect(stateOf(account, NAME)).toEqual(before), { timeout: 15_000, interval: 100 });
});
