/** Asks for dead letters to be sent again: the queue under the cursor or, inside one, the group or message meant. */
import { emptyWords, isEmpty } from '../../src/domain/dead-letters/coverage.ts';
import type { LetterGroup } from '../../src/domain/dead-letters/groups.ts';
import { formatCount } from '../../src/domain/figures.ts';
import { queueNameIn } from '../../src/domain/queue-name.ts';
import type { Handler } from '../../src/keys/handlers.ts';
import type { RedriveWish } from '../../src/stores/dead-letters-peek-store.ts';
import type { TriageContext } from './context.ts';

/** Asks; the console opens the dialog, which plans, asks and runs. */
export function redriveHandler(context: TriageContext): Handler {
  return {
    run: () => {
      const redrive = wishOf(context);
      if (redrive) context.stores.deadLettersPeek.setState({ redrive });
    },
    disabled: () => {
      const wish = wishOf(context);
      if (!wish) return 'No queue that can be read back is focused';
      const reading = context.stores.deadLetters.getState().queues.get(wish.queueArn)?.queue;
      const holds = context.stores.deadLettersPeek.getState().letters.length > 0;
      return reading && isEmpty(reading) && !holds ? emptyWords(queueNameIn(wish.queueArn), reading) : null;
    },
  };
}

/** The same for the one message that is open, with its payload edited before. */
export function editHandler(context: TriageContext): Handler {
  return {
    run: () => {
      const redrive = wishOf(context);
      // No command line means an edited message.
      const edited = { edits: true, words: 'one edited message', where: null };
      if (redrive) context.stores.deadLettersPeek.setState({ redrive: { ...redrive, ...edited } });
    },
    disabled: () => (wishOf(context) ? null : 'No message that can be sent again is open'),
  };
}

function wishOf({ stores, list, openQueue, models }: TriageContext): RedriveWish | null {
  const { level, group } = stores.deadLettersView.getState();
  const { rows, cursorIndex } = list();
  const row = level === 'queues' ? rows[cursorIndex] : openQueue();
  if (row?.target.service !== 'sqs' || row.queue === null) return null;
  const whole = {
    queueArn: row.target.arn,
    only: null,
    bySqs: row.target.kinds.every((kind) => kind === 'sqs-source'),
    words: 'everything',
    edits: false,
    where: null,
  };
  if (level === 'queues' || level === 'price') return whole;
  const { messageId } = stores.letterText.getState();
  if (level === 'letter' && messageId !== null) {
    const where = `messageId=${messageId}`;
    return { ...whole, only: { kind: 'letter', messageId }, words: 'one message', where };
  }
  const peek = stores.deadLettersPeek.getState();
  const groups = models.groups(peek, stores.letterGroupsView.getState());
  const meant =
    level === 'groups' ? groups.rows[groups.cursorIndex] : groups.rows.find(({ key }) => key === group);
  if (!meant) return null;
  return {
    ...whole,
    only: { kind: 'group', key: meant.key },
    words: `the group of ${formatCount(meant.letters.length)}`,
    where: conditionOf(meant),
  };
}

/** What the command line can find by itself: it does not search logs. */
function conditionOf({ evidence }: LetterGroup): string | null {
  return evidence.kind === 'log' || evidence.kind === 'probable' ? null : `signature=${evidence.signature}`;
}
