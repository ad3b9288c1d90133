/** Settling the journal entry of a redrive whose process died: how many messages may be in two places. */
import path from 'node:path';
import type { Entry } from '../../domain/changes/entry.ts';
import type { Outcome } from '../../domain/changes/result.ts';
import { formatCount } from '../../domain/figures.ts';
import { queueNameIn } from '../../domain/queue-name.ts';
import type { Journal } from '../../journal/journal.ts';
import { readLeftOver } from '../../journal/redrive-log.ts';

/** Reads the log of the entry and writes its end; resolves with what it wrote. */
export async function settleRedrive(
  entry: Entry,
  journal: Journal,
): Promise<{ readonly outcome: Outcome; readonly reason: string }> {
  const directory = path.dirname(journal.path);
  const clock = { now: () => entry.at };
  const { sent, deleted, unknown } = await readLeftOver(directory, entry.target, clock, entry.id);
  const name = queueNameIn(entry.target);
  // A move by SQS has no log of ours, and goes on without us.
  const isLogged = sent.size + deleted.size + unknown.size > 0;
  const parts = [
    isLogged
      ? `it was cut off after ${formatCount(deleted.size)} messages`
      : `it was cut off before any message was sent, or SQS goes on moving them (lambdatop dlq tasks ${name})`,
  ];
  if (sent.size > 0) {
    const text = `${formatCount(sent.size)} were sent and not deleted: the next redrive only deletes them`;
    parts.push(text);
  }
  if (unknown.size > 0) {
    const text = `of ${formatCount(unknown.size)} nobody knows whether they were sent: the next redrive leaves them alone`;
    parts.push(text);
  }
  const outcome = sent.size + unknown.size > 0 ? 'unconfirmed' : 'interrupted';
  const reason = parts.join('; ');
  await journal.takeUp(entry.id).settle(outcome, reason);
  return { outcome, reason };
}
