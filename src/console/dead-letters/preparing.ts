/** Plans what the screen asks to be sent again: by SQS or one by one, and with what is known of the messages there. */
import { scanPriceWords } from '../../domain/dead-letters/coverage.ts';
import type { LetterEdit } from '../../domain/dead-letters/edit.ts';
import type { LoggedError } from '../../domain/dead-letters/evidence.ts';
import { keyOf, type TriagedLetter } from '../../domain/dead-letters/groups.ts';
import type { NamedFunction } from '../../domain/dead-letters/mechanism.ts';
import type { DeadLetter } from '../../domain/dead-letters/message.ts';
import { triage } from '../../domain/dead-letters/triage.ts';
import type { LetterMatcher } from '../../domain/dead-letters/where.ts';
import { formatCount, formatShare } from '../../domain/figures.ts';
import type { QueueAttributes } from '../../domain/queue-attributes.ts';
import { queueNameIn } from '../../domain/queue-name.ts';
import { errorsInLogs } from '../../feeds/dead-letters/letter-errors.ts';
import type { Redrives } from '../../operations/redrive/redrives.ts';
import type { RedriveWish } from '../../stores/dead-letters-peek-store.ts';
import { functionText, type Prepared } from './asking.ts';
import { type EvidenceTools, questionsFor } from './evidence.ts';

/** What planning needs. */
export interface PreparingTools extends EvidenceTools {
  readonly redrives: Redrives;
}

/** What is asked for, with what the person said about it since. */
export interface Asked {
  readonly wish: RedriveWish;
  readonly queue: QueueAttributes;
  readonly edit: LetterEdit | null;
  readonly named: NamedFunction | null;
}

/** Messages a second unless told: what a queue's function gets besides its usual work. */
const RATE_PER_S = 100;
/** Looking through more than these is asked about first: as many are looked at on the screen in the first go. */
const UNASKED = 500;

/**
 * What looking through the queue costs, where it has to be said before; null where it need not be: little lies there,
 * or one message is meant and the search ends with it, or SQS moves it.
 */
export function priceOf({ only, bySqs }: RedriveWish, queue: QueueAttributes): readonly string[] | null {
  const total = (queue.depth ?? 0) + (queue.inFlight ?? 0);
  const looksThrough = only === null ? !bySqs : only.kind === 'group';
  return looksThrough && total > UNASKED ? scanPriceWords(queue, only !== null) : null;
}

/** Rejects with an AppError when nothing can be planned; `onStep` hears what is being done. */
export async function prepareWish(
  { wish, queue, edit, named }: Asked,
  tools: PreparingTools,
  onStep: (words: string) => void,
  signal: AbortSignal,
): Promise<Prepared> {
  const { redrives, stores } = tools;
  const { only, where, bySqs } = wish;
  const { letters, evidence } = stores.deadLettersPeek.getState();
  const known = new Map(letters.map((one) => [one.letter.messageId, one]));
  // What the log told while they were looked at counts here too.
  const look = (letter: DeadLetter, logged: LoggedError | null): TriagedLetter =>
    (logged === null && known.get(letter.messageId)) || triage(letter, logged);
  if (only === null && bySqs) {
    const plan = await redrives.planMove({ queue, ratePerS: null, triage: look }, signal);
    return { asked: { by: 'sqs', plan }, selection: null };
  }
  const isSearched = evidence === 1;
  const searchOthers = (all: readonly DeadLetter[]) => {
    const open = all.filter(({ messageId }) => {
      const one = known.get(messageId);
      return !one || (!isSearched && one.evidence.kind !== 'attribute' && one.evidence.kind !== 'log');
    });
    return errorsInLogs(
      questionsFor(open, queue.arn, stores),
      tools.aws.logs,
      tools.clock.now(),
      (share) => onStep(`searching the logs of messages not looked at yet: ${formatShare(share)}`),
      signal,
    );
  };
  const selection = await redrives.prepare(
    {
      queue,
      // The search ends with the one that is meant.
      limit: only?.kind === 'letter' ? 1 : null,
      where: matcherOf(only),
      named,
      again: false,
      ratePerS: RATE_PER_S,
      edit: edit ?? undefined,
      triage: look,
      ...(only?.kind === 'group' ? { evidence: searchOthers } : {}),
      onSeen: (count) => onStep(`looking through the queue: ${formatCount(count)} messages so far`),
      words: [
        ...['redrive', queueNameIn(queue.arn)],
        ...(where ?? []).flatMap((condition) => ['--where', condition]),
        ...(named === null ? [] : ['--function', functionText(named)]),
      ],
    },
    signal,
  );
  return { asked: { by: 'one', plan: selection.plan }, selection };
}

function matcherOf(only: RedriveWish['only']): LetterMatcher | null {
  if (only === null) return null;
  return only.kind === 'group'
    ? (triaged) => keyOf(triaged) === only.key
    : ({ letter }) => letter.messageId === only.messageId;
}
