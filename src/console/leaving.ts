/** Leaving while something runs: it is listed, and the person decides. */
import type { Button, DialogContent, Fact, Remark } from '../domain/dialog/content.ts';
import { durationWords } from '../domain/duration-words.ts';
import { type RolloutRecord, targetOf } from '../domain/rollout/record.ts';
import type { ChangesStore, RunningChange } from '../stores/changes-store.ts';
import { type RolloutsStore, shortText } from '../stores/rollouts-store.ts';
import type { Dialogs } from './dialogs.ts';

const STAY = 'stay';
const LEAVE = 'leave';
const ROLL_BACK = 'roll-back';
const UNGUARDED = 'unguarded';

/** What leaving needs. */
export interface LeavingOptions {
  readonly dialogs: Dialogs;
  readonly changes: () => ChangesStore;
  readonly rollouts: () => RolloutsStore;
  /** Tells the rollouts that run here what to do from now on. */
  readonly bid: (order: 'abort' | 'leave') => Promise<void>;
  /** The account ends with the console, and whatever runs in it. */
  readonly demo: boolean;
  /** ms since the epoch. */
  readonly now: () => number;
}

/** What runs. */
interface Running {
  readonly changes: readonly RunningChange[];
  readonly rollouts: readonly RolloutRecord[];
}

/** Goes on at once when nothing runs, else asks before it does `what` ("Quit", "Switch"). */
export function leave(what: string, options: LeavingOptions, goOn: () => void): void {
  const { dialogs, now, bid, demo } = options;
  const changes = options.changes();
  const rollouts = options.rollouts();
  const running = (): Running => ({
    changes: changes.getState().running,
    rollouts: (rollouts.getState().known ?? []).flatMap(({ record, state }) =>
      state === 'running' ? record : [],
    ),
  });
  const isQuiet = (): boolean => {
    const now = running();
    return now.changes.length === 0 && now.rollouts.length === 0;
  };
  if (isQuiet()) {
    goOn();
    return;
  }
  const look = (): void => {
    if (isQuiet()) close();
    else handle.update(contentFor(what, running(), demo, now()));
  };
  const unsubscribes = [changes.subscribe(look), rollouts.subscribe(look)];
  const close = (): void => {
    for (const unsubscribe of unsubscribes) unsubscribe();
    handle.close();
  };
  const handle = dialogs.open({
    content: contentFor(what, running(), demo, now()),
    onCancel: close,
    onPress: (button) => {
      close();
      if (button === LEAVE) goOn();
      // The order is on the disk before the console is left: the rollout's process finds it there.
      if (button === ROLL_BACK) void bid('abort').finally(goOn);
      if (button === UNGUARDED) void bid('leave').finally(goOn);
    },
  });
}

function contentFor(what: string, running: Running, demo: boolean, now: number): DialogContent {
  const { changes, rollouts } = running;
  const facts: Fact[] = [
    ...changes.map(({ words, since }) => ({
      label: words,
      value: `for ${durationWords((now - since) / 1_000)}`,
    })),
    ...rollouts.map((record) => ({
      label: targetOf(record),
      value: `${shortText({ record, state: 'running' })}, in process ${record.owner.pid}`,
    })),
  ];
  return {
    title: `${what}? Something is still running`,
    dangerous: true,
    sections: [
      { kind: 'facts', facts },
      { kind: 'remarks', remarks: remarksFor(running, demo) },
    ],
    choices: [],
    fields: [],
    buttons: [{ id: STAY, label: 'Stay' }, ...buttonsFor(what, running, demo)],
    preferred: STAY,
    busy: null,
  };
}

function remarksFor({ changes, rollouts }: Running, demo: boolean): Remark[] {
  const ofChanges =
    'What is in flight is finished and recorded. What has not begun is not begun; the journal says what is still owed.';
  const goesOn = isGuarded(rollouts)
    ? 'A rollout goes on guarding in its own process: it may hold or roll back, but does not advance'
    : 'A rollout goes on in its own process, without a guard as it was begun: it does not advance';
  const ofRollouts = demo
    ? 'The embedded account ends with this console, and its rollouts with it.'
    : `${goesOn} until somebody attaches (the next console, or lambdatop rollout NAME:ALIAS --resume).`;
  return [
    ...(changes.length > 0 ? [{ text: ofChanges }] : []),
    ...(rollouts.length > 0 ? [{ text: ofRollouts }] : []),
  ];
}

function buttonsFor(what: string, { changes, rollouts }: Running, demo: boolean): Button[] {
  if (rollouts.length === 0 || demo) return [{ id: LEAVE, label: `${what} anyway`, tone: 'bad' }];
  const anyway = changes.length > 0 ? ' anyway' : '';
  return [
    { id: LEAVE, label: `${what}${anyway}, keep ${isGuarded(rollouts) ? 'guarding' : 'it running'}` },
    { id: ROLL_BACK, label: `Roll back, then ${what.toLowerCase()}`, tone: 'bad' },
    { id: UNGUARDED, label: isGuarded(rollouts) ? 'Leave unguarded' : 'End its process', tone: 'bad' },
  ];
}

/** Somebody who leaves is told of a guard where there is one. */
function isGuarded(rollouts: Running['rollouts']): boolean {
  return rollouts.some(({ guard }) => guard !== null);
}
