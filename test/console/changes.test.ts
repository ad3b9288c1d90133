/** Changing AWS from the console: keys pressed, the screen read, the account looked into. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Account } from '../../src/demo/account.ts';
import { readFirstSights, writeFirstSights } from '../../src/journal/first-seen.ts';
import { openJournal } from '../../src/journal/journal.ts';
import { thisProcess } from '../../src/journal/owner.ts';
import { stateDirFrom } from '../../src/journal/state-dir.ts';
import { stateOf } from '../operations/world.ts';
import { eventually } from '../support/eventually.ts';
import { account, openConsole } from '../support/open-console.ts';
import { press, pressAway } from '../support/press.ts';
import type { ScreenTerminal } from '../support/screen-terminal.ts';

const ESC = '\x1b';
const CTRL_C = '\x03';
const ENTER = '\r';
const TAB = '\t';

/** Reserves 60, fed by one queue; `l-send` stands in no other name. */
const NAME = 'notify-email-sender';
const UNIQUE = 'l-send';

/** Leaves only some functions in the table. Few characters: many in a moment look pasted, and distrusted is what follows. */
async function filterBy(terminal: ScreenTerminal, text: string): Promise<void> {
  await terminal.shows(/^1\/14\d/m);
  terminal.type('/');
  terminal.type(text);
  await terminal.shows(`/${text}`);
  terminal.type(ENTER);
  await terminal.shows(`filter ${text}`);
}

/** Puts the cursor on the function of the tests, once what it has is on its row. */
async function focusOnIt(terminal: ScreenTerminal): Promise<void> {
  await filterBy(terminal, UNIQUE);
  await terminal.shows(/› *notify-email-sender.* (ok|KILLED)/);
}

/** Opens a dialog, until what it waits for is there. */
async function open(terminal: ScreenTerminal, key: string, shown: string): Promise<void> {
  await press(terminal, key, shown);
  await terminal.hides('Reading what it has now');
}

/** Closes what is open. Two keys right after Esc would be another key. */
async function goBack(terminal: ScreenTerminal, hidden: string): Promise<void> {
  terminal.type(ESC);
  await terminal.hides(hidden);
}

