import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { startAccount } from '../../src/demo/account.ts';
import { openQueue } from '../support/dead-letters.ts';
import { eventually } from '../support/eventually.ts';
import { openConsole } from '../support/open-console.ts';

const ESC = '\x1b';
const ENTER = '\r';

/** One account for all: what is looked at is given back. */
const poisoned = await startAccount({ scenario: 'poison', messages: 12 });
afterAll(() => poisoned.close());

describe('dead letters', () => {
  test('lists where failed work lies, who sends it there and of what kind', async () => {
    const { terminal } = await openConsole({ account: poisoned, columns: 160 });
    await terminal.shows(/^1\/\d+/m);
    terminal.type('5');
    await terminal.shows('kinds known of 27 of 27 functions');
    await terminal.shows(
      /orders-fulfilment-worker-dlq +\d+ +0 +\dh +≤ \d+d .*SQS source +orders-fulfilment-worker/,
    );
    await terminal.shows(/notify-async-failures .* destination +notify-bounce-handler/);
    await terminal.shows(/warehouse-stream-failures .* stream +warehouse-stock-sync/);
    terminal.type('!');
    await terminal.hides('partner-edi-outbound-sender-dlq');
    terminal.type(ESC);
    await terminal.shows('partner-edi-outbound-sender-dlq');
    terminal.type(ESC);
    // The badge on the list of functions.
    await terminal.shows(/orders-fulfilment-worker .*DLQ \d+/);
  });

  test('from the start to which errors, how many and on what evidence, in five keystrokes', async () => {
    const { terminal } = await openConsole({ account: poisoned, columns: 140 });
    await openQueue(terminal, 'orders');
    terminal.type(ENTER);
    await terminal.shows(/messages: all there are/);
    await terminal.shows(/KeyError: 'customer_id' +\d+ log /);
    await terminal.shows('logs searched');
    await terminal.shows('its id stands in the log beside the error');
  });

  test('calls probable what only stands at the right time in the log; one message, and its invocation', async () => {
    const { terminal } = await openConsole({ account: poisoned, columns: 140 });
    await openQueue(terminal, 'sms');
    terminal.type(ENTER);
    await terminal.shows(/TypeError: Cannot read properties of undefined .* probable/);
    await terminal.shows('errors were logged at the times it was received: probably this one');
    await terminal.shows('logs searched');
    terminal.type(ENTER);
    await terminal.shows(/\d+ messages +TypeError: Cannot read/);
    terminal.type(ENTER);
    await terminal.shows('came from      arn:aws:sqs:eu-west-1:123456789012:notify-sms-sender-queue');
    await terminal.shows(/^ +"customerId": "cus_/m);
    terminal.type('/template');
    await terminal.shows(/^\/template/m);
    terminal.type(ENTER);
    await terminal.shows('search template: 1 rows');
    terminal.type('l');
    await terminal.shows(/^invocation [0-9a-f-]{36}/m);
    await terminal.shows(/ERROR +TypeError: Cannot read properties of undefined/);
  });

  test('gives back what it looked at as soon as the queue is left', async () => {
    const { terminal } = await openConsole({ account: poisoned, columns: 140 });
    const sqs = new SQSClient({ endpoint: poisoned.endpoint, region: 'eu-west-1' });
    const QueueUrl = `${poisoned.endpoint}/123456789012/checkout-async-dlq`;
    const inFlight = async (): Promise<string | undefined> => {
      const AttributeNames = ['ApproximateNumberOfMessagesNotVisible' as const];
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
      return Attributes?.ApproximateNumberOfMessagesNotVisible;
    };
    await openQueue(terminal, 'checkout');
    expect(await inFlight()).toBe('0');
    terminal.type(ENTER);
    await terminal.shows(/messages: all there are/);
    await terminal.shows(/Request failed with status code 503 +\d+ attribute/);
    expect(Number(await inFlight())).toBeGreaterThan(5);
    terminal.type(ESC);
    await terminal.shows(/places/);
    await eventually(async () => expect(await inFlight()).toBe('0'));
    sqs.destroy();
  });

  test('has a queue keep its messages longer, unless it keeps them for 14 days already', async () => {
    const queue = poisoned.world.queues.named('checkout-async-dlq');
    if (!queue) throw new Error('the account has no such queue');
    queue.settings.retentionS = 20 * 3_600;
    const { terminal } = await openConsole({ account: poisoned, columns: 140, rows: 36 });
    await terminal.shows(/^1\/\d+/m);
    terminal.type('5');
    await terminal.shows(/checkout-async-dlq .* expiring/);
    terminal.type('/');
    terminal.type('checkout');
    await terminal.shows(/1 of \d/);
    terminal.type(ENTER);
    await terminal.shows('filter checkout');
    terminal.type(ENTER);
    await terminal.shows('or E: have the queue keep them for 14 days');
    terminal.type('E');
    await terminal.shows('Keep messages longer in checkout-async-dlq');
    await terminal.shows(/kept for +20h +→ +14d/);
    await terminal.shows('AWS takes up to 15 min to go by it');
    terminal.type('\t');
    await terminal.shows('[›Keep longer‹]');
    terminal.type(ENTER);
    await terminal.shows('Changed how long messages are kept in checkout-async-dlq');
    expect(queue.settings.retentionS).toBe(14 * 86_400);
    await terminal.hides('or E: have the queue keep them');
    terminal.type('E');
    await terminal.shows('keeps messages for 14 days, the most there is');
  });

  test('sends a group again that its function can take now, and leaves the others', async () => {
    const healed = await startAccount({ scenario: 'poison', messages: 12 });
    onTestFinished(() => healed.close());
    await fetch(`${healed.endpoint}/_control/heal`, { method: 'POST' });
    const { terminal } = await openConsole({ account: healed, columns: 140, rows: 36 });
    await openQueue(terminal, 'notify-async');
    terminal.type(ENTER);
    await terminal.shows(/KeyError: 'recipients' +\d+ attribute/);
    const others = /Undetermined.* (\d+) attribute/.exec(terminal.text())?.[1];
    terminal.type('R');
    await terminal.shows(
      /→ \d+ by Invoke\(Event\) of notify-bounce-handler:prod: its record names the function/,
    );
    await terminal.shows('--where kind=destination --where evidence=attribute');
    terminal.type(`${ESC}[Z`);
    terminal.type(`${ESC}[C`);
    await terminal.shows('‹no: all at once›');
    terminal.type(`${ESC}[Z`);
    terminal.type(`${ESC}[D`);
    await terminal.shows('‹300›');
    await terminal.shows(/\d+ messages, 300 a second/);
    await terminal.shows(/--rate 300/);
    terminal.type('\t');
    terminal.type('\t');
    terminal.type('\t');
    await terminal.shows('[›Redrive‹]');
    terminal.type(ENTER);
    await terminal.shows(/notify-async-failures: done/);
    await terminal.shows(/redriven +\d+/);
    terminal.type(ENTER);
    await terminal.shows(new RegExp(`${others} messages: all there are`));
    await terminal.hides("KeyError: 'recipients'");
  });

  test('looks into nothing while read-only, and says why', async () => {
    const { terminal } = await openConsole({
      account: poisoned,
      console: { scope: { readOnly: true } },
    });
    await terminal.shows(/^1\/\d+/m);
    terminal.type('x');
    await terminal.shows(/in \d of 6 places/);
    terminal.type(ENTER);
    await terminal.shows('Not now: read-only');
    terminal.type(ENTER);
    await terminal.shows(/open: read-only/);
  });
});
