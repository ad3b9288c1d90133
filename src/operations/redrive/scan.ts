/** Looks through a queue for the messages that are meant, and finds each one's way. */
import type { PlanRefusal, Warning } from '../../domain/changes/plan.ts';
import { type Destination, destinationKey, unfitFor } from '../../domain/dead-letters/destination.ts';
import type { LetterEdit } from '../../domain/dead-letters/edit.ts';
import type { LoggedError } from '../../domain/dead-letters/evidence.ts';
import type { TriagedLetter } from '../../domain/dead-letters/groups.ts';
import { type Mechanism, mechanismFor } from '../../domain/dead-letters/mechanism.ts';
import type { DeadLetter } from '../../domain/dead-letters/message.ts';
import { triage } from '../../domain/dead-letters/triage.ts';
import type { LeftOver } from '../../journal/redrive-log.ts';
import { type DestinationSources, readDestinations } from './destinations.ts';
import { findOrigins, type OriginSources } from './origins.ts';
import type { PeekSession } from './peek-session.ts';
import type { LeftLetters, LetterRequest, PlannedLetter, SelectionRequest } from './request.ts';

/** What a look through a queue, or a file, came to. */
export interface Scanned {
  readonly meant: readonly TriagedLetter[];
  /** Ids, see `SelectionPlan`. */
  readonly toFinish: readonly string[];
  readonly doubtful: readonly string[];
  /** Ids of messages behind a doubtful one of their FIFO group: they must not overtake it. */
  readonly behind: readonly string[];
  /** Ids of those that are not meant. */
  readonly others: readonly string[];
}

/** Messages with their ways. */
export interface Ways {
  readonly letters: readonly PlannedLetter[];
  readonly left: readonly LeftLetters[];
  readonly refusal: PlanRefusal | null;
  readonly warnings: readonly Warning[];
}

/** What a look through a queue goes by. */
type ScanRequest = LetterRequest & Pick<SelectionRequest, 'triage' | 'evidence' | 'onSeen'>;

/** Reads until as many are found as are still wanted. */
export async function scanQueue(
  session: PeekSession,
  wanted: ScanRequest,
  limit: number,
  leftOver: LeftOver,
): Promise<Scanned> {
  if (wanted.evidence) return scanWithEvidence(session, wanted, wanted.evidence, limit, leftOver);
  const sorter = new Sorter(wanted, leftOver);
  for (;;) {
    for await (const letters of session.batches()) {
      for (const letter of letters) {
        if (sorter.meant.length < limit) sorter.take(letter);
        else sorter.others.push(letter.messageId);
      }
      wanted.onSeen?.(session.seen);
      if (sorter.meant.length >= limit) return sorter;
    }
    // Some that were seen are left alone: others come in their place.
    if (session.end !== 'limit' || !session.widen(limit - sorter.meant.length)) return sorter;
  }
}

/** The same where others have to be asked about the messages: all are read first. */
async function scanWithEvidence(
  session: PeekSession,
  wanted: ScanRequest,
  evidence: NonNullable<SelectionRequest['evidence']>,
  limit: number,
  leftOver: LeftOver,
): Promise<Scanned> {
  const all: DeadLetter[] = [];
  for await (const letters of session.batches()) {
    all.push(...letters);
    wanted.onSeen?.(session.seen);
  }
  const errors = await evidence(all);
  const sorter = new Sorter(wanted, leftOver, errors);
  for (const letter of all) {
    if (sorter.meant.length < limit) sorter.take(letter);
    else sorter.others.push(letter.messageId);
  }
  return sorter;
}

/** The same for messages that are at hand. */
export function scanLetters(
  letters: readonly DeadLetter[],
  wanted: LetterRequest,
  leftOver: LeftOver,
): Scanned {
  const sorter = new Sorter(wanted, leftOver);
  for (const letter of letters) if (sorter.meant.length < (wanted.limit ?? Infinity)) sorter.take(letter);
  return sorter;
}

class Sorter implements Scanned {
  readonly meant: TriagedLetter[] = [];
  readonly toFinish: string[] = [];
  readonly doubtful: string[] = [];
  readonly behind: string[] = [];
  readonly others: string[] = [];
  readonly #doubtfulGroups = new Set<string>();
  readonly #wanted: LetterRequest & Pick<SelectionRequest, 'triage'>;
  readonly #leftOver: LeftOver;
  readonly #errors: ReadonlyMap<string, LoggedError>;

  constructor(
    wanted: LetterRequest & Pick<SelectionRequest, 'triage'>,
    leftOver: LeftOver,
    errors: ReadonlyMap<string, LoggedError> = new Map(),
  ) {
    this.#wanted = wanted;
    this.#leftOver = leftOver;
    this.#errors = errors;
  }

