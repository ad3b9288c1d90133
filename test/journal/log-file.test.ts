import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type LogFile, openLogFile } from '../../src/journal/log-file.ts';
import { eventually } from '../support/eventually.ts';

const clock = { now: () => Date.UTC(2026, 10, 21, 3, 0, 0) };

let directory = '';
let file = '';
let log: LogFile;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'lambdatop-test-'));
  file = path.join(directory, 'state/lambdatop.log');
  log = openLogFile(file, clock);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** What stands in the file once everything is written. */
function written(): string {
  log.flush();
  return readFileSync(file, 'utf8');
}

describe('the log file', () => {
  test('has a line with time and level for each entry', () => {
    log.info('started');
    log.warn('slow', { ms: 1200 });
    expect(written()).toBe(
      '2026-11-21T03:00:00.000Z info  started\n2026-11-21T03:00:00.000Z warn  slow { ms: 1200 }\n',
    );
  });

  test('is written without being asked', async () => {
    log.info('started');
    await eventually(() => expect(readFileSync(file, 'utf8')).toContain('started'));
  });

  test('keeps an entry on one line, an error with its stack', () => {
    log.error('first\nsecond', new Error('broken'));
    const lines = written().trimEnd().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/error first \| second Error: broken \| at .*log-file\.test\.ts/);
  });

  test('belongs to its owner alone and does not exist before the first entry', () => {
    expect(existsSync(path.dirname(file))).toBe(false);
    log.info('started');
    log.flush();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  });

  test('holds no credential and no environment variable', () => {
    log.debug('call', {
      input: { FunctionName: 'checkout', Environment: { Variables: { DB: 'hush' } } },
      headers: { authorization: 'AWS4-HMAC hush', 'x-amz-security-token': 'hush' },
      credentials: { accessKeyId: 'hush', secretAccessKey: 'hush' },
      url: [{ Location: 'https://hush' }],
    });
    expect(written()).toContain('checkout');
    expect(written()).not.toContain('hush');
  });

  test('begins anew at 5 MB and keeps one former file', () => {
    log.info('old');
    log.flush();
    writeFileSync(file, 'x'.repeat(5_000_000));
    log.info('new');
    expect(written()).toMatch(/new\n$/);
    expect(statSync(file).size).toBeLessThan(100);
    expect(statSync(`${file}.1`).size).toBe(5_000_000);
  });

  test('counts what it had to drop', () => {
    for (let entry = 0; entry < 600; entry++) log.info('y'.repeat(2_000));
    expect(written()).toMatch(/warn {2}\d+ entries were lost/);
    expect(written().length).toBeLessThan(1_100_000);
  });

  test('that cannot be written disturbs nobody, and says so at the end', async () => {
    const nowhere = openLogFile(path.join('/dev/null', 'lambdatop.log'), clock);
    nowhere.error('lost');
    expect(nowhere.flush()).toBe(false);
    expect(nowhere.flush()).toBe(true);
  });
});
