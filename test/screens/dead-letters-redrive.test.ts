/** What the dialog of a redrive says, and when it stops: in an account whose functions fail, and one that was healed. */
import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { startAccount } from '../../src/demo/account.ts';
import { focusQueue, openQueue } from '../support/dead-letters.ts';
import { account, environmentOf, openConsole } from '../support/open-console.ts';
import { runCli } from '../support/run-cli.ts';
import type { ScreenTerminal } from '../support/screen-terminal.ts';

const ENTER = '\r';
const ESC = '\x1b';
const TAB = '\t';

/** One account for all that only look. */
const poisoned = await startAccount({ scenario: 'poison', messages: 12 });
afterAll(() => poisoned.close());

/** Opens it, up to its groups of errors. */
async function openGroups(terminal: ScreenTerminal, text: string): Promise<void> {
  await openQueue(terminal, text);
  terminal.type(ENTER);
  await terminal.shows(/messages: all there are/);
  await terminal.shows('logs searched');
}

/** Presses the key; what changes AWS is loaded after the first rows, and refuses until then. */
async function askForRedrive(terminal: ScreenTerminal): Promise<void> {
  const notYet = 'not connected to AWS yet';
  for (;;) {
    terminal.type('R');
    await terminal.shows(/Redrive |redrive: /);
    if (!terminal.text().includes(notYet)) return;
    await terminal.hides(notYet);
  }
}

test('says once why nothing can be sent, and offers only the way out', async () => {
  const { terminal } = await openConsole({ account: poisoned, columns: 140, rows: 36 });
  await focusQueue(terminal, 'warehouse');
  await terminal.shows(/warehouse-stream-failures +\d+/);
  await askForRedrive(terminal);
  await terminal.shows(/✗ \d+ messages cannot be redriven: it is a pointer to records of a stream/);
  expect(terminal.text().match(/it is a pointer to records of a stream/g)).toHaveLength(1);
  expect(terminal.text()).toContain('[›Close‹]');
  expect(terminal.text()).not.toContain('[ Redrive ]');
});

test('does nothing on an empty queue, and says that it is empty', async () => {
  const { terminal } = await openConsole({ account: poisoned, columns: 140, rows: 36 });
  await focusQueue(terminal, 'partner');
  await terminal.shows(/partner-edi-outbound-sender-dlq +0 +0/);
  await askForRedrive(terminal);
  await terminal.shows('partner-edi-outbound-sender-dlq is empty: there is nothing to send again');
});

test('one message first stops a redrive to a function that still fails, and says how to go on', async () => {
  const broken = await account({ scenario: 'poison', messages: 6, speed: 20 });
  const { terminal } = await openConsole({ account: broken, columns: 140, rows: 36 });
  await openGroups(terminal, 'orders');
  await askForRedrive(terminal);
  await terminal.shows(/would it fail again\?/);
  await terminal.shows('‹yes: wait at most');
  terminal.type(TAB);
  await terminal.shows('[›Redrive‹]');
  terminal.type(ENTER);
  await terminal.shows(/orders-fulfilment-worker-dlq: stopped/);
  const end = terminal.text();
  expect(end).toMatch(/redriven +1 /);
  expect(end.match(/the first message failed again/g)).toHaveLength(1);
  // The group, and nothing else.
  expect(end).toMatch(/go on with it: lambdatop dlq redrive orders-fulfilment-worker-dlq .*--where/);
});

test('a group means the same messages on the screen and on the command line, also those not looked at', async () => {
  const healed = await account({ scenario: 'poison', messages: 5 });
  // Nothing new arrives from now on.
  await fetch(`${healed.endpoint}/_control/heal`, { method: 'POST' });
  const queue = healed.world.queues.named('notify-sms-sender-dlq');
  const lying = queue?.receive({ most: 50, visibilityTimeoutS: 1 }, healed.world.clock.now());
  if (!queue || !lying || lying === 'overLimit') throw new Error('the account has no such queue');
  const { terminal, stateDir } = await openConsole({ account: healed, columns: 140, rows: 36 });
  await openGroups(terminal, 'sms');
  const [, error = '', count = ''] = /^› (\w+Error): .* (\d+) probable/m.exec(terminal.text()) ?? [];
  // As many again, received at the same times, which the screen has not seen.
  for (const message of lying) queue.moveIn({ ...message, id: randomUUID() }, healed.world.clock.now());
  const wanted = 2 * Number(count);
  await askForRedrive(terminal);
  await terminal.shows(new RegExp(`[^\\d]${wanted} messages, 100 a second`));
  terminal.type(ESC);
  await terminal.hides('messages, 100 a second');
  terminal.type(ESC);
  await terminal.shows(/in \d of 6 places/);
  const dryRun = await runCli(
    [
      ...['dlq', 'redrive', 'notify-sms-sender-dlq', '--dry-run', '--json', '--state-dir', stateDir],
      ...['--where', 'kind=sqs-source', '--where', 'evidence=probable', '--where', `signature~${error}`],
    ],
    environmentOf(healed),
  );
  expect(dryRun.stderr).toMatch(/all of about \d+ messages are looked through: about \d+ calls/);
  expect(JSON.parse(dryRun.stdout).messages).toHaveLength(wanted);
});