async function inject({ endpoint }: Account, rule: Record<string, unknown>): Promise<void> {
  const reply = await fetch(`${endpoint}/_control/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rule),
  });
  expect(reply.status).toBe(201);
}

const scopeOf = ({ endpoint }: Account) => ({ account: '123456789012', region: 'eu-west-1', endpoint });

const stateDirectory = (): Promise<string> => mkdtemp(path.join(tmpdir(), 'lambdatop-test-'));

// Two consoles one after the other, each with its reads at the pace that AWS allows.
describe('killing and restoring', () => {
  test('says what will happen, does it, is on every row and in the journal, and is taken back', async () => {
    const aws = await account();
    const before = stateOf(aws, NAME);
    const stateDir = await stateDirectory();
    const first = await openConsole({ account: aws, stateDir, columns: 130, rows: 40 });
    const { terminal } = first;
    await focusOnIt(terminal);
    await open(terminal, 'K', `Kill ${NAME}`);
    await terminal.shows(/reserved concurrency +60 → 0/);
    await terminal.shows(/trigger notify-email-sender-queue +on → off/);
    await terminal.shows(/invocations +\d+ a minute/);
    expect(stateOf(aws, NAME)).toEqual(before);

    await press(terminal, UNIQUE, '✓');
    terminal.type(ENTER);
    await terminal.shows(`Killed ${NAME}`);
    await terminal.shows('no datapoint yet');
    await terminal.shows(/may still run for/);
    expect(stateOf(aws, NAME).reserved).toBe(0);
    await goBack(terminal, 'may still run');
    await terminal.shows(/KILLED \d\d:\d\d by demo \(was 60\)/);
    await goBack(terminal, 'filter l-send');
    terminal.type('q');
    expect(await first.ended).toBe(0);

    // Another start knows it from the journal, on every screen.
    const { terminal: again } = await openConsole({ account: aws, stateDir, columns: 130, rows: 40 });
    await focusOnIt(again);
    await again.shows(/KILLED \d\d:\d\d by demo \(was 60\)/);
    again.type('6');
    // Among long names its row has room for the time only; the line below the table says the rest.
    await again.shows(/notify-email-sender .*KILLED \d\d:\d\d/);
    await again.shows(/^\d+\/14\d +KILLED \d\d:\d\d by demo \(was 60\)/m);
    again.type('8');
    await again.shows(/kill +notify-email-sender +done +reserved concurrency: 60 → 0/);

    await open(again, 'U', `Restore ${NAME}`);
    await again.shows(/reserved concurrency +0 → 60/);
    await press(again, TAB, '[›Restore‹]');
    again.type(ENTER);
    await eventually(() => expect(stateOf(aws, NAME)).toEqual(before));
    await again.shows(/restore +notify-email-sender/);
  });

  test('who was stopped by others is first seen once, also after another start', async () => {
    const aws = await account();
    const stateDir = await stateDirectory();
    const { terminal, ended } = await openConsole({ account: aws, stateDir, columns: 130 });
    await filterBy(terminal, 'nailer');
    await terminal.shows(/KILLED by others, first seen \d\d:\d\d/);
    await goBack(terminal, 'filter nailer');
    terminal.type('q');
    await ended;
    const directory = stateDirFrom(stateDir, {}).forScope(scopeOf(aws));
    const [arn] = [...(await readFirstSights(directory)).keys()];
    expect(arn).toMatch(/:media-legacy-thumbnailer$/);
    await writeFirstSights(directory, new Map([[arn ?? '', Date.now() - 26 * 3_600_000]]));
    const later = await openConsole({ account: aws, stateDir, columns: 130 });
    await filterBy(later.terminal, 'nailer');
    await later.terminal.shows(/KILLED by others, first seen \d+ \w+ \d\d:\d\d/);
  });

  test('of marked ones has a row for each, and what cannot be done stays out of the way', async () => {
    const aws = await account();
    const { terminal } = await openConsole({ account: aws, columns: 130, rows: 40 });
    await filterBy(terminal, '/h-se|jwt.*r$/');
    terminal.type(' ');
    await terminal.shows('1 marked');
    terminal.type(' ');
    await terminal.shows('2 marked');
    await open(terminal, 'K', 'Type kill 2');
    await terminal.shows('left out: AWS refuses to stop identity-jwt-authorizer');
    await press(terminal, 'kill 2', '✓');
    terminal.type(ENTER);
    await terminal.shows('Killed 1 of 2 functions');
    await terminal.shows(/notify-push-sender +done: reserved concurrency: 60 → 0/);
    expect(stateOf(aws, 'notify-push-sender').reserved).toBe(0);
    expect(stateOf(aws, 'identity-jwt-authorizer').reserved).toBeNull();
  });
});

describe('a confirmation', () => {
  test('takes no paste, no other name and no key of before; Enter, Esc and Ctrl-C leave all as it is', async () => {
    const aws = await account();
    const { terminal } = await openConsole({ account: aws, columns: 130, rows: 40 });
    await focusOnIt(terminal);
    await open(terminal, 'K', 'Type the underlined part of');
    terminal.type(CTRL_C);
    await terminal.hides('Type the underlined part of');
    // Typed ahead in the read that opens the dialog: dropped.
    terminal.type(`Kl-s${ENTER}`);
    await terminal.shows('Type the underlined part of');
    await terminal.hides('Reading what it has now');
    expect(terminal.text()).not.toContain('✓');
    terminal.type(`${ESC}[200~${UNIQUE}${ESC}[201~`);
    await terminal.shows('A paste of 6 characters was ignored');
    terminal.type('l-sen');
    await terminal.shows('l-sen');
    terminal.type(ENTER);
    await terminal.shows('What is typed is not “l-send”');
    for (const way of [ESC, CTRL_C]) {
      terminal.type(way);
      await terminal.hides('Type the underlined part of');
      await open(terminal, 'K', 'Type the underlined part of');
    }
    terminal.type(ENTER);
    await terminal.hides('Type the underlined part of');
    expect(aws.world.functionNamed(NAME)?.reservedConcurrency.current).toBe(60);
  });

  test('is not asked for in a read-only account until :write was typed with its digits', async () => {
    const aws = await account();
    const rules = [
      {
        profiles: [],
        accounts: ['123456789012'],
        readOnly: true,
        production: true,
        protectedNames: ['notify-*'],
      },
    ];
    const { terminal } = await openConsole({
      account: aws,
      console: { scope: { rules } },
      columns: 130,
      rows: 40,
    });
    await terminal.shows('READ-ONLY (config file)');
    await focusOnIt(terminal);
    terminal.type('K');
    await terminal.shows('kill: read-only (config file): :write lifts it');
    terminal.type(':');
    terminal.type('write');
    await terminal.shows('Lift read-only for 30 minutes');
    terminal.type(ENTER);
    await terminal.shows('Type the account’s last four digits');
    await press(terminal, '9012', '✓');
    terminal.type(ENTER);
    await terminal.shows(/WRITE until \d\d:\d\d/);
    await open(terminal, 'K', 'Protected: type the account’s last four digits');
  });
});

describe('a change that is cut off', () => {
  test('is settled at the next start and shown before anything else', async () => {
    const aws = await account();
    const stateDir = await stateDirectory();
    const owner = { ...thisProcess(), pid: 4_194_304, started: '1' };
    const scope = scopeOf(aws);
    const journal = openJournal(stateDirFrom(stateDir, {}).forScope(scope), owner, { now: Date.now });
    const target = `arn:aws:lambda:eu-west-1:123456789012:function:${NAME}`;
    const setting = { kind: 'reserved-concurrency', functionArn: target } as const;
    await journal.begin({
      group: null,
      actor: 'arn:aws:iam::123456789012:user/anna',
      account: scope.account,
      region: scope.region,
      operation: 'kill',
      target,
      changes: [{ setting, from: 60, to: 0, debt: 'borrow' }],
      undoes: null,
    });
    const { terminal } = await openConsole({ account: aws, stateDir, columns: 100 });
    await terminal.shows('A change was cut off');
    await terminal.shows(/kill of notify-email-sender by anna/);
    await terminal.shows('reserved concurrency is still 60');
    await press(terminal, TAB, '[›Open the journal‹]');
    terminal.type(ENTER);
    await terminal.shows(/kill +notify-email-sender +not applied/);
  });

  test('by leaving is asked about first; its row is held meanwhile', async () => {
    const aws = await account();
    const stateDir = await stateDirectory();
    const { terminal, ended } = await openConsole({ account: aws, stateDir, columns: 130, rows: 40 });
    await focusOnIt(terminal);
    // It is not answered as long as the console is open, which waits a little for it when it is left.
    await inject(aws, { kind: 'hang', service: 'lambda', operation: 'PutFunctionConcurrency' });
    await open(terminal, 'K', 'Type the underlined part of');
    await press(terminal, UNIQUE, '✓');
    terminal.type(ENTER);
    await terminal.shows('Go on in the background');
    await pressAway(terminal, ENTER, 'Go on in the background');
    await terminal.shows('changing…');
    terminal.type('U');
    await terminal.shows(`restore: Killing ${NAME}: wait until it has ended`);
    await goBack(terminal, 'filter l-send');
    terminal.type('q');
    await terminal.shows('Quit? Something is still running');
    await press(terminal, TAB, '[›Quit anyway‹]');
    await pressAway(terminal, ENTER, '[›Quit anyway‹]');
    expect(await ended).toBe(0);
    const journal = openJournal(stateDirFrom(stateDir, {}).forScope(scopeOf(aws)), thisProcess(), {
      now: Date.now,
    });
    expect((await journal.read()).entries).toMatchObject([{ operation: 'kill', outcome: null }]);
  });
});
