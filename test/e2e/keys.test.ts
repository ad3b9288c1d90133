import { describe, expect, test } from 'vitest';
import { expectRestored, openConsole, settled } from './in-pty.ts';

const ESC = '\x1b';
const DOWN = { normal: `${ESC}[B`, application: `${ESC}OB` };

describe('keys', () => {
  test('many in one write are that many, arrows of either cursor mode too', async () => {
    const terminal = await openConsole();
    await settled(terminal);
    terminal.type('jjj');
    await terminal.shows(/^4\/\d+/m);
    terminal.type(DOWN.normal);
    await terminal.shows(/^5\/\d+/m);
    terminal.type(`${DOWN.normal}${DOWN.application}`);
    await terminal.shows(/^7\/\d+/m);
    terminal.type(DOWN.application);
    await terminal.shows(/^8\/\d+/m);
    terminal.type('/checkout\rjj');
    await terminal.shows(/^\d+\/\d+ .*filter checkout/m);
    terminal.type('gjj');
    await terminal.shows(/^3\/\d+ .*filter checkout/m);
  });

  test('a paste does nothing and says so', async () => {
    const terminal = await openConsole();
    await settled(terminal);
    terminal.type(`${ESC}[200~jjK12\rq${ESC}[201~`);
    await terminal.shows('paste of 7 characters was ignored');
    expect(terminal.text()).toMatch(/^1\/\d+/m);
  });

  // The second half of an arrow alone would be `B` (roll back) or `A` (promote), and `[` or `O` before it.
  test('an arrow cut in two by a slow line opens nothing', async () => {
    const terminal = await openConsole();
    await settled(terminal);
    for (const down of Object.values(DOWN)) {
      terminal.type('g ');
      await terminal.shows('1 marked');
      terminal.type(ESC);
      // The silence was long enough for ESC to be the Esc key: the mark is gone. Only now comes the rest.
      await terminal.hides('1 marked');
      const before = terminal.written.length;
      terminal.type(down.slice(1));
      terminal.type('jj');
      await terminal.shows(/^[45]\/\d+/m);
      expect(terminal.written.slice(before)).not.toMatch(/roll back|promote|in a shell/i);
    }
  });

  test.each([
    ['q', 'q'],
    ['Ctrl-C', '\x03'],
  ])('%s quits with 0 and gives the terminal back', async (_, key) => {
    const terminal = await openConsole();
    terminal.type(key);
    expect(await terminal.exit).toEqual({ code: 0, signal: 0 });
    expectRestored(terminal);
    expect(terminal.text().trim()).toBe('');
  });
});
