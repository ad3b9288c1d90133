/** Sends dead letters again from the console: plans what the screen asks for, asks, runs, and tells how it ended. */
import { randomUUID } from 'node:crypto';
import { AppError, toAppError } from '../../domain/app-error.ts';
import type { Clock } from '../../domain/clock.ts';
import { editedFrom, type LetterEdit, payloadOf } from '../../domain/dead-letters/edit.ts';
import { accountDigits } from '../../domain/protection/rules.ts';
import type { QueueAttributes } from '../../domain/queue-attributes.ts';
import { queueNameIn } from '../../domain/queue-name.ts';
import type { AwsAccount } from '../../gateways/gateways.ts';
import type { Operations } from '../../operations/operations.ts';
import { createRedrives } from '../../operations/redrive/redrives.ts';
import type { RedriveProgress } from '../../operations/redrive/request.ts';
import type { RedriveWish } from '../../stores/dead-letters-peek-store.ts';
import type { SessionStores } from '../../stores/session-stores.ts';
import type { Flash } from '../../stores/shell-store.ts';
import type { Dialogs } from '../dialogs.ts';
import type { EditText } from '../editor.ts';
import { askRedrive, type Prepared } from './asking.ts';
import { CLOSE, endedContent } from './ended-content.ts';
import type { Looking } from './looking.ts';
import { prepareWish, priceOf } from './preparing.ts';
import { BACKGROUND, progressWords, runningContent, STOP } from './running-content.ts';

/** What redriving needs. */
export interface RedrivingOptions {
  readonly aws: AwsAccount;
  readonly operations: Operations;
  readonly stores: SessionStores;
  readonly dialogs: Dialogs;
  readonly looking: Looking;
  readonly editText: EditText;
  readonly clock: Clock;
  readonly say: (text: string, level: Flash['level']) => void;
}

/** Waits for the screen to ask. */
export interface Redriving {
  start(): void;
  /** Begins nothing new; resolves when what is in flight has ended. */
  stop(): Promise<void>;
}

/** See the file's head. */
export function createRedriving(options: RedrivingOptions): Redriving {
  const { aws, operations, stores, dialogs, looking, editText, clock, say } = options;
  const redrives = createRedrives({ aws, operations, clock });
  const store = stores.deadLettersPeek;
  const ending = new AbortController();
  const underWay = new Set<Promise<void>>();

  /** What the person made of the message; null when nothing, which is said. */
  const editOf = async ({ only }: RedriveWish): Promise<LetterEdit | null> => {
    const messageId = only?.kind === 'letter' ? only.messageId : null;
    const found = store.getState().letters.find(({ letter }) => letter.messageId === messageId);
    if (!found || messageId === null) return null;
    const before = payloadOf(found);
    const written = await editText(before, 'message.json');
    if ('failure' in written) {
      say(`Nothing was edited: ${written.failure}`, 'warn');
      return null;
    }
    const after = editedFrom(before, written.text);
    if (after === null) say('Nothing was changed, and so nothing is sent', 'info');
    return after === null ? null : { messageId, before, after };
  };

  const open = async (wish: RedriveWish, queue: QueueAttributes): Promise<void> => {
    const edit = wish.edits ? await editOf(wish) : null;
    if (ending.signal.aborted || (wish.edits && edit === null)) return;
    const title = `Redrive ${wish.words} of ${queueNameIn(queue.arn)}`;
    try {
      const agreed = await askRedrive(title, {
        dialogs,
        price: priceOf(wish, queue),
        prepare: async (named, onStep, signal) => {
          // What the screen holds would not be seen.
          await looking.giveBack();
          return prepareWish({ wish, queue, edit, named }, { redrives, aws, stores, clock }, onStep, signal);
        },
        digitsFor: (account) =>
          aws.access.protectedBy(queueNameIn(queue.arn)) === null ? null : accountDigits(account),
        hasLine: wish.only === null || wish.where !== null,
        signal: ending.signal,
      });
      if (agreed) await run(title, agreed.prepared, agreed.probe, queue);
    } catch (thrown) {
      const { message, next } = toAppError(thrown);
      say([message, ...next].join(' '), 'error');
    } finally {
      looking.again();
    }
  };

  const run = async (
    title: string,
    { asked, selection }: Prepared,
    probe: boolean,
    queue: QueueAttributes,
  ): Promise<void> => {
    const stopping = new AbortController();
    const signal = AbortSignal.any([stopping.signal, ending.signal]);
    const id = randomUUID();
    let progress: RedriveProgress | null = null;
    const noteRunning = (): void => {
      const words = `${title}: ${progressWords(progress)}`;
      const mine = { id, operation: 'redrive' as const, targets: [queue.arn], words, since };
      stores.changes.setState(({ running }) => ({
        running: [...running.filter((one) => one.id !== id), mine],
      }));
    };
    const since = clock.now();
    let isStopping = false;
    /** What SQS moves goes on without us: it is cancelled there, and watched until it has ended. */
    const stop = async (): Promise<void> => {
      isStopping = true;
      const goesOn =
        asked.by === 'sqs' &&
        (await redrives.cancel(queue.arn, ending.signal).then(
          ({ outcome }) => outcome !== 'already',
          () => false,
        ));
      if (!goesOn) stopping.abort(new AppError('interrupted', 'Stopped.'));
    };
    const handle = dialogs.open({
      content: runningContent(title, null, false),
      onCancel: () => handle.close(),
      onPress: (button) => {
        if (button === STOP) void stop();
        if (button === BACKGROUND) handle.close();
        else handle.update(runningContent(title, progress, isStopping));
      },
    });
    const onProgress = (told: RedriveProgress): void => {
      if (told.kind === 'journalled') return;
      progress = told;
      noteRunning();
      handle.update(runningContent(title, progress, isStopping));
    };
    noteRunning();
    const choices = { probe, onProgress, signal };
    const result = selection
      ? await redrives.run(selection, choices)
      : asked.by === 'sqs'
        ? await redrives.runMove(asked.plan, choices)
        : null;
    stores.changes.setState(({ running }) => ({ running: running.filter((one) => one.id !== id) }));
    const wasWatched = handle.isOpen();
    handle.close();
    if (!result) return;
    say(`${title}: ${result.outcome}`, result.error ? 'error' : 'info');
    if (!wasWatched && result.error === null) return;
    const end = dialogs.open({
      content: endedContent(title, result),
      onCancel: () => end.close(),
      onPress: (button) => {
        if (button === CLOSE) end.close();
      },
    });
  };

  const begin = (wish: RedriveWish): void => {
    const queue = stores.deadLetters.getState().queues.get(wish.queueArn)?.queue;
    if (!queue) return;
    const work = open(wish, queue).finally(() => underWay.delete(work));
    underWay.add(work);
  };

  let unsubscribe = (): void => {};
  return {
    start() {
      unsubscribe = store.subscribe(({ redrive }, before) => {
        if (!redrive || redrive === before.redrive) return;
        store.setState({ redrive: null });
        begin(redrive);
      });
    },
    async stop() {
      unsubscribe();
      ending.abort(new AppError('interrupted', 'The console was left.'));
      await Promise.allSettled(underWay);
    },
  };
}
