/** What the logs of functions say about messages that SQS moved: these carry neither error nor request id. */
import type { LoggedError } from '../../domain/dead-letters/evidence.ts';
import type { DeadLetter } from '../../domain/dead-letters/message.ts';
import {
  errorsInLogs,
  questionsAbout,
  type SourceFacts,
  sourcesOf,
} from '../../feeds/dead-letters/letter-errors.ts';
import type { Session } from '../account.ts';
import type { CommandContext } from '../context.ts';

/**
 * Searches the logs; errors by message id. Messages that no log names get the errors of their times of receipt
 * (`namesMessage` false). What cannot be read is missing.
 */
export async function evidenceFromLogs(
  letters: readonly DeadLetter[],
  session: Session,
  { clock, output }: Pick<CommandContext, 'clock' | 'output'>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, LoggedError>> {
  const sources = sourcesOf(letters);
  if (sources.length === 0) return new Map();
  output.say('lambdatop: searching the logs for what became of the messages');
  const facts = await readSources(sources, session, signal);
  const questions = questionsAbout(letters, (arn) => facts.get(arn) ?? NOTHING_KNOWN);
  return errorsInLogs(questions, session.account.logs, clock.now(), () => {}, signal);
}

const NOTHING_KNOWN: SourceFacts = { visibilityS: null, maxReceiveCount: null, readers: [] };

async function readSources(
  sources: readonly string[],
  { account }: Session,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, SourceFacts>> {
  const mappings: { readonly functionArn: string; readonly sourceArn: string | null }[] = [];
  for await (const page of account.functions.eventSources(signal)) mappings.push(...page);
  const read = sources.map(async (arn): Promise<readonly [string, SourceFacts]> => {
    const queue = await account.queues.queueAttributes(arn, signal).catch(() => null);
    const own = mappings.filter(({ sourceArn }) => sourceArn === arn);
    const readers = own.map(async ({ functionArn }) => {
      const facts = await account.changes.functionFacts(functionArn, signal).catch(() => null);
      return { name: functionArn.split(':')[6] ?? functionArn, timeoutS: facts?.timeoutS ?? null };
    });
    return [
      arn,
      {
        visibilityS: queue?.visibilityTimeoutS ?? null,
        maxReceiveCount: queue?.deadLetters?.maxReceiveCount ?? null,
        readers: await Promise.all(readers),
      },
    ];
  });
  return new Map(await Promise.all(read));
}
