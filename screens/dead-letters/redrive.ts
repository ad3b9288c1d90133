/** Asks for dead letters to be sent again: the queue under the cursor or, inside one, the group or message meant. */
import { emptyWords, isEmpty } from '../../src/domain/dead-letters/coverage.ts';
import { estimate, type LetterGroup } from '../../src/domain/dead-letters/groups.ts';
import { conditionsOf } from '../../src/domain/dead-letters/where.ts';
import { formatCount } from '../../src/domain/figures.ts';
import type { QueueAttributes } from '../../src/domain/queue-attributes.ts';
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
      if (isUnsettled(context)) {
        return 'The logs are still being searched: which error these messages are about may be found yet';
      }
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

/** The group that is meant may still lose messages to those of an error. */
function isUnsettled(context: TriageContext): boolean {
  const { phase, evidence } = context.stores.deadLettersPeek.getState();
  const meant = meantGroup(context);
  if (meant?.kind !== 'sqs-source' || !['shape', 'none'].includes(meant.evidence.kind)) return false;
  return phase === 'reading' || (evidence !== null && evidence < 1);
}

/** The group under the cursor, or the one that is open; null where none is shown. */
function meantGroup({ stores, models }: TriageContext): LetterGroup | null {
  const { level, group } = stores.deadLettersView.getState();
  if (level !== 'groups' && level !== 'letters') return null;
  const { rows, cursorIndex } = models.groups(
    stores.deadLettersPeek.getState(),
    stores.letterGroupsView.getState(),
  );
  return (level === 'groups' ? rows[cursorIndex] : rows.find(({ key }) => key === group)) ?? null;
}

/** `353`, or `≈7100` where only a part of the queue was looked at. */
function sizeOf({ letters }: LetterGroup, { stores }: TriageContext, queue: QueueAttributes): string {
  const depth = queue.depth === null ? null : queue.depth + (queue.inFlight ?? 0);
  const seen = stores.deadLettersPeek.getState().letters.length;
  const { count, exact } = estimate(letters.length, seen, depth);
  return exact || depth === null ? formatCount(count) : `≈${formatCount(count)}`;
}

function wishOf(context: TriageContext): RedriveWish | null {
  const { stores, list, openQueue } = context;
  const { level } = stores.deadLettersView.getState();
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
    const where = [`messageId=${messageId}`];
    return { ...whole, only: { kind: 'letter', messageId }, words: 'one message', where };
  }
  const meant = meantGroup(context);
  if (!meant) return null;
  return {
    ...whole,
    only: { kind: 'group', key: meant.key },
    words: `the group of ${sizeOf(meant, context, row.queue)}`,
    where: conditionsOf(meant),
  };
}
