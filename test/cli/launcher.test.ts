import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { cleanEnvironment, LAUNCHER, runBuilt, temporaryDirectory } from '../support/run-cli.ts';

/** How a Node with these arguments ends. */
async function run(args: string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const env = await cleanEnvironment();
  return promisify(execFile)(process.execPath, args, { env }).then(
    (output) => ({ code: 0, ...output }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

describe('bin/lambdatop.js', () => {
  test('tells an old Node in one line what it needs', async () => {
    const pretend = path.join(await temporaryDirectory(), 'pretend.cjs');
    for (const version of ['12.22.12', '20.19.5', '22.11.0']) {
      const versions = `{ ...process.versions, node: '${version}' }`;
      await writeFile(pretend, `Object.defineProperty(process, 'versions', { value: ${versions} });`);
      expect(await run(['--require', pretend, LAUNCHER, 'functions'])).toEqual({
        code: 2,
        stdout: '',
        stderr: `lambdatop: needs Node 22.12 or newer, and this is Node ${version}\n`,
      });
    }
  });

  test('has no syntax that Node 12 would not parse', async () => {
    const source = await readFile(LAUNCHER, 'utf8');
    const asWritten = await transform(source, { target: 'esnext' });
    const forNode12 = await transform(source, { target: 'node12.20' });
    expect(asWritten.code).toBe(forNode12.code);
    expect(source).not.toMatch(/^import /m);
  });

  test('says in one line that it is not built', async () => {
    const place = await temporaryDirectory();
    await mkdir(path.join(place, 'bin'));
    await copyFile(LAUNCHER, path.join(place, 'bin/lambdatop.js'));
    await writeFile(path.join(place, 'package.json'), '{"type":"module"}');
    expect(await run([path.join(place, 'bin/lambdatop.js')])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'lambdatop: not built yet: run `npm run build` first\n',
    });
  });
});

test('--version and --help print on stdout and exit 0', async () => {
  const { version } = JSON.parse(
    await readFile(path.join(import.meta.dirname, '../../package.json'), 'utf8'),
  );
  expect(await runBuilt(['--version'])).toEqual({ code: 0, stdout: `lambdatop ${version}\n`, stderr: '' });
  const help = await runBuilt(['functions', '--help']);
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toMatch(/^lambdatop functions \[OPTIONS\]\n/);
});
