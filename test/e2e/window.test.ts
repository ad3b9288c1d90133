import { expect, test } from 'vitest';
import { openConsole, settled } from './in-pty.ts';

test('follows the window: larger, smaller, too small and back', async () => {
  const terminal = await openConsole({ columns: 80, rows: 24 });
  await settled(terminal);
  terminal.resize(160, 50);
  await terminal.until(() => terminal.lines()[49]?.includes('? help') === true, 'the footer in line 50');
  expect(terminal.lines()[2]).toContain('runtime');
  terminal.resize(60, 15);
  await terminal.until(() => terminal.lines()[14]?.includes('? help') === true, 'the footer in line 15');
  expect(terminal.lines()[2]).not.toContain('runtime');
  terminal.resize(40, 8);
  await terminal.shows('terminal too small');
  terminal.resize(100, 30);
  await terminal.until(() => terminal.lines()[29]?.includes('? help') === true, 'the footer in line 30');
  expect(terminal.text()).not.toContain('too small');
  terminal.type('jj');
  await terminal.shows(/^3\/\d+/m);
});

test('draws for the size it has when it starts', async () => {
  const terminal = await openConsole({ columns: 132, rows: 43 });
  await settled(terminal);
  expect(terminal.lines()[42]).toContain('? help');
});
