import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LambdaFunction } from '../../src/domain/lambda-function.ts';
import { createInventoryCache } from '../../src/journal/inventory-cache.ts';
import { stateDirFrom } from '../../src/journal/state-dir.ts';
import { account, environmentOf, openConsole } from '../support/open-console.ts';
import type { ScreenTerminal } from '../support/screen-terminal.ts';

const ESC = '\x1b';

/** Waits until ranking and figures are there: before that, rows still find their places. */
async function settled(terminal: ScreenTerminal): Promise<void> {
  await terminal.shows(/^1\/\d+/m);
  await terminal.shows(/errors▼ account \d\d:\d\d {2}figures of/);
}

describe('functions screen', () => {
  test('shows functions, figures and the account, and quits with q', async () => {
    const { terminal, ended } = await openConsole({ account: await account({ scenario: 'company' }) });
    await terminal.shows(/\d+ {1,6}\d/);
    await terminal.shows('123456789012');
    await terminal.shows('eu-west-1');
    await terminal.shows(/errors▼ account \d\d:\d\d/);
    expect(terminal.isAlternate).toBe(true);
    terminal.type('q');
    expect(await ended).toBe(0);
    expect(terminal.isAlternate).toBe(false);
  });

  test('moves as many rows as keys came in one read', async () => {
    const { terminal } = await openConsole({ account: await account() });
    await settled(terminal);
    terminal.type('jjj');
    await terminal.shows(/^4\/\d+/m);
    terminal.type('G');
    await terminal.shows(/^(\d+)\/\1\b/m);
    terminal.type(`${ESC}[A`);
    terminal.type('g');
    await terminal.shows(/^1\/\d+/m);
  });

  test('an arrow cut in two by a slow line moves and does nothing else', async () => {
    const { terminal } = await openConsole({ account: await account() });
    await settled(terminal);
    terminal.type(ESC);
    terminal.type('[B');
    await terminal.shows(/^2\/\d+/m);
  });

  test('a paste is swallowed, and says so', async () => {
    const { terminal } = await openConsole({ account: await account() });
    await terminal.shows(/^1\/\d+/m);
    terminal.type(`${ESC}[200~jjjKKK\r${ESC}[201~`);
    await terminal.shows('paste of 7 characters was ignored');
    expect(terminal.text()).toMatch(/^1\/\d+/m);
  });

  test('filters while typing, keeps it with Enter, gives it up with Esc', async () => {
    const { terminal } = await openConsole({ account: await account() });
    await terminal.shows(/^1\/14\d/m);
    terminal.type('/');
    terminal.type('payments');
    await terminal.shows('/payments');
    await terminal.hides('checkout-api-prod');
    terminal.type('\r');
    await terminal.shows('filter payments');
    terminal.type(ESC);
    await terminal.hides('filter payments');
    await terminal.shows('checkout-api-prod');
  });

  test('a filter that cannot be used says why and empties nothing', async () => {
    const { terminal } = await openConsole({ account: await account() });
    await terminal.shows('checkout-api-prod');
    terminal.type('/');
    terminal.type('runtme:python');
    await terminal.shows('no field "runtme"');
    await terminal.shows('checkout-api-prod');
  });

  test('a filter for figures that were not read says how many functions it could not judge', async () => {
    const { terminal } = await openConsole({ account: await account(), columns: 140, rows: 24 });
    await settled(terminal);
    terminal.type('/p99:>1s');
    await terminal.shows('/p99:>1s');
    terminal.type('\r');
    await terminal.shows(/\d+ not read, so not judged/);
  });

  test('sorts by a letter after s, and lists the letters when another is pressed', async () => {
    const { terminal } = await openConsole({ account: await account(), columns: 140 });
    await terminal.shows('errors▼');
    terminal.type('s');
    await terminal.shows('sort by…');
    terminal.type('n');
    await terminal.shows('name▲');
    terminal.type('s');
    terminal.type('z');
    await terminal.shows('s z is nothing');
  });

  test('says that a p99 order covers only the rows that were read', async () => {
    const { terminal } = await openConsole({ account: await account(), columns: 140 });
    await terminal.shows(/errors▼ account/);
    terminal.type('sp');
    await terminal.shows(/p99▼ \d+ of 14\d/);
  });

  test('freezes and goes on', async () => {
    const { terminal } = await openConsole({ account: await account() });
    await terminal.shows(/data \d+s old/);
    terminal.type('p');
    await terminal.shows('FROZEN');
    terminal.type('p');
    await terminal.hides('FROZEN');
  });

  test('marks rows by Space and unmarks them by Esc', async () => {
    const { terminal } = await openConsole({ account: await account() });
    await settled(terminal);
    terminal.type('  ');
    await terminal.shows('2 marked');
    await terminal.shows(/^3\/\d+/m);
    terminal.type(ESC);
    await terminal.hides('marked');
  });

  test('help lists the keys, palette runs commands by name', async () => {
    const { terminal } = await openConsole({ account: await account(), columns: 120, rows: 40 });
    await terminal.shows(/^1\/\d+/m);
    terminal.type('?');
    await terminal.shows('Find and sort');
    terminal.type('q');
    await terminal.hides('Find and sort');
    terminal.type(':');
    terminal.type('sort mem');
    await terminal.shows('sort memory');
    terminal.type('\r');
    await terminal.shows('memory▼');
  });

  test('a key whose feature is missing says what to run instead', async () => {
    const { terminal } = await openConsole({ account: await account(), columns: 160 });
    await terminal.shows(/^1\/\d+/m);
    terminal.type('7');
    await terminal.shows('audit: not in this version; in a shell: aws lambda get-policy');
  });

  test('read-only is on the screen, and changing keys say so', async () => {
    const { terminal } = await openConsole({
      account: await account(),
      console: { scope: { readOnly: true } },
    });
    await terminal.shows('READ-ONLY');
    terminal.type('K');
    await terminal.shows('kill: lambdatop is read-only: it was started with --read-only');
  });

  test('Ctrl-C quits', async () => {
    const { terminal, ended } = await openConsole({ account: await account() });
    await terminal.shows(/^1\/\d+/m);
    terminal.type('\x03');
    expect(await ended).toBe(0);
  });
});

