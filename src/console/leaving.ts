/** Leaving while something runs: it is listed, and the person decides. */
import type { DialogContent } from '../domain/dialog/content.ts';
import { durationWords } from '../domain/duration-words.ts';
import type { ChangesStore, RunningChange } from '../stores/changes-store.ts';
import type { Dialogs } from './dialogs.ts';

const STAY = 'stay';
const LEAVE = 'leave';

/** What leaving needs. */
export interface LeavingOptions {
  readonly dialogs: Dialogs;
  readonly changes: () => ChangesStore;
  /** ms since the epoch. */
  readonly now: () => number;
}

/** Goes on at once when nothing runs, else asks before it does `what` ("Quit", "Switch"). */
export function leave(what: string, { dialogs, changes, now }: LeavingOptions, goOn: () => void): void {
  if (changes().getState().running.length === 0) {
    goOn();
    return;
  }
  const unsubscribe = changes().subscribe(({ running }) => {
    if (running.length === 0) close();
    else handle.update(contentFor(what, running, now()));
  });
  const close = (): void => {
    unsubscribe();
    handle.close();
  };
  const handle = dialogs.open({
    content: contentFor(what, changes().getState().running, now()),
    onCancel: close,
    onPress: (button) => {
      close();
      if (button === LEAVE) goOn();
    },
  });
}

function contentFor(what: string, running: readonly RunningChange[], now: number): DialogContent {
  return {
    title: `${what}? Something is still running`,
    dangerous: true,
    sections: [
      {
        kind: 'facts',
        facts: running.map(({ words, since }) => ({
          label: words,
          value: `for ${durationWords((now - since) / 1_000)}`,
        })),
      },
      {
        kind: 'remarks',
        remarks: [
          {
            text: 'What is in flight is finished and recorded. What has not begun is not begun; the journal says what is still owed.',
          },
        ],
      },
    ],
    choices: [],
    fields: [],
    buttons: [
      { id: STAY, label: 'Stay' },
      { id: LEAVE, label: `${what} anyway`, tone: 'bad' },
    ],
    preferred: STAY,
    busy: null,
  };
}
