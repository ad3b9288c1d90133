import { describe, expect, test } from 'vitest';
import { LAUNCHER, runBuilt } from '../support/run-cli.ts';
import { COMMAND, openConsole, startInPty } from './in-pty.ts';

const ESC = '\x1b';

describe('start', () => {
  test('draws a first frame, then functions and their figures arrive', async () => {
    const terminal = await openConsole();
    expect(terminal.isAlternate).toBe(true);
    await terminal.shows(/^1\/\d+/m);
    await terminal.shows('123456789012');
    await terminal.shows(/checkout-api-prod +[\d,.k]+/);
  });

  test('keys pressed before the first frame count once it is drawn', async () => {
    const terminal = await startInPty(process.execPath, [LAUNCHER], {});
    terminal.type('?');
    await terminal.shows('Find and sort');
  });

  test('Enter pressed at the first byte is a key, and never a line feed', async () => {
    const terminal = await startInPty(process.execPath, [LAUNCHER], {});
    await terminal.until(() => terminal.written.length > 0, 'the first byte');
    terminal.type(':sort name\r');
    await terminal.shows('name▲');
  });

  test('a CI variable makes no blank screen', async () => {
    const terminal = await openConsole({ variables: { CI: 'true' } });
    await terminal.shows('123456789012');
  });
});

describe('a terminal that cannot show it', () => {
  test('no terminal: exit 2, and what to run instead', async () => {
    const result = await runBuilt([]);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain('lambdatop functions --json');
  });

  test('standard input is a file, though the output is a terminal', async () => {
    const terminal = await startInPty('bash', ['-c', `${COMMAND} </dev/null`]);
    expect(await terminal.exit).toEqual({ code: 2, signal: 0 });
    expect(terminal.text()).toContain('standard input is none');
    expect(terminal.written).not.toContain(`${ESC}[?1049h`);
  });

  test('TERM=dumb', async () => {
    const terminal = await startInPty(process.execPath, [LAUNCHER], { variables: { TERM: 'dumb' } });
    expect(await terminal.exit).toEqual({ code: 2, signal: 0 });
    expect(terminal.text()).toContain('TERM is dumb');
    expect(terminal.written).not.toContain(ESC);
  });
});
