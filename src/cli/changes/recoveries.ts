/** What dead processes left open is settled at the start of every command that changes AWS, and said. */
import { toAppError } from '../../domain/app-error.ts';
import { type Entry, isAboutLetters } from '../../domain/changes/entry.ts';
import { entryTargetName } from '../../domain/changes/entry-words.ts';
import { ENDED } from '../../domain/changes/result-words.ts';
import { actorName, momentText } from '../../domain/killed.ts';
import type { Operations } from '../../operations/operations.ts';
import type { Recovery } from '../../operations/recover.ts';
import type { CommandContext } from '../context.ts';
import { wordsOf } from '../output.ts';

/** How much longer than its own plan a change waits for them, ms: an emergency is not held up. */
const PATIENCE_MS = 2_000;

/** Waits for what was begun, for as long as a change may; `mostMs` is what its command has left, ms. */
export async function briefly(recoveries: Promise<void>, mostMs: number): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, Math.min(PATIENCE_MS, mostMs));
  await Promise.race([recoveries, over]);
  clearTimeout(timer);
}

/**
 * Settles them. A journal that cannot be read or written is said and keeps nobody from planning: what cannot be
 * recorded is refused later.
 *
 * @param signal ends it: rejects with its reason
 * @param isOfInterest whether to name an entry that is somebody else's to settle
 */
export async function sayRecoveries(
  operations: Operations,
  { output, clock, logger }: Pick<CommandContext, 'output' | 'clock' | 'logger'>,
  signal: AbortSignal,
  isOfInterest: (entry: Entry) => boolean = () => true,
): Promise<void> {
  try {
    const recoveries = await operations.recover(signal);
    for (const recovery of recoveries) {
      if (recovery.state === 'elsewhere' && !isOfInterest(recovery.entry)) continue;
      output.say(`lambdatop: ${recoveryText(recovery, clock.now())}`);
    }
  } catch (thrown) {
    signal.throwIfAborted();
    const error = toAppError(thrown);
    logger.warn('the journal could not be checked', error);
    // What keeps AWS from answering, or the journal from having a place, is told by what comes next.
    if (error.code === 'bug') output.say(...wordsOf(error));
  }
}

/** One sentence about one entry. */
function recoveryText({ entry, state }: Recovery, now: number): string {
  const { id, operation, at, actor, outcome, reason, owner } = entry;
  const what = `${operation} of ${entryTargetName(entry)} by ${actorName(actor)}, ${momentText(at, now)} (journal ${id})`;
  switch (state) {
    case 'settled': {
      // Where its messages are is told by its own log, not by AWS.
      if (isAboutLetters(entry)) return `${what}: ${reason ?? 'it was cut off'}`;
      const found = outcome === null ? 'not known' : ENDED[outcome];
      return `${what} was cut off; AWS shows: ${found}${reason === null ? '' : `: ${reason}`}`;
    }
    case 'unreadable':
      return `${what} was cut off, and AWS could not be read: how far it came is not known yet`;
    case 'elsewhere':
      return `${what} is under way in process ${owner.pid} on ${owner.host}`;
  }
}
