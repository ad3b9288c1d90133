/** Asks for a queue to keep its messages for as long as AWS allows. */
import type { Handler } from '../../src/keys/handlers.ts';
import type { TriageContext } from './context.ts';
import type { TargetRow } from './queues/row.ts';

/** The longest retention there is, seconds: 14 days. */
export const LONGEST_S = 1_209_600;

/** Of the queue under the cursor or, inside one, of that one; the console opens the dialog. */
export function retainHandler(context: TriageContext): Handler {
  return {
    run: () => {
      const row = meant(context);
      if (row) context.host.retain(row.target.arn, LONGEST_S);
    },
    disabled: () => retainRefused(meant(context)),
  };
}

/** Why its messages cannot be kept longer than they are; null when they can. */
export function retainRefused(row: TargetRow | null): string | null {
  if (row?.target.service !== 'sqs' || !row.queue) return 'No queue that can be read is focused';
  const { retentionS } = row.queue;
  if (retentionS === null) return 'AWS does not tell how long this queue keeps messages';
  return retentionS < LONGEST_S ? null : 'This queue keeps messages for 14 days, the most there is';
}

function meant({ stores, list, openQueue }: TriageContext): TargetRow | null {
  if (stores.deadLettersView.getState().level !== 'queues') return openQueue();
  const { rows, cursorIndex } = list();
  return rows[cursorIndex] ?? null;
}
