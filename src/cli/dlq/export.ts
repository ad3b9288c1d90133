/** `lambdatop dlq export QUEUE --out FILE`: messages into a file from which they can be sent again. */
import { AppError, EXIT } from '../../domain/app-error.ts';
import { coverageWords } from '../../domain/dead-letters/coverage.ts';
import type { LoggedError } from '../../domain/dead-letters/evidence.ts';
import { exportLine } from '../../domain/dead-letters/export-record.ts';
import type { DeadLetter } from '../../domain/dead-letters/message.ts';
import { triage } from '../../domain/dead-letters/triage.ts';
import { createExportFile } from '../../journal/export-file.ts';
import { openPeek } from '../../operations/redrive/peek-session.ts';
import { onAccount } from '../account.ts';
import type { Command } from '../context.ts';
import { evidenceFromLogs } from './log-evidence.ts';
import { selectionFrom, textOf } from './options.ts';
import { sayPrice } from './price.ts';
import { findQueue } from './queue.ts';

/** All of them, up to what may be in flight. */
const ALL = 100_000;
const GIVING_BACK_MS = 5_000;

/** Writes messages, and gives them back to the queue. */
export const exportLetters: Command = (invocation, context) => {
  const selection = selectionFrom(invocation);
  const { limit, where, asksLog } = selection;
  const out = textOf(invocation, 'out');
  if (out === null) {
    throw new AppError('usage', 'lambdatop dlq export needs --out FILE.', {
      next: ['as in: lambdatop dlq export orders-dlq --out orders-dlq.ndjson'],
    });
  }
  const { output, clock } = context;
  return onAccount(
    invocation,
    context,
    async (session, signal) => {
      const queue = await findQueue(invocation.words[0] ?? '', session, signal);
      sayPrice(queue, selection, output);
      const file = await createExportFile(out);
      const tools = { messages: session.account.messages, clock };
      // Written as they come, so their bodies fill no memory.
      const options = { limit: limit ?? ALL, signal, mostBytes: Number.POSITIVE_INFINITY };
      const looking = openPeek(queue.url, options, tools);
      try {
        const keep = (letters: readonly DeadLetter[], errors: ReadonlyMap<string, LoggedError>) =>
          file.write(
            letters
              .filter((letter) => !where || where(triage(letter, errors.get(letter.messageId) ?? null)))
              .map((letter) => exportLine(letter, queue.arn)),
          );
        // The logs are asked about all of them at once.
        const asked: DeadLetter[] = [];
        for await (const letters of looking.batches()) {
          if (asksLog) asked.push(...letters);
          else await keep(letters, new Map());
        }
        if (asksLog) await keep(asked, await evidenceFromLogs(asked, session, context, signal));
      } finally {
        await Promise.all([file.end(), looking.close()]);
      }
      signal.throwIfAborted();
      const { seen, end, lostReplies } = looking;
      output.say(
        `lambdatop: ${file.lines} messages written to ${out}`,
        ...coverageWords({ queue, seen, end, lostReplies }).map((line) => `lambdatop: ${line}`),
      );
      if (invocation.globals.json) {
        const data = { file: out, messages: file.lines, seen, complete: end === 'exhausted' };
        await output.data(`${JSON.stringify(data)}\n`);
      }
      return EXIT.done;
    },
    GIVING_BACK_MS,
  );
};