describe('window', () => {
  test.each([
    [60, 15],
    [80, 24],
    [300, 100],
  ])('every line fits %ix%i, header to footer', async (columns, rows) => {
    const { terminal } = await openConsole({ account: await account(), columns, rows });
    await terminal.shows(/errors▼ account/);
    const lines = terminal.lines();
    expect(lines[0]).toContain('123456789012');
    expect(lines.at(-1)).toContain('? help');
    expect(lines[2]).toContain('function');
  });

  test('at 80 columns the columns of the design are there', async () => {
    const { terminal } = await openConsole({ account: await account(), columns: 80, rows: 24 });
    await terminal.shows(/errors▼ account/);
    for (const title of ['function', 'inv/m', 'err %', 'p99', 'thr/m', 'conc/res', 'state']) {
      expect(terminal.lines()[2]).toContain(title);
    }
  });

  test('too small says so and recovers', async () => {
    const { terminal } = await openConsole({ account: await account(), columns: 80, rows: 24 });
    await terminal.shows(/^1\/\d+/m);
    terminal.resize(50, 10);
    await terminal.shows('terminal too small');
    terminal.resize(100, 30);
    await terminal.shows(/^1\/\d+/m);
  });

  test('no frame is drawn while the line is stalled; keys are not lost', async () => {
    const { terminal } = await openConsole({ account: await account() });
    await settled(terminal);
    terminal.stalled = true;
    const drawn = terminal.bytes;
    terminal.type('j');
    await terminal.until(() => terminal.bytes > drawn, 'something written');
    for (let key = 0; key < 5; key++) terminal.type('j');
    const before = terminal.bytes;
    terminal.type('jj');
    expect(terminal.bytes - before).toBeLessThan(4_000);
    terminal.release();
    await terminal.shows(/^9\/\d+/m);
  });

  test('NO_COLOR leaves no colour, and the cursor is still to be seen', async () => {
    const { terminal } = await openConsole({ account: await account(), console: { noColor: true } });
    await terminal.shows(/^1\/\d+/m);
    await terminal.shows(/^› /m);
    expect(terminal.colorsOf('123456789012')).toEqual({ foreground: -1, background: -1 });
    expect(terminal.colorsOf('›')).toEqual({ foreground: -1, background: -1 });
  });
});

