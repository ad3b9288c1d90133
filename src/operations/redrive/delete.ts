/** Deleting dead letters for good. There is no purge: only messages that were looked at are deleted, by their ids. */
import { AppError, toAppError } from '../../domain/app-error.ts';
import type { Place, Warning } from '../../domain/changes/plan.ts';
import { type Look, priceWords } from '../../domain/dead-letters/coverage.ts';
import type { TriagedLetter } from '../../domain/dead-letters/groups.ts';
import { formatCount } from '../../domain/figures.ts';
import type { QueueAttributes } from '../../domain/queue-attributes.ts';
import { queueNameIn } from '../../domain/queue-name.ts';
import { createRedriveLog } from '../../journal/redrive-log.ts';
import { lambdatopLine } from '../plans/parts.ts';
import { realSleep } from '../runner/patience.ts';
import type { OpenedEntry } from './opening.ts';
import { openPeek, type PeekSession } from './peek-session.ts';
import type { PrepareTools } from './prepare.ts';
import type { OnRedriveProgress, SelectionRequest } from './request.ts';
import { scanQueue } from './scan.ts';
import type { RedriveTools } from './tools.ts';
import { deleteSent } from './transfer.ts';

/** What will be deleted: hidden from everybody else until `close`. */
export interface PreparedDeletion {
  readonly queue: QueueAttributes & { readonly name: string };
  readonly place: Place;
  readonly letters: readonly TriagedLetter[];
  readonly look: Look;
  readonly warnings: readonly Warning[];
  readonly commandLine: string;
  readonly session: PeekSession;
  close(): Promise<void>;
}

/** How it ended. */
export interface DeletionResult {
  readonly outcome: 'done' | 'already' | 'partly' | 'interrupted' | 'refused';
  readonly deleted: number;
  /** Ids of messages that are still there, or may be. */
  readonly left: readonly string[];
  readonly entry: string | null;
  readonly error: AppError | null;
}

const ALL = 100_000;

/** Looks through the queue. Rejects with an AppError when it cannot be read; nothing is held then. */
export async function prepareDeletion(
  request: SelectionRequest,
  tools: PrepareTools,
  signal: AbortSignal,
): Promise<PreparedDeletion> {
  const { queue, limit, words } = request;
  const first = request.where === null && limit !== null ? limit : ALL;
  const session = openPeek(queue.url, { limit: first, signal }, tools);
  try {
    // What an earlier redrive may have sent can be deleted like any other.
    const nothingLeft = { sent: new Set<string>(), deleted: new Set<string>(), unknown: new Set<string>() };
    const { meant, others } = await scanQueue(session, request, limit ?? ALL, nothingLeft);
    signal.throwIfAborted();
    await session.release(others);
    const { seen, end, lostReplies } = session;
    return {
      queue: { ...queue, name: queueNameIn(queue.arn) },
      place: tools.place,
      letters: meant,
      look: { queue, seen, end, lostReplies },
      warnings: [
        {
          level: 'loss',
          text: `${formatCount(meant.length)} messages are gone for good: nothing brings them back`,
        },
        ...priceWords(queue).map((text): Warning => ({ level: 'note', text })),
      ],
      commandLine: lambdatopLine(['dlq', ...words], tools.place),
      session,
      close: async () => void (await session.close()),
    };
  } catch (thrown) {
    await session.close();
    throw thrown;
  }
}

/** Deletes what was confirmed. Never rejects. */
export async function runDeletion(
  { queue, letters, session, close }: PreparedDeletion,
  { entry, directory }: Pick<OpenedEntry, 'entry' | 'directory'>,
  { aws, clock, sleep = realSleep }: RedriveTools,
  signal: AbortSignal,
  onProgress: OnRedriveProgress,
): Promise<DeletionResult> {
  const ids = letters.map(({ letter }) => letter.messageId);
  const gone = new Set<string>();
  let error: AppError | null = null;
  try {
    const log = await createRedriveLog(directory, queue.arn, entry.id, clock);
    const source = { url: queue.url, session };
    for (let at = 0; at < ids.length && !signal.aborted; at += 10) {
      await session.keep();
      const deleted = await deleteSent(ids.slice(at, at + 10), {
        messages: aws.messages,
        source,
        sleep,
        signal,
      });
      for (const id of deleted) gone.add(id);
      await log.note('dropped', deleted, null);
      onProgress({ kind: 'moving', done: gone.size, total: ids.length, ratePerS: null, etaMs: null });
    }
    await log.close();
  } catch (thrown) {
    error = toAppError(thrown);
  }
  await close();
  const left = ids.filter((id) => !gone.has(id));
  const outcome = left.length === 0 ? 'done' : signal.aborted ? 'interrupted' : 'partly';
  error ??= errorFor(outcome, left.length);
  await entry.end(outcome, error?.message ?? null).catch(() => {});
  return { outcome, deleted: gone.size, left, entry: entry.id, error };
}

function errorFor(outcome: DeletionResult['outcome'], left: number): AppError | null {
  if (outcome === 'done') return null;
  const code = outcome === 'interrupted' ? 'interrupted' : 'aws-failure';
  return new AppError(
    code,
    `${formatCount(left)} messages were not deleted, or it is not known; look again.`,
  );
}
