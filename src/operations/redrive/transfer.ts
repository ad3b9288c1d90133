/**
 * One batch on its way: noted, sent, noted, deleted, noted. In this order, whatever happens: a message is deleted only
 * when AWS has said that it took the copy, and it is on the disk before it is sent that it may be.
 */
import { type AppError, toAppError } from '../../domain/app-error.ts';
import { destinationName } from '../../domain/dead-letters/destination.ts';
import type { MessagesGateway } from '../../gateways/messages.ts';
import type { RedriveLog } from '../../journal/redrive-log.ts';
import { backOff, type Sleep } from '../runner/patience.ts';
import { type Delivery, deliver, groupOf } from './deliver.ts';
import type { PeekSession } from './peek-session.ts';
import type { PlannedLetter } from './request.ts';

/** What became of messages so far, by their ids in the dead-letter queue. */
export class Ledger {
  readonly redriven = new Set<string>();
  readonly finished = new Set<string>();
  /** In two places, or perhaps. */
  readonly doubled = new Set<string>();
  /** Of those: nobody knows whether they were sent. */
  readonly unknown = new Set<string>();
  readonly refused = new Map<string, string>();
  /** Ids they have where they were sent: message ids, or request ids of invocations. */
  readonly sentIds = new Set<string>();
  /** FIFO groups in which one stayed behind: later ones must not overtake it. */
  readonly blockedGroups = new Set<string>();
  journalTrouble: AppError | null = null;
}

/** What a transfer needs. */
export interface TransferTools {
  readonly messages: Pick<MessagesGateway, 'send' | 'invokeLater' | 'delete'>;
  readonly log: RedriveLog;
  readonly ledger: Ledger;
  /** The dead-letter queue's URL and the session that hides its messages; null for messages of a file. */
  readonly source: { readonly url: string; readonly session: PeekSession } | null;
  readonly sleep: Sleep;
  readonly signal: AbortSignal;
  readonly onWait: (because: string) => void;
}

/** Deleting twice does no harm, so a lost reply is simply asked for again. */
const MOST_DELETIONS = 6;

/**
 * Moves one batch (`nextBatch`). Resolves with the error after which no other should be begun, or null. Rejects with
 * AppError `no-journal` when it could not be noted before sending: nothing was sent then.
 */
export async function transfer(
  batch: readonly PlannedLetter[],
  tools: TransferTools,
): Promise<AppError | null> {
  const { log, ledger } = tools;
  const ours = await stillOurs(batch, tools);
  const [first] = ours;
  if (!first) return null;
  await log.note('sending', ids(ours), destinationName(first.destination));
  const deliveries = await deliver(ours, {
    ...tools,
    stillOurs: (letters) => stillOurs(letters, tools),
  });
  const inState = (state: Delivery['state']): readonly PlannedLetter[] =>
    ours.filter((_, index) => deliveries[index]?.state === state);
  const sent = inState('sent');
  const unknown = inState('unknown');
  for (const delivery of deliveries) {
    if (delivery.state === 'sent' && delivery.sentId !== null) ledger.sentIds.add(delivery.sentId);
  }
  for (const id of [...ids(sent), ...ids(unknown)]) ledger.doubled.add(id);
  for (const id of ids(unknown)) ledger.unknown.add(id);
  for (const [index, planned] of ours.entries()) {
    const delivery = deliveries[index];
    if (delivery?.state === 'sent') continue;
    ledger.blockedGroups.add(groupOf(planned));
    if (delivery?.state === 'refused') ledger.refused.set(idOf(planned), delivery.error.message);
  }
  await note(tools, 'sent', ids(sent));
  await note(tools, 'refused', ids(inState('refused')));
  await note(tools, 'unknown', ids(unknown));
  const deleted = await deleteSent(ids(sent), tools);
  for (const id of deleted) {
    ledger.doubled.delete(id);
    ledger.redriven.add(id);
  }
  await note(tools, 'deleted', tools.source === null ? [] : deleted);
  return ledger.journalTrouble ?? fatalIn(deliveries);
}

/** Deletes messages that were sent, and returns those that are gone. Never rejects. */
export async function deleteSent(
  messageIds: readonly string[],
  { messages, source, sleep, signal }: Pick<TransferTools, 'messages' | 'source' | 'sleep' | 'signal'>,
): Promise<readonly string[]> {
  if (source === null) return messageIds;
  const { url, session } = source;
  const gone: string[] = [];
  let left = messageIds;
  for (let attempt = 0; left.length > 0 && attempt < MOST_DELETIONS; attempt += 1) {
    if (attempt > 0) {
      await sleep(backOff(attempt, 100, 2_000), signal);
      await session.keep();
    }
    // Where the time ran out somebody else may have it, and an old handle deletes nothing.
    const held = left.flatMap((id) => {
      const handle = session.handleOf(id);
      return handle === null ? [] : [{ id, handle }];
    });
    if (held.length === 0) {
      // It may be deleted all the same; whether it was, nobody says.
      const stale = left.flatMap((id) => session.staleHandleOf(id) ?? []);
      if (stale.length > 0) await messages.delete(url, stale).catch(() => []);
      break;
    }
    const handles = held.map(({ handle }) => handle);
    const results = await messages.delete(url, handles).catch(() => []);
    const deleted = held.flatMap(({ id }, index) => (results[index]?.state === 'done' ? [id] : []));
    session.settle(deleted);
    gone.push(...deleted);
    left = held.flatMap(({ id }) => (deleted.includes(id) ? [] : [id]));
  }
  return gone;
}

/** Those that are hidden from everybody else for some seconds more. */
async function stillOurs(
  batch: readonly PlannedLetter[],
  { source }: Pick<TransferTools, 'source'>,
): Promise<readonly PlannedLetter[]> {
  if (source === null) return batch;
  await source.session.keep();
  return batch.filter((planned) => source.session.handleOf(idOf(planned)) !== null);
}

/** What a lost note means: the message counts as possibly doubled after a crash. No more is begun. */
async function note(
  { log, ledger }: Pick<TransferTools, 'log' | 'ledger'>,
  phase: 'sent' | 'refused' | 'unknown' | 'deleted',
  messageIds: readonly string[],
): Promise<void> {
  await log.note(phase, messageIds, null).catch((thrown) => {
    ledger.journalTrouble ??= toAppError(thrown);
  });
}

function fatalIn(deliveries: readonly Delivery[]): AppError | null {
  const fatal = deliveries.find((delivery) => delivery.state === 'refused' && delivery.forAll);
  return fatal?.state === 'refused' ? fatal.error : null;
}

const idOf = ({ triaged }: PlannedLetter): string => triaged.letter.messageId;
const ids = (letters: readonly PlannedLetter[]): string[] => letters.map(idOf);