describe('trouble', () => {
  test('an empty account says so and what to do', async () => {
    const { terminal } = await openConsole({ account: await account({ scenario: 'empty' }) });
    await terminal.shows('No functions in eu-west-1');
    await terminal.shows(':region');
  });

  test('denied is a sentence with the permission, never an empty list; it recovers', async () => {
    const embedded = await account();
    embedded.faults.add({ kind: 'deny', service: 'lambda', operation: 'ListFunctions' });
    const { terminal } = await openConsole({ account: embedded, columns: 120 });
    await terminal.shows('lambda:ListFunctions');
    expect(terminal.text()).not.toContain('No functions');
    embedded.faults.clear();
    terminal.type('\x12');
    await terminal.shows('checkout-api-prod');
  });

  test('expired credentials keep the screen up and a key retries', async () => {
    const embedded = await account();
    embedded.faults.add({ kind: 'expired', service: '*', operation: '*' });
    const { terminal } = await openConsole({ account: embedded, columns: 120 });
    await terminal.shows(/expired/i);
    await terminal.shows('Ctrl-R');
    embedded.faults.clear();
    terminal.type('\x12');
    await terminal.shows('checkout-api-prod');
  });

  test('metrics that cannot be read degrade alone', async () => {
    const embedded = await account();
    embedded.faults.add({ kind: 'html', service: 'cloudwatch', operation: '*', status: 404 });
    const { terminal } = await openConsole({ account: embedded, columns: 120 });
    await terminal.shows('analytics-dashboard-api');
    await terminal.shows('does not support cloudwatch:GetMetricData');
    await terminal.shows(/analytics-dashboard-api +–/);
  });

  test('no region says what to set', async () => {
    const embedded = await account();
    const { AWS_REGION: _, ...environment } = environmentOf(embedded);
    const { terminal } = await openConsole({ account: embedded, environment, columns: 120 });
    await terminal.shows(/region/i);
    await terminal.shows('AWS_REGION');
  });

  test('the account is refused when --account names another', async () => {
    const { ended } = await openConsole({ account: await account(), console: { account: '999999999999' } });
    await expect(ended).rejects.toMatchObject({ code: 'wrong-account' });
  });
});

describe('the next start', () => {
  test('paints the last list at once and says that it is stale', async () => {
    const embedded = await account();
    const first = await openConsole({ account: embedded });
    await first.terminal.shows('checkout-api-prod');
    await first.terminal.shows(/errors▼ account/);
    // Whose list it is has to be known before it is kept.
    await first.terminal.shows('123456789012 ');
    first.terminal.type('q');
    await first.ended;
    embedded.faults.add({ kind: 'delay', service: '*', operation: '*', delayMs: 60_000 });
    const second = await openConsole({ account: embedded, stateDir: first.stateDir });
    await second.terminal.shows('analytics-dashboard-api');
    await second.terminal.shows('STALE: list of');
    await second.terminal.shows('123456789012?');
  });

  test('drops the last list as soon as the credentials turn out to belong to another account', async () => {
    const embedded = await account();
    const stateDir = await mkdtemp(path.join(tmpdir(), 'lambdatop-test-'));
    const cache = createInventoryCache(stateDirFrom(stateDir, {}), () => {});
    await cache.write(
      { profile: null, region: 'eu-west-1', endpoint: embedded.endpoint },
      { account: '999999999999', functions: [functionNamed('from-another-account')], at: Date.now() },
    );
    embedded.faults.add({ kind: 'delay', service: '*', operation: '*', delayMs: 300 });
    const { terminal } = await openConsole({ account: embedded, stateDir });
    await terminal.shows('from-another-account');
    await terminal.shows('999999999999?');
    await terminal.shows('checkout-api-prod');
    await terminal.shows('123456789012 ');
    expect(terminal.text()).not.toContain('from-another-account');
  });
});

function functionNamed(name: string): LambdaFunction {
  return {
    name,
    arn: `arn:aws:lambda:eu-west-1:999999999999:function:${name}`,
    runtime: 'nodejs22.x',
    packageType: 'Zip',
    architecture: 'arm64',
    memoryMb: 128,
    timeoutS: 3,
    codeSizeBytes: 1_000,
    lastModified: 0,
    masterArn: null,
    managedInstances: false,
    deadLetterArn: null,
  };
}
