import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { entrySections, reasonAgainstUndo } from '../../screens/journal/detail.ts';
import { createJournalViewModel } from '../../screens/journal/view-model.ts';
import type { Entry } from '../../src/domain/changes/entry.ts';
import { openJournal } from '../../src/journal/journal.ts';
import { thisProcess } from '../../src/journal/owner.ts';
import { stateDirFrom } from '../../src/journal/state-dir.ts';
import { createChangesStore } from '../../src/stores/changes-store.ts';
import { createJournalViewStore, type JournalViewState } from '../../src/stores/journal-view-store.ts';
import { sectionLines } from '../../src/ui/dialog/section-lines.ts';
import { createTheme } from '../../src/ui/theme.ts';
import { account, openConsole } from '../support/open-console.ts';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const MINUTE = 60_000;

/** A kill of one function, `index` minutes after noon. */
function entryOf(index: number, change: Partial<Entry> = {}): Entry {
  const target = `arn:aws:lambda:eu-west-1:123456789012:function:worker-${index % 50}`;
  return {
    id: `entry${index}`,
    group: null,
    at: NOON + index * MINUTE,
    actor: 'arn:aws:sts::123456789012:assumed-role/OnCall/anna',
    account: '123456789012',
    region: 'eu-west-1',
    operation: 'kill',
    target,
    changes: [
      {
        setting: { kind: 'reserved-concurrency', functionArn: target },
        from: 25,
        to: 0,
        debt: 'borrow',
        outcome: 'done',
        requestIds: [`request-${index}`],
      },
    ],
    outcome: 'done',
    endedAt: NOON + index * MINUTE + 700,
    reason: null,
    recovered: false,
    shortfall: null,
    undoes: null,
    owner: thisProcess(),
    ...change,
  };
}

/** What is listed, by entry, and how many there are. */
function listed(entries: readonly Entry[], change: Partial<JournalViewState> = {}) {
  const view = { ...createJournalViewStore().getState(), ...change };
  const model = createJournalViewModel();
  const changes = { ...createChangesStore().getState(), entries };
  return { ...model(changes, view), ids: model(changes, view).rows.map(({ entry }) => entry.id) };
}

