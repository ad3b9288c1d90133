import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import type { PtyTerminal } from '../support/pty-terminal.ts';
import { COMMAND, childrenOf, openConsole, openShell, processes, settled } from './in-pty.ts';

const CTRL_Z = '\x1a';

/** Starts the console from a shell, as `bash -i` runs a job in the foreground; resolves with its process id. */
async function consoleFrom(shell: PtyTerminal, command = COMMAND): Promise<number> {
  shell.type(`${command}\r`);
  await shell.shows('? help');
  await settled(shell);
  const [job = 0] = childrenOf(shell.pid);
  return job;
}

/** The shell has its prompt back, on the main screen. */
async function promptIsBack(shell: PtyTerminal): Promise<void> {
  await shell.until(
    () => !shell.isAlternate && shell.text().includes('Stopped') && /^shell> ?$/m.test(shell.text()),
    'the prompt',
  );
}

/** The console is drawn again and its keys work. */
async function worksAgain(terminal: PtyTerminal): Promise<void> {
  await terminal.until(() => terminal.isAlternate && terminal.text().includes('? help'), 'the console');
  terminal.type('j');
  await terminal.shows(/^2\/\d+/m);
}

const isStopped = (pid: number): boolean => processes().get(pid)?.state.startsWith('T') === true;

describe('from a shell with job control', () => {
  test.each([
    ['itself', COMMAND],
    ['a script that runs it in the same process group', `bash -c "${COMMAND}; exit \\$?"`],
  ])('Ctrl-Z gives the shell its screen, fg brings the console back, twice: %s', async (_, command) => {
    const shell = await openShell();
    await consoleFrom(shell, command);
    shell.type(CTRL_Z);
    await promptIsBack(shell);
    expectGivenToShell(shell);
    shell.type('fg\r');
    await worksAgain(shell);
    // Once more: what is on the shell's screen from before must not confuse anybody.
    shell.type(CTRL_Z);
    await promptIsBack(shell);
    shell.type('clear; fg\r');
    await shell.until(() => shell.isAlternate && shell.text().includes('? help'), 'the console');
    shell.type('j');
    await shell.shows(/^3\/\d+/m);
    shell.type('q');
    await shell.until(() => !shell.isAlternate, 'the main screen');
    shell.type('echo "code $?"\r');
    await shell.shows('code 0');
  });

  test('kill -TSTP from elsewhere does the same', async () => {
    const shell = await openShell();
    const job = await consoleFrom(shell);
    process.kill(job, 'SIGTSTP');
    await promptIsBack(shell);
    shell.type('fg\r');
    await worksAgain(shell);
  });

  test('kill -STOP cannot be prepared for; fg draws everything anew', async () => {
    const shell = await openShell();
    const job = await consoleFrom(shell);
    process.kill(job, 'SIGSTOP');
    // It may have been stopped in the middle of a frame: then no later screen is a whole one.
    await eventually(() => expect(shell.written).toContain('Stopped'));
    shell.type('fg\r');
    await shell.hides('Stopped');
    await worksAgain(shell);
  });

  test('bg leaves the shell its screen: the terminal stops the console again, and fg brings it back', async () => {
    const shell = await openShell();
    // So the shell names the signal that stopped a job: Ctrl-Z's, or the one for touching a terminal from behind.
    shell.type('set -o posix\r');
    await consoleFrom(shell);
    shell.type(CTRL_Z);
    await promptIsBack(shell);
    await shell.shows('Stopped(SIGTSTP)');
    for (const time of ['once', 'twice']) {
      shell.type(`bg; until jobs | grep -q "(SIGTTOU)"; do sleep 0.05; done; clear; echo ${time}\r`);
      await shell.shows(new RegExp(`^${time}\nshell> ?$`, 'm'));
      expectGivenToShell(shell);
    }
    shell.type('fg\r');
    await worksAgain(shell);
    shell.type('q');
    await shell.until(() => !shell.isAlternate, 'the main screen');
    shell.type('echo "code $?"\r');
    await shell.shows('code 0');
  });

  test('a stopped console that is ended leaves the shell as it was', async () => {
    const shell = await openShell();
    await consoleFrom(shell);
    shell.type(CTRL_Z);
    await promptIsBack(shell);
    shell.type('kill %1; fg; echo "code $?"\r');
    await shell.shows('code 130');
    expectGivenToShell(shell);
  });
});

describe('without job control nobody would wake it', () => {
  test('Ctrl-Z in a terminal of its own: it goes on by itself', async () => {
    const terminal = await openConsole();
    await settled(terminal);
    terminal.type(CTRL_Z);
    await terminal.until(() => terminal.written.includes('\x1b[?1049l'), 'the screen given away');
    await worksAgain(terminal);
  });

  test('kill -STOP and kill -CONT', async () => {
    const terminal = await openConsole();
    await settled(terminal);
    terminal.kill('SIGSTOP');
    await eventually(() => expect(isStopped(terminal.pid)).toBe(true));
    terminal.kill('SIGCONT');
    await worksAgain(terminal);
  });
});

/** A prompt was drawn since (readline marks pastes itself): what matters is the screen and the cursor. */
function expectGivenToShell(shell: PtyTerminal): void {
  expect({ isAlternate: shell.isAlternate, ...shell.modes }).toMatchObject({
    isAlternate: false,
    updating: false,
    cursorHidden: false,
  });
}
