#!/usr/bin/env node
/**
 * Writes README.md's key table from the keymap, between its markers. With `--check` it writes nothing and
 * exits 1 when the table there is not the keymap's.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { insertKeyTable, renderKeyTable } from '../src/keys/key-table.ts';
import { keymap } from '../src/keys/keymap.ts';

const path = new URL('../README.md', import.meta.url);

function fail(message) {
  process.stderr.write(`docs: ${message}\n`);
  process.exitCode = 1;
}

try {
  if (!existsSync(path)) throw new Error('there is no README.md to write the key table into');
  const readme = readFileSync(path, 'utf8');
  const written = insertKeyTable(readme, renderKeyTable(keymap));
  if (!process.argv.includes('--check')) writeFileSync(path, written);
  else if (written !== readme) fail('the key table in README.md is not the keymap’s: run `npm run docs`');
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