describe('the journal’s rows', () => {
  const entries = [
    entryOf(1),
    entryOf(2, { outcome: null, endedAt: null }),
    entryOf(3, { operation: 'restore', outcome: 'failed', actor: 'arn:aws:iam::123456789012:user/ben' }),
  ];

  test('stand newest first, or the other way round', () => {
    expect(listed(entries).ids).toEqual(['entry3', 'entry2', 'entry1']);
    expect(listed(entries, { sort: { column: 'time', descending: false } }).ids[0]).toBe('entry1');
  });

  test.each([
    ['worker-2', ['entry2']],
    ['who:ben', ['entry3']],
    ['what:kill', ['entry2', 'entry1']],
    ['outcome:open', ['entry2']],
    ['kill -worker-1', ['entry2']],
  ])('are found by %s', (filter, ids) => {
    expect(listed(entries, { filter }).ids).toEqual(ids);
  });

  test('are those of the functions it was opened for, of all until Esc', () => {
    expect(listed(entries, { only: ['worker-1', 'worker-3'] }).ids).toEqual(['entry3', 'entry1']);
  });

  test('that are in trouble are open, or not as they were asked for', () => {
    expect(listed(entries, { onlyTrouble: true }).ids).toEqual(['entry3', 'entry2']);
  });

  test('of ten thousand entries are filtered while one types', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => entryOf(index));
    const model = createJournalViewModel();
    const changes = { ...createChangesStore().getState(), entries: many };
    const view = createJournalViewStore().getState();
    expect(model(changes, view).rows).toHaveLength(10_000);
    const started = performance.now();
    for (const text of ['w', 'wo', 'wor', 'worker-7']) {
      model(changes, { ...view, typing: { text, cursor: text.length } });
    }
    // Four keys, each well within a frame; a loaded machine takes many times as long.
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('an entry shown whole', () => {
  const lines = (entry: Entry, all: readonly Entry[] = [entry]): string =>
    sectionLines(entrySections(entry, all, { profile: 'prod', endpoint: null }), 100, createTheme(0)).join(
      '\n',
    );

  test('tells every call, who made it, and how to take it back', () => {
    const text = lines(entryOf(7));
    expect(text).toMatch(/outcome +done/);
    expect(text).toContain('reserved concurrency  25 → 0');
    expect(text).toContain('✓ reserved concurrency: 25 → 0: done; request request-7');
    expect(text).toContain('arn:aws:sts::123456789012:assumed-role/OnCall/anna');
    expect(text).toMatch(/12:07:00 UTC/);
    expect(text).toContain('lambdatop undo entry7 --account 123456789012 --region eu-west-1 --profile prod');
  });

  test('says what took it back, and what cannot be', () => {
    const entry = entryOf(7);
    expect(lines(entry, [entry, entryOf(8, { operation: 'undo', undoes: 'entry7' })])).toMatch(
      /undone by +entry entry8/,
    );
    expect(reasonAgainstUndo(entry)).toBeNull();
    expect(reasonAgainstUndo(entryOf(9, { operation: 'write', changes: [] }))).toContain('ends by itself');
  });

  test('draws no control sequence of the journal’s', () => {
    expect(lines(entryOf(1, { outcome: 'failed', reason: 'no \x1b[31mway\u202e' }))).toMatch(
      /because +no way/,
    );
  });
});

describe('screen 8', () => {
  test('lists what was changed, shows one whole, saves the timeline and undoes it by the dialog', async () => {
    const aws = await account();
    const stateDir = await mkdtemp(path.join(tmpdir(), 'lambdatop-test-'));
    const scope = { account: '123456789012', region: 'eu-west-1', endpoint: aws.endpoint };
    const directory = stateDirFrom(stateDir, {}).forScope(scope);
    const journal = openJournal(directory, thisProcess(), { now: Date.now });
    const target = 'arn:aws:lambda:eu-west-1:123456789012:function:notify-email-sender';
    const setting = { kind: 'reserved-concurrency', functionArn: target } as const;
    const { id, change, end } = await journal.begin({
      group: null,
      actor: 'arn:aws:iam::123456789012:user/anna',
      account: scope.account,
      region: scope.region,
      operation: 'reserve',
      target,
      changes: [{ setting, from: 40, to: 60, debt: 'set' }],
      undoes: null,
    });
    await change(0, 'done', 'request-1');
    await end('done', null);
    const { terminal } = await openConsole({
      account: aws,
      stateDir,
      columns: 110,
      console: { startScreen: 'journal' },
    });
    await terminal.shows(/anna +reserve +notify-email-sender +done +reserved concurrency: 40 → 60/);
    terminal.type('\r');
    await terminal.shows('done; request request-1');
    vi.spyOn(process, 'cwd').mockReturnValue(stateDir);
    terminal.type('w');
    await terminal.shows(/Saved \d+ lines of Markdown/);
    const [file = ''] = (await readdir(stateDir)).filter((name) => name.endsWith('.md'));
    expect(await readFile(path.join(stateDir, file), 'utf8')).toMatch(
      new RegExp(`\\| anna \\| reserve \\| \`notify-email-sender\` \\| .*40 → 60 .*\`${id}\``),
    );
    terminal.type('u');
    await terminal.shows('Undo the change of notify-email-sender');
    await terminal.shows(/reserved concurrency +60 → 40/);
    await terminal.shows('[›Cancel‹]');
  });

  test('says that nothing was changed yet, and where to look for other changes', async () => {
    const { terminal } = await openConsole({
      account: await account({ scenario: 'empty' }),
      console: { startScreen: 'journal' },
    });
    await terminal.shows('lambdatop has changed nothing in this account and region yet.');
    await terminal.shows('aws cloudtrail lookup-events');
  });
});