  take(letter: DeadLetter): void {
    const { where, again, triage: look = triage } = this.#wanted;
    const { messageId } = letter;
    const { sent, deleted, unknown } = this.#leftOver;
    // Deleted and here once more: SQS may give a message out again although it was deleted.
    if (sent.has(messageId) || deleted.has(messageId)) {
      this.toFinish.push(messageId);
      return;
    }
    const triaged = look(letter, this.#errors.get(messageId) ?? null);
    if (where && !where(triaged)) this.others.push(messageId);
    else if (unknown.has(messageId) && !again) this.#leaveAlone(letter);
    // Only in a FIFO queue a message has both.
    else if (letter.deduplicationId !== null && this.#doubtfulGroups.has(letter.groupId ?? '')) {
      this.behind.push(messageId);
    } else {
      this.meant.push(triaged);
    }
  }

  #leaveAlone({ messageId, groupId }: DeadLetter): void {
    this.doubtful.push(messageId);
    this.#doubtfulGroups.add(groupId ?? '');
  }
}

/**
 * Finds the way of every message.
 *
 * @param known destinations that were agreed to already: nothing goes to another. Null: none were, all are read.
 */
export async function findWays(
  meant: readonly TriagedLetter[],
  queueArn: string,
  { named, edit }: Pick<LetterRequest, 'named' | 'edit'>,
  known: ReadonlyMap<string, Destination> | null,
  aws: DestinationSources & OriginSources,
  signal: AbortSignal,
): Promise<Ways> {
  const asked = meant.flatMap(({ letter, kind }) =>
    kind.kind === 'async' && kind.requestId !== null ? [{ letter, requestId: kind.requestId }] : [],
  );
  const originOf = await findOrigins(asked, queueArn, aws, signal);
  const ways = meant.map((triaged) => {
    const requestId = 'requestId' in triaged.kind ? triaged.kind.requestId : null;
    return withEdit({ triaged, mechanism: mechanismFor(triaged.kind, originOf(requestId), named) }, edit);
  });
  const found = known
    ? { byKey: known, refusal: null, warnings: [] }
    : await readDestinations(
        ways.map(({ mechanism }) => mechanism),
        aws,
        signal,
      );
  const letters: PlannedLetter[] = [];
  const left = new Map<string, { why: Omit<LeftLetters, 'messageIds'>; messageIds: string[] }>();
  for (const { triaged, mechanism } of ways) {
    const destination = found.byKey.get(destinationKey(mechanism) ?? '');
    const why = reasonToLeave(triaged, mechanism, destination);
    if (why === null && destination && mechanism.by !== 'none') {
      letters.push({ triaged, mechanism, destination });
    } else {
      const reason = why ?? notRead(mechanism);
      const group = left.get(reason.reason) ?? { why: reason, messageIds: [] };
      group.messageIds.push(triaged.letter.messageId);
      left.set(reason.reason, group);
    }
  }
  return {
    letters,
    left: [...left.values()].map(({ why, messageIds }) => ({ ...why, messageIds })),
    refusal: found.refusal,
    warnings: found.warnings,
  };
}

/** The way of an edited message: the same, with another payload. What it is was told by what it was. */
function withEdit(
  way: { readonly triaged: TriagedLetter; readonly mechanism: Mechanism },
  edit: LetterEdit | undefined,
): typeof way {
  const { triaged, mechanism } = way;
  if (edit?.messageId !== triaged.letter.messageId) return way;
  if (mechanism.by === 'invoke') return { triaged, mechanism: { ...mechanism, payload: edit.after } };
  return { triaged: { ...triaged, letter: { ...triaged.letter, body: edit.after } }, mechanism };
}

function reasonToLeave(
  { letter }: TriagedLetter,
  mechanism: Mechanism,
  destination: Destination | undefined,
): Omit<LeftLetters, 'messageIds'> | null {
  if (mechanism.by === 'none') {
    const { reason, next, needsFunction } = mechanism;
    return { reason, next, needsFunction };
  }
  if (!destination) return null;
  const unfit = unfitFor(letter, mechanism, destination);
  if (unfit === null) return null;
  return { reason: unfit, next: ['keep it: lambdatop dlq export'], needsFunction: false };
}

function notRead(mechanism: Mechanism): Omit<LeftLetters, 'messageIds'> {
  const reason = `nothing was agreed about ${destinationKey(mechanism) ?? 'where it would go'}`;
  return { reason, next: ['plan again'], needsFunction: false };
}
