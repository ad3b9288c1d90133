import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/cli/config-file.ts';
import { temporaryDirectory } from '../support/run-cli.ts';

/** What is read of a config file with this text. */
async function configOf(text: string) {
  const home = await temporaryDirectory();
  const file = path.join(home, 'lambdatop', 'config.toml');
  mkdirSync(path.dirname(file));
  writeFileSync(file, text);
  chmodSync(file, 0o644);
  return { file, config: readConfig({ XDG_CONFIG_HOME: home, HOME: '/nowhere' }) };
}

it('is read whole', async () => {
  const { file, config } = await configOf(`
# production
[[rules]]
profiles = ["prod*", "live"]
accounts = "123456789012"
read-only = true
production = true
protected = ["payments-*"]

[[rules]]
protected = ["*-prod"]
`);
  expect(await config).toEqual({
    file,
    found: true,
    rules: [
      {
        profiles: ['prod*', 'live'],
        accounts: ['123456789012'],
        readOnly: true,
        production: true,
        protectedNames: ['payments-*'],
      },
      { profiles: [], accounts: [], readOnly: false, production: false, protectedNames: ['*-prod'] },
    ],
  });
});

it('may be missing, empty, or elsewhere', async () => {
  const home = await temporaryDirectory();
  expect(await readConfig({ HOME: home })).toEqual({
    file: path.join(home, '.config/lambdatop/config.toml'),
    found: false,
    rules: [],
  });
  expect(await (await configOf('\n')).config).toMatchObject({ found: true, rules: [] });
  const own = path.join(home, 'own.toml');
  writeFileSync(own, '[[rules]]\nread-only = true\n');
  const relative = { XDG_CONFIG_HOME: 'not/absolute', HOME: home };
  expect(await readConfig(relative)).toMatchObject({ found: false });
  expect((await readConfig({ ...relative, LAMBDATOP_CONFIG: own })).rules).toHaveLength(1);
});

describe('a mistake in it', () => {
  it.each([
    ['[[rules]]\nprofile = ["prod"]', 2, 'A rule has no profile.', /^did you mean profiles/],
    ['[[rules]]\n\n[[rules]]\nread_only = true', 4, 'A rule has no read_only.', /read-only/],
    ['read-only = true', 1, 'The config file has no read-only.', /^there are: rules$/],
    [
      '[[rule]]\nread-only = true',
      1,
      'The config file has no rule.',
      /^did you mean rules|^there are: rules$/,
    ],
    ['[rules]\nread-only = true', 1, 'rules are written as [[rules]].', null],
    ['[[rules]]\nread-only = "yes"', 2, 'read-only is true or false.', null],
    ['[[rules]]\nprofiles = [1]', 2, 'profiles takes a text, or a list of texts: ["one", "two-*"].', null],
    ['[[rules]]\naccounts = ["12345"]', 2, '"12345" is no account: they have twelve digits.', null],
    ['[[rules]]\nprofiles = ["prod"', 2, null, /without it nothing is protected/],
  ])('%j is said with its line, and what was meant', async (text, line, message, next) => {
    const { file, config } = await configOf(text);
    const error = await config.then(
      () => expect.fail('should have been refused'),
      (thrown) => thrown,
    );
    expect(error).toMatchObject({ code: 'usage', exitCode: 2 });
    expect(error.message).toMatch(new RegExp(`^${file}, line ${line}: .+\\.$`));
    if (message) expect(error.message).toBe(`${file}, line ${line}: ${message}`);
    if (next) expect(error.next[0]).toMatch(next);
  });

  it('is one that cannot be read, too', async () => {
    const home = await temporaryDirectory();
    await expect(readConfig({ LAMBDATOP_CONFIG: home })).rejects.toMatchObject({ code: 'usage' });
  });
});
