/** The person's own editor on a text: $VISUAL, $EDITOR or vi, in the terminal that the console lends meanwhile. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { toAppError } from '../domain/app-error.ts';
import type { Suspension } from './suspension.tsx';

/** What came of an edit: the file as it was left, or why there is none. */
export type Written = { readonly text: string } | { readonly failure: string };

/** Opens a text in the editor. Never rejects; nothing of it stays on the disk. */
export type EditText = (text: string, fileName: string) => Promise<Written>;

/** An editor for one terminal; `environment` names it. */
export function createEditor(
  lend: Suspension['lend'],
  environment: Readonly<Record<string, string | undefined>>,
): EditText {
  return async (text, fileName) => {
    const editor = environment.VISUAL || environment.EDITOR || 'vi';
    let directory: string | null = null;
    const remove = (): void => {
      if (directory !== null) rmSync(directory, { recursive: true, force: true });
    };
    // A signal that ends the console meanwhile leaves no message behind.
    process.once('exit', remove);
    try {
      // mkdtemp makes it for its owner alone (0700).
      directory = await mkdtemp(path.join(tmpdir(), 'lambdatop-edit-'));
      const file = path.join(directory, fileName);
      await writeFile(file, text, { mode: 0o600, flag: 'wx' });
      let failure: string | null = 'the terminal is in use';
      await lend(async () => {
        failure = await run(editor, file);
      });
      if (failure !== null) return { failure };
      return {
        text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file)),
      };
    } catch (thrown) {
      if (thrown instanceof TypeError) return { failure: 'what it wrote is no UTF-8' };
      return { failure: toAppError(thrown).message };
    } finally {
      process.off('exit', remove);
      remove();
    }
  };
}

/** Runs it as a shell would, since it may have arguments (`code --wait`); resolves with why it failed, or null. */
function run(editor: string, file: string): Promise<string | null> {
  const { stdio, release } = ownTerminal();
  return new Promise<string | null>((resolve) => {
    const child = spawn('/bin/sh', ['-c', `${editor} "$@"`, 'editor', file], { stdio });
    child.once('error', ({ message }) => resolve(message));
    child.once('exit', (code, signal) => {
      resolve(code === 0 ? null : `${editor} ended with ${signal ?? `exit code ${code}`}`);
    });
  }).finally(release);
}

/** The terminal opened once more: what a child sets on the console's own streams (blocking writes) would stay set. */
function ownTerminal(): { readonly stdio: SpawnOptions['stdio'] & {}; readonly release: () => void } {
  try {
    const terminal = openSync('/dev/tty', 'r+');
    return { stdio: [terminal, terminal, terminal], release: () => closeSync(terminal) };
  } catch {
    return { stdio: 'inherit', release: () => {} };
  }
}
