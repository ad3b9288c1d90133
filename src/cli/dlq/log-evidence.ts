/** What the logs of functions say about messages that SQS moved: these carry neither error nor request id. */
import type { LoggedError } from '../../domain/dead-letters/evidence.ts';
import type { Receiving } from '../../domain/dead-letters/logged-errors.ts';
import type { DeadLetter } from '../../domain/dead-letters/message.ts';
import { searchEvidence } from '../../feeds/dead-letters/evidence-search.ts';
import type { Session } from '../account.ts';
import type { CommandContext } from '../context.ts';

/** Functions that read one queue and are asked: more than one is rare. */
const MOST_FUNCTIONS = 3;
/** Where it cannot be read, what SQS and Lambda give a new one. */
const USUAL: Receiving = { visibilityS: 30, maxReceiveCount: 3, timeoutS: 30 };

/**
 * Searches the logs; errors by message id. Messages that no log names get the errors of their times of receipt
 * (`namesMessage` false). What cannot be read is missing.
 */
export async function evidenceFromLogs(
  letters: readonly DeadLetter[],
  { account }: Session,
  { clock, output }: Pick<CommandContext, 'clock' | 'output'>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, LoggedError>> {
  const errors = new Map<string, LoggedError>();
  const bySource = Map.groupBy(letters, ({ sourceQueueArn }) => sourceQueueArn);
  bySource.delete(null);
  if (bySource.size === 0) return errors;
  output.say('lambdatop: searching the logs for what became of the messages');
  const readers: { readonly functionArn: string; readonly sourceArn: string | null }[] = [];
  for await (const page of account.functions.eventSources(signal)) readers.push(...page);
  for (const [sourceArn, asked] of bySource) {
    const queue = await account.queues.queueAttributes(sourceArn ?? '', signal).catch(() => null);
    const own = readers.filter((reader) => reader.sourceArn === sourceArn).slice(0, MOST_FUNCTIONS);
    for (const { functionArn } of own) {
      const facts = await account.changes.functionFacts(functionArn, signal).catch(() => null);
      const receiving = {
        visibilityS: queue?.visibilityTimeoutS ?? USUAL.visibilityS,
        maxReceiveCount: queue?.deadLetters?.maxReceiveCount ?? USUAL.maxReceiveCount,
        timeoutS: facts?.timeoutS ?? USUAL.timeoutS,
      };
      const question = { functionName: functionArn.split(':')[6] ?? functionArn, letters: asked, receiving };
      await searchEvidence(
        question,
        account.logs,
        clock.now(),
        (found) => {
          for (const [id, { error }] of found) errors.set(id, error);
        },
        signal,
      );
    }
  }
  return errors;
}
