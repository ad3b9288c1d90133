import { describe, expect, it } from 'vitest';
import { checkKeymap } from '../../src/keys/check-keymap.ts';
import type { Command, Commands } from '../../src/keys/command.ts';
import { type CommandId, keymap } from '../../src/keys/keymap.ts';

/** A command with the parts a test is not about filled in. */
const command = (parts: Partial<Command>): Command => ({
  keys: ['j'],
  description: 'Move down',
  label: 'down',
  group: 'Move',
  where: ['screens'],
  ...parts,
});

const check = (...parts: Commands[]) => checkKeymap(parts);

describe('the keymap', () => {
  it.each<[CommandId, readonly unknown[]]>([
    ['move.down', ['j', 'down']],
    ['move.first', ['g', 'home']],
    ['go.leave', ['q', 'ctrl-c']],
    ['screen.logs', ['3', 'l']],
    ['function.kill', ['K']],
    ['rollout.promote', ['A']],
    ['sort.errors', [['s', 'e']]],
    ['mark.toggle', ['space']],
  ])('has %s on %j', (id, keys) => {
    expect(keymap[id].keys).toEqual(keys);
  });

  it('lets every letter that changes AWS say that it only opens a dialog', () => {
    const changing = Object.values(keymap).filter(({ changes }) => changes);
    expect(changing.flatMap(({ keys }) => keys)).toEqual(expect.arrayContaining(['K', 'U', 'c', 'T', 'B']));
    for (const { description } of changing) expect(description).toContain('(opens its dialog)');
  });
});

describe('what does not compile', () => {
  it('is a key without a name, a reserved one, or one that a cut escape sequence may begin with', () => {
    // @ts-expect-error Ctrl-A belongs to screen
    command({ keys: ['ctrl-a'] });
    // @ts-expect-error Ctrl-B belongs to tmux
    command({ keys: ['ctrl-b'] });
    // @ts-expect-error F-keys have no name
    command({ keys: ['f1'] });
    // @ts-expect-error the tail of a late arrow begins with [
    command({ keys: ['['] });
    // @ts-expect-error the tail of a late arrow in application mode begins with O
    command({ keys: ['O'] });
    // @ts-expect-error a chord has two keys
    command({ keys: [['s', 'e', 'x']] });
    // @ts-expect-error there is no such screen
    command({ where: ['fuctions'] });
    // @ts-expect-error a command needs a description
    const silent: Command = { keys: ['j'], label: 'down', group: 'Move', where: ['screens'] };
    expect(silent.description).toBeUndefined();
  });
});

describe('what does not load', () => {
  it('is a key claimed twice where both work', () => {
    expect(() => check({ 'move.down': command({}), 'logs.jump': command({ where: ['logs'] }) })).toThrow(
      "keymap: 'logs.jump' (j) and 'move.down' (j) collide in logs",
    );
    const elsewhere = command({ where: ['help'] });
    expect(() => check({ 'move.down': command({}), 'help.down': elsewhere })).not.toThrow();
  });

  it('is a chord that begins with another command’s key, or equals another chord', () => {
    const sort = command({ keys: [['s', 'e']] });
    expect(() => check({ 'sort.errors': sort, 'file.save': command({ keys: ['s'] }) })).toThrow(
      "'file.save' (s) and 'sort.errors' (s e) collide in functions",
    );
    expect(() => check({ 'sort.errors': sort, 'sort.edge': sort })).toThrow(
      "'sort.edge' (s e) and 'sort.errors' (s e)",
    );
    expect(() => check({ 'sort.errors': sort, 'sort.name': command({ keys: [['s', 'n']] }) })).not.toThrow();
  });

  it('is a key bound twice by the same command', () => {
    expect(() => check({ 'move.down': command({ keys: ['j', 'j'] }) })).toThrow("'move.down' (j)");
  });

  it('is an id or a palette name used twice', () => {
    expect(() => check({ 'move.down': command({}) }, { 'move.down': command({ keys: ['x'] }) })).toThrow(
      "the command id 'move.down' is used twice",
    );
    const palette = { name: 'kill' };
    expect(() =>
      check({ 'a.one': command({ keys: [], palette }), 'a.two': command({ keys: [], palette }) }),
    ).toThrow("'a.one' and 'a.two' are both :kill");
  });

  it.each<[string, Partial<Command>, string]>([
    ['a blank description', { description: ' ' }, "'move.down' has no description"],
    ['a blank label', { label: '' }, "'move.down' has no label"],
    ['no place to work', { where: [] }, "'move.down' works nowhere"],
    ['no way to run it', { keys: [] }, "'move.down' has neither a key nor a name in the palette"],
    ['a letter where text is typed', { where: ['palette'] }, "'move.down' (j) is bound in palette"],
  ])('is a command with %s', (_what, parts, message) => {
    expect(() => check({ 'move.down': command(parts) })).toThrow(message);
  });

  it('is an id that is not dotted', () => {
    expect(() => check({ down: command({}) })).toThrow("'down' is no dotted command id");
  });
});
