import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { logGroup, logsClient } from '../support/log-group.ts';
import { account, openConsole } from '../support/open-console.ts';
import type { ScreenTerminal } from '../support/screen-terminal.ts';

const ESC = '\x1b';
const ENTER = '\r';
const ID = '8b91df80-80f7-4688-b5fc-5083a6abb548';

/** A console on the logs of functions that are not there, only their groups: nothing comes but what a test writes. */
async function openLogs(names: string, columns = 100, rows = 30) {
  const embedded = await account({ scenario: 'quiet' });
  const client = logsClient(embedded.endpoint);
  const writers = await Promise.all(names.split(',').map((name) => logGroup(client, name, '7')));
  const { terminal } = await openConsole({
    account: embedded,
    columns,
    rows,
    console: { startScreen: 'logs', target: names },
  });
  await terminal.shows(' LIVE ');
  return { terminal, writers };
}

const typed = (terminal: ScreenTerminal, command: string): void => {
  terminal.type(':');
  terminal.type(command);
  terminal.type(ENTER);
};

describe('logs', () => {
  test('from the start to which version fails with what error, in one keystroke, at 80 x 24 and at 200 x 60', async () => {
    const canary = await account({ scenario: 'bad-canary' });
    const { terminal } = await openConsole({ account: canary, columns: 80, rows: 24 });
    await terminal.shows(/^› checkout-api-prod/m);
    terminal.type('l');
    const failing = /^✗ +v42 +\d+ of \d+ failed .*TypeError: Cannot read properties of undefined/m;
    await terminal.shows(failing);
    await terminal.shows(' LIVE ');
    terminal.type('E');
    await terminal.shows(/^› .*v4\d/m);
    await terminal.shows(/PAUSED .* new line/);
    terminal.resize(200, 60);
    await terminal.shows(/^.{190,200}$/m);
    await terminal.shows(failing);
    await terminal.shows(/^› .*v4\d/m);
  });

  test('holds the place while it is paused, and counts what is new', async () => {
    const { terminal, writers } = await openLogs('orders');
    const [write] = writers;
    terminal.type('p');
    await terminal.shows('No line is shown yet');
    await write?.({ timestamp: Date.now(), message: 'the first' });
    await terminal.shows('the first');
    terminal.type('p');
    await terminal.shows('PAUSED');
    await write?.(
      ...Array.from({ length: 40 }, (_, n) => ({ timestamp: Date.now() + n, message: `more ${n}` })),
    );
    await terminal.shows(/▼ \d+ new lines/);
    expect(terminal.text()).toContain('the first');
    terminal.type('F');
    await terminal.shows('more 39');
    await terminal.hides('the first');
  });

  test('draws what is hostile safely, and merges functions in the order of time', async () => {
    const { terminal, writers } = await openLogs('orders,payments', 80, 24);
    const [orders, payments] = writers;
    const at = Date.now();
    await orders?.(
      { timestamp: at, message: '\u001b[2J\u001b]0;owned\u0007screen gone' },
      { timestamp: at + 2, message: `\u202egnp.exe ${'e\u0301\u0302'.repeat(1_000)}` },
      { timestamp: at + 4, message: `long ${'x'.repeat(200_000)}` },
    );
    await payments?.({ timestamp: at + 3, message: 'between' });
    await terminal.shows('long xxx');
    await terminal.shows('between');
    const rows = terminal.lines();
    const place = (text: string): number => rows.findIndex((row) => row.includes(text));
    expect(place('screen gone')).toBeLessThan(place('gnp.exe'));
    expect(place('gnp.exe')).toBeLessThan(place('between'));
    expect(place('between')).toBeLessThan(place('long xxx'));
    expect(rows[0]).toContain('lambdatop');
    expect(rows.at(-2)).toContain('FOLLOWING');
  });

  test('says where a pattern is wrong that AWS refuses, and tails on', async () => {
    const { terminal, writers } = await openLogs('orders', 120);
    typed(terminal, 'pattern GET /v1');
    await terminal.shows('AWS refuses the pattern at /v1: outside of quotes only letters');
    await writers[0]?.({ timestamp: Date.now(), message: 'still here' });
    await terminal.shows('still here');
  });

  test('lists invocations, and reads a longer past after its price was agreed to', async () => {
    const { terminal, writers } = await openLogs('orders', 120);
    const metrics = { durationMs: 3000, billedDurationMs: 3000, memorySizeMB: 128, maxMemoryUsedMB: 61 };
    const record = { requestId: ID, status: 'timeout', metrics };
    await writers[0]?.({
      timestamp: Date.now(),
      message: JSON.stringify({ type: 'platform.report', record }),
    });
    terminal.type('i');
    await terminal.shows(/v7 +3\.0s +3\.0s +61\/128 +warm +timeout/);
    typed(terminal, 'since 7d');
    await terminal.shows(/Logs Insights, at most .*\$0\.01: Enter reads 7 d, Esc does not/);
    terminal.type(ENTER);
    await terminal.shows(/With 1 of the last 7 d; scanned/);
    terminal.type('D');
    await terminal.shows('failed: 0 of 0 cold, 1 of 1 warm');
    terminal.resize(80, 20);
    await terminal.shows(/\d+ more lines: j or PgDn/);
    expect(terminal.text()).not.toContain('share of their memory used');
    terminal.type('G');
    await terminal.shows(/share of their memory used[\s\S]*40–50%/);
    terminal.type(ESC);
    await terminal.shows(/timeout/);
  });

  test('shows all of an invocation, and by what Powertools knows it', async () => {
    const { terminal, writers } = await openLogs('orders', 140);
    const said = {
      level: 'INFO',
      message: 'paid',
      service: 'checkout',
      cold_start: false,
      correlation_id: 'c-77',
    };
    await writers[0]?.(
      { timestamp: Date.now(), message: `START RequestId: ${ID} Version: 7` },
      { timestamp: Date.now() + 1, message: JSON.stringify({ ...said, function_request_id: ID }) },
    );
    await terminal.shows('paid');
    terminal.type('k');
    await terminal.shows('PAUSED');
    terminal.type(ENTER);
    await terminal.shows(`invocation ${ID}`);
    await terminal.shows(/correlation c-77 +service checkout/);
  });

  test('shows how an invocation ended, also where a pattern keeps its end from the tail', async () => {
    const { terminal, writers } = await openLogs('orders', 120);
    const at = Date.now();
    await writers[0]?.(
      { timestamp: at, message: `START RequestId: ${ID} Version: 7` },
      { timestamp: at + 1, message: `${new Date(at).toISOString()}\t${ID}\tERROR\tno stock` },
      { timestamp: at + 2, message: `REPORT RequestId: ${ID}\tDuration: 98.00 ms\tStatus: error\t` },
    );
    await terminal.shows('no stock');
    typed(terminal, 'pattern ERROR');
    await terminal.shows('pattern ERROR');
    await terminal.hides('REPORT');
    await terminal.shows('no stock');
    terminal.type('k');
    await terminal.shows('PAUSED');
    terminal.type(ENTER);
    await terminal.shows(/invocation 8b91df80\S+ +orders v7 +error +98ms/);
  });

  test('saves lines as data, with the ids that are known', async () => {
    const embedded = await account({ scenario: 'quiet' });
    const write = await logGroup(logsClient(embedded.endpoint), 'orders', '7');
    await write({ timestamp: Date.now() - 60_000, message: 'before' });
    const { terminal } = await openConsole({
      account: embedded,
      columns: 120,
      console: { startScreen: 'logs', target: 'orders' },
    });
    await terminal.shows('before');
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'lambdatop-saved-')), 'lines.jsonl');
    typed(terminal, `save ${file}`);
    await terminal.shows('Saved 1 line');
    const saved: unknown = JSON.parse(await readFile(file, 'utf8'));
    expect(saved).toMatchObject({ message: 'before', function: 'orders', version: '7' });
    expect(saved).toHaveProperty('eventId', expect.stringMatching(/^\d+$/));
  });
});
