/** Editing a message in the person's own editor: here a script that does what a person would. */
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startAccount } from '../../src/demo/account.ts';
import { temporaryDirectory } from '../operations/redrive/queues.ts';
import { environmentOf, openConsole } from '../support/open-console.ts';
import type { ScreenTerminal } from '../support/screen-terminal.ts';

const ENTER = '\r';

const account = await startAccount({ scenario: 'poison', messages: 12 });
afterAll(() => account.close());
await fetch(`${account.endpoint}/_control/heal`, { method: 'POST' });

/** A console with an editor that runs `script` on the file `$1`, at one message that lacks its recipients. */
async function openMessage(script: string): Promise<{
  terminal: ScreenTerminal;
  stateDir: string;
  /** What the script was given, and how it lay there. */
  seen: () => string[];
}> {
  const directory = temporaryDirectory();
  const editor = path.join(directory, 'editor');
  const seen = path.join(directory, 'seen');
  writeFileSync(
    editor,
    `#!/bin/sh\n{ stat -c %a "$2" "$(dirname "$2")"; echo "$1"; echo "$2"; cat "$2"; } > ${seen}\nset -- "$2"\n${script}\n`,
  );
  chmodSync(editor, 0o700);
  const { terminal, stateDir } = await openConsole({
    account,
    columns: 140,
    rows: 36,
    environment: { ...environmentOf(account), EDITOR: 'false', VISUAL: `${editor} --wait` },
  });
  await terminal.shows(/^1\/\d+/m);
  terminal.type('5');
  await terminal.shows(/\d+ dead letters +in \d of 6 places/);
  terminal.type('/notify-async');
  await terminal.shows(/1 of 6/);
  terminal.type(ENTER);
  await terminal.shows('filter notify-async');
  terminal.type(ENTER);
  await terminal.shows('raises its receive count');
  terminal.type(ENTER);
  await terminal.shows(/KeyError: 'recipients' +\d+ attribute/);
  terminal.type(ENTER);
  await terminal.shows(/\d+ messages +KeyError/);
  terminal.type(ENTER);
  await terminal.shows('e edit');
  return { terminal, stateDir, seen: () => readFileSync(seen, 'utf8').split('\n') };
}

/** Files of edits that lie about. */
const leftBehind = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('lambdatop-edit-'));

test('sends what the editor wrote, shows what changed, and keeps what it was', async () => {
  const { terminal, stateDir, seen } = await openMessage(
    `sed 's/^{/{"recipients":["é"],/' "$1" > "$1.new" && mv "$1.new" "$1"`,
  );
  terminal.type('e');
  await terminal.shows('Redrive one edited message of notify-async-failures');
  await terminal.shows(/body edited: \d+ → \d+ bytes/);
  await terminal.shows(/^.*\+ \{"recipients":\["é"\],/m);
  await terminal.shows(/1 by Invoke\(Event\) of notify-bounce-handler:prod/);
  await terminal.shows('would it fail again?');
  const [modeOfFile, modeOfDirectory, argument, file = '', original = ''] = seen();
  expect([modeOfFile, modeOfDirectory, argument]).toEqual(['600', '700', '--wait']);
  expect(leftBehind().map((name) => path.join(tmpdir(), name))).not.toContain(path.dirname(file));
  expect(terminal.isAlternate).toBe(true);
  terminal.type('\t');
  await terminal.shows('[›Redrive‹]');
  terminal.type(ENTER);
  await terminal.shows(/edited message of notify-async-failures: done/);
  const names = readdirSync(stateDir, { recursive: true, encoding: 'utf8' });
  const log = names.find((name) => /redrive-notify-async-failures-\w+\.ndjson$/.test(name)) ?? '';
  const lines = readFileSync(path.join(stateDir, log), 'utf8').split('\n').filter(Boolean);
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(expect.objectContaining({ original }));
});

test('sends nothing when the editor changed nothing, failed, or wrote what is no text', async () => {
  const next = path.join(temporaryDirectory(), 'next');
  const { terminal, seen } = await openMessage(`. ${next}`);
  for (const [script, words] of [
    ['echo >> "$1"', 'Nothing was changed'],
    ['echo x > "$1"; exit 3', 'ended with exit code 3'],
    [`printf '\\377' > "$1"`, 'no UTF-8'],
  ] as const) {
    writeFileSync(next, script);
    terminal.type('e');
    await terminal.shows(words);
    expect(terminal.text()).not.toContain('Redrive one');
    const [, , , file = ''] = seen();
    expect(leftBehind()).not.toContain(path.basename(path.dirname(file)));
  }
});
