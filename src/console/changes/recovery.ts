/**
 * What lambdatops that died left open is settled when the console starts, and shown before anything else is decided:
 * the next change may depend on it.
 */
import type { AppError } from '../../domain/app-error.ts';
import { isMade, mayHaveHappened } from '../../domain/changes/debts.ts';
import type { Entry, EntryChange } from '../../domain/changes/entry.ts';
import { entryTargetName } from '../../domain/changes/entry-words.ts';
import { ENDED } from '../../domain/changes/result-words.ts';
import { changeText, settingLabel, valueText } from '../../domain/changes/words.ts';
import type { DialogContent, Remark, Section } from '../../domain/dialog/content.ts';
import { actorName, momentText } from '../../domain/killed.ts';
import type { Logger } from '../../domain/logger.ts';
import { createPoller } from '../../feeds/poller.ts';
import type { Operations } from '../../operations/operations.ts';
import type { Recovery } from '../../operations/recover.ts';
import type { Flash } from '../../stores/shell-store.ts';
import type { Dialogs } from '../dialogs.ts';

/** What recovering needs. */
export interface RecoveryTools {
  readonly operations: Pick<Operations, 'recover' | 'journal'>;
  readonly dialogs: Dialogs;
  readonly say: (text: string, level: Flash['level']) => void;
  readonly logger: Logger;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Opens the journal screen. */
  readonly openJournal: () => void;
}

/** Keys for changes wait this long for AWS to tell what became of open entries, ms: an emergency is not held up. */
const PATIENCE_MS = 2_000;

const CLOSE = 'close';
const JOURNAL = 'journal';

/** The recovery of one session. */
export interface RecoveryFeed {
  /** Looks; tries again until AWS and the journal could be read. */
  start(): void;
  stop(): void;
  /** Why changes are not asked for yet; null when they may be. */
  holdsBack(): string | null;
}

/** Settles what is open, and shows what was found, once. */
export function createRecovery(tools: RecoveryTools): RecoveryFeed {
  const { now, logger, say } = tools;
  let startedAt: number | null = null;
  let hasLooked = false;
  let hasSaid = false;
  const poller = createPoller({
    read: async (signal) => {
      await settleAndShow(tools, signal);
      hasLooked = true;
      poller.stop();
      return PATIENCE_MS;
    },
    onError: (error) => {
      hasLooked = true;
      logger.warn('open entries of the journal', error);
      if (!isOfTheJournal(error) || hasSaid) return;
      hasSaid = true;
      say([error.message, ...error.next].join(' '), 'error');
    },
  });
  return {
    start() {
      startedAt = now();
      poller.start();
    },
    stop: poller.stop,
    holdsBack() {
      if (hasLooked || startedAt === null || now() - startedAt > PATIENCE_MS) return null;
      return 'what the last lambdatop left open is still being looked at';
    },
  };
}

/** What keeps AWS from answering is said by the feeds, which ask it too. */
function isOfTheJournal({ code }: AppError): boolean {
  return code === 'no-journal';
}

async function settleAndShow(tools: RecoveryTools, signal: AbortSignal): Promise<void> {
  const { operations, say, now, dialogs, openJournal } = tools;
  const recoveries = await operations.recover(signal);
  if (recoveries.length === 0 || signal.aborted) return;
  const found = recoveries.filter(({ state }) => state !== 'elsewhere');
  if (found.length === 0) {
    say(elsewhereText(recoveries), 'info');
    return;
  }
  // Read again: what became of each change is in the journal now.
  const { entries } = await (await operations.journal()).read();
  const fresh = new Map(entries.map((entry) => [entry.id, entry]));
  const shown = recoveries.map(({ entry, state }) => ({ entry: fresh.get(entry.id) ?? entry, state }));
  const handle = dialogs.open({
    content: recoveryContent(shown, now()),
    onCancel: () => handle.close(),
    onPress: (button) => {
      handle.close();
      if (button === JOURNAL) openJournal();
    },
  });
}

function elsewhereText(recoveries: readonly Recovery[]): string {
  const [one] = recoveries;
  if (!one) return '';
  const { operation, owner } = one.entry;
  const more = recoveries.length > 1 ? ` and ${recoveries.length - 1} more` : '';
  return `Under way elsewhere: ${operation} of ${entryTargetName(one.entry)} on ${owner.host}${more}`;
}

/** What was found, newest first, as a dialog that is only read. */
export function recoveryContent(recoveries: readonly Recovery[], now: number): DialogContent {
  const sections = recoveries.toReversed().map((recovery) => sectionOf(recovery, now));
  return {
    title: recoveries.length === 1 ? 'A change was cut off' : `${recoveries.length} changes were cut off`,
    dangerous: recoveries.some(({ entry, state }) => state === 'unreadable' || entry.outcome !== 'done'),
    sections: [
      {
        kind: 'remarks',
        remarks: [
          { text: 'lambdatop ended before it could record how this ended. This is what AWS shows now.' },
        ],
      },
      ...sections,
    ],
    choices: [],
    fields: [],
    buttons: [
      { id: CLOSE, label: 'Close' },
      { id: JOURNAL, label: 'Open the journal' },
    ],
    preferred: CLOSE,
    busy: null,
  };
}

function sectionOf({ entry, state }: Recovery, now: number): Section {
  const who = `by ${actorName(entry.actor)}, ${momentText(entry.at, now)} (journal ${entry.id})`;
  return {
    kind: 'remarks',
    heading: `${entry.operation} of ${entryTargetName(entry)} ${who}`,
    remarks: state === 'settled' ? settledRemarks(entry) : [openRemark(entry, state)],
  };
}

function openRemark({ owner }: Entry, state: Recovery['state']): Remark {
  return state === 'elsewhere'
    ? { text: `under way in process ${owner.pid} on ${owner.host}, which alone may settle it`, sign: '·' }
    : {
        text: 'AWS could not be read: how far it came is not known. The next start looks again.',
        tone: 'bad',
        sign: '!',
      };
}

function settledRemarks(entry: Entry): Remark[] {
  const { outcome, reason, operation } = entry;
  const isDone = outcome === 'done';
  const words = outcome === null ? 'not known' : ENDED[outcome];
  return [
    {
      text: reason === null ? words : `${words}: ${reason}`,
      tone: isDone ? 'good' : 'warn',
      sign: isDone ? '✓' : '!',
    },
    ...entry.changes.map(changeRemark),
    ...(isDone ? [] : nextSteps(operation)),
  ];
}

function changeRemark(change: EntryChange): Remark {
  const { setting, from, outcome } = change;
  const stays = `${settingLabel(setting)} is still ${valueText(setting, from)}`;
  if (outcome === 'not-applied' || !mayHaveHappened(change)) return { text: stays, sign: '·' };
  return { text: isMade(change) ? changeText(change) : `${changeText(change)}: not known`, sign: '·' };
}

function nextSteps(operation: Entry['operation']): Remark[] {
  if (operation === 'kill') {
    return [{ text: 'K on its row completes the kill, U gives back what it took.', sign: '→' }];
  }
  return operation === 'restore' ? [{ text: 'U on its row goes on from here.', sign: '→' }] : [];
}
