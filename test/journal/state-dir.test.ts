import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { directoryName, stateDirFrom } from '../../src/journal/state-dir.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'lambdatop-test-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

describe('the state directory', () => {
  test('is the one that was named, else by XDG, else in the home', () => {
    expect(stateDirFrom('/srv/state', { HOME: home }).root).toBe('/srv/state');
    expect(stateDirFrom(undefined, { HOME: home, XDG_STATE_HOME: '/xdg' }).root).toBe('/xdg/lambdatop');
    expect(stateDirFrom(undefined, { HOME: home, XDG_STATE_HOME: 'relative' }).root).toBe(
      path.join(home, '.local/state/lambdatop'),
    );
  });

  test('is not created before it is needed', () => {
    const { root } = stateDirFrom(undefined, { HOME: home });
    expect(() => statSync(root)).toThrow('ENOENT');
  });

  test('belongs to its owner alone, even where it existed more openly', () => {
    const root = path.join(home, 'state');
    mkdirSync(root, { mode: 0o755 });
    const state = stateDirFrom(root, {});
    const directory = state.forScope({ account: '111122223333', region: 'eu-west-1', endpoint: null });
    expect(directory).toBe(path.join(root, '111122223333_eu-west-1'));
    expect([modeOf(root), modeOf(directory)]).toEqual(['700', '700']);
  });

  test('that cannot be written is an error that says what to do', () => {
    writeFileSync(path.join(home, 'file'), '');
    const state = stateDirFrom(path.join(home, 'file/state'), {});
    expect(() => state.ensure()).toThrow(
      expect.objectContaining({
        code: 'invalid',
        next: expect.arrayContaining([expect.stringContaining('--state-dir')]),
      }),
    );
  });
});

describe('the directory of an account, region and endpoint', () => {
  test('can be read by a person', () => {
    const scope = { account: '111122223333', region: 'eu-west-1', endpoint: 'http://127.0.0.1:4566' };
    expect(directoryName(scope)).toBe('111122223333_eu-west-1_http_127.0.0.1_4566');
  });

  test('is one safe name, and differs where the endpoints do', () => {
    const endpoint = fc.webUrl({ withQueryParameters: false }).map((url) => new URL(url).href);
    const nameOf = (url: string): string =>
      directoryName({ account: '111122223333', region: 'eu-west-1', endpoint: url });
    fc.assert(
      fc.property(endpoint, endpoint, (one, other) => {
        expect(nameOf(one)).not.toMatch(/[/\\\0]|^\./);
        expect(nameOf(one) === nameOf(other)).toBe(one === other);
      }),
    );
  });
});
