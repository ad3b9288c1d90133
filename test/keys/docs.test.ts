import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { insertKeyTable, renderKeyTable } from '../../src/keys/key-table.ts';
import { keymap } from '../../src/keys/keymap.ts';

describe('the key table', () => {
  it('has a row a command, under its group', () => {
    const table = renderKeyTable({
      'sort.errors': {
        keys: [['s', 'e'], 'ctrl-d'],
        description: 'Sort by errors',
        label: 'errors',
        group: 'View',
        where: ['dead-letters', 'logs'],
      },
      'context.region': {
        keys: [],
        description: 'Switch region',
        label: 'region',
        group: 'Move',
        where: ['everywhere'],
        palette: { name: 'region', argument: 'NAME' },
      },
    });
    expect(table.split('\n')).toEqual([
      '| press | to | on |',
      '|---|---|---|',
      '| **Move** | | |',
      '| `:region NAME` | Switch region | everywhere |',
      '| **View** | | |',
      '| `s e` `Ctrl-D` | Sort by errors | dead letters, logs |',
    ]);
  });

  it('goes between the markers and leaves the rest alone', () => {
    const readme = 'before\n<!-- keys:start -->\nold\n<!-- keys:end -->\nafter\n';
    const written = insertKeyTable(readme, 'new');
    expect(written).toBe('before\n<!-- keys:start -->\nnew\n<!-- keys:end -->\nafter\n');
    expect(insertKeyTable(written, 'new')).toBe(written);
    expect(() => insertKeyTable('no markers', 'new')).toThrow('README.md needs the markers');
  });

  it('in the README is the keymap’s (`npm run docs` writes it)', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    expect(insertKeyTable(readme, renderKeyTable(keymap))).toBe(readme);
  });
});
