/** `lambdatop dlq delete QUEUE`: deletes messages that were exported, or that nobody wants. There is no purge. */
import { AppError, EXIT } from '../../domain/app-error.ts';
import { coverageWords } from '../../domain/dead-letters/coverage.ts';
import type { DeadLetter } from '../../domain/dead-letters/message.ts';
import { exactly } from '../../domain/figures.ts';
import { queueNameIn } from '../../domain/queue-name.ts';
import type { PreparedDeletion } from '../../operations/redrive/delete.ts';
import { requireConsent } from '../changes/consent.ts';
import { changeOptions } from '../changes/options.ts';
import { paintFor } from '../changes/paint.ts';
import type { Command } from '../context.ts';
import type { Invocation } from '../parse.ts';
import { agree } from './consent.ts';
import { readExport } from './import.ts';
import { errorJson } from './json.ts';
import { evidenceFromLogs } from './log-evidence.ts';
import { selectionFrom, textOf } from './options.ts';
import { sayPrice } from './price.ts';
import { findQueue } from './queue.ts';
import { wordsOf } from './redrive.ts';
import { onQueues } from './session.ts';
import { idLines, planLines, progressTeller, tellError } from './telling.ts';

/** See the file's head. */
export const deleteLetters: Command = async (invocation, context) => {
  const options = changeOptions(invocation);
  const selection = selectionFrom(invocation);
  if (selection.limit === null && selection.where === null) {
    throw new AppError('usage', 'lambdatop dlq delete needs --where or --limit: there is no purge.', {
      next: ['as in: lambdatop dlq delete orders-dlq --where messageId=ID --exported FILE'],
    });
  }
  const exported = await exportedIds(invocation);
  requireConsent(options, context.input, false);
  const { output, clock } = context;
  const { json } = invocation.globals;
  return onQueues(invocation, context, async (session) => {
    const { redrives, account, signal } = session;
    const queue = await findQueue(invocation.words[0] ?? '', session, signal);
    const words = wordsOf('delete', queueNameIn(queue.arn), invocation);
    const evidence = (letters: readonly DeadLetter[]) => evidenceFromLogs(letters, session, context, signal);
    const request = {
      ...{ queue, ...selection, named: null, again: false, ratePerS: 1, words },
      ...(selection.asksLog ? { evidence } : {}),
    };
    sayPrice(queue, selection, output);
    const prepared = await redrives.prepareDeletion(request, signal);
    const { name } = prepared.queue;
    const refusal = refusalFor(prepared, exported);
    const ids = prepared.letters.map(({ letter }) => letter.messageId);
    const head = [
      `delete ${exactly(ids.length)} messages of ${name}`,
      ...coverageWords(prepared.look).map((line) => `  ${line}`),
    ];
    if (options.dryRun || refusal) {
      await prepared.close();
      const plan = {
        target: queue.arn,
        changed: false,
        outcome: refusal ? 'refused' : 'planned',
        messages: ids,
      };
      if (json) await output.data(`${JSON.stringify({ ...plan, ...errorJson(refusal) })}\n`);
      else
        await output.data(
          `${[...planLines(head, prepared, paintFor(output)), ...idLines(ids)].join('\n')}\n`,
        );
      if (!json) tellError(refusal, output);
      return refusal ? EXIT.refused : EXIT.done;
    }
    try {
      if (!options.yes) output.say(...planLines(head, prepared, paintFor(output.words)), ...idLines(ids));
      if (ids.length > 0) {
        const what = `delete ${exactly(ids.length)} messages of ${name} for good`;
        const agreement = { what, queueName: name, account: prepared.place.account, dangerous: true };
        await agree(agreement, options, account.access, context, signal);
      }
    } catch (thrown) {
      await prepared.close();
      throw thrown;
    }
    const { outcome, deleted, left, entry, error } = await redrives.runDeletion(
      prepared,
      signal,
      progressTeller(output, () => clock.now()),
    );
    if (json) {
      const end = { target: queue.arn, changed: deleted > 0, outcome, entry, deleted, left };
      await output.data(`${JSON.stringify({ ...end, ...errorJson(error) })}\n`);
    } else {
      tellError(error, output);
      if (left.length > 0 && error) output.say(...idLines(left));
      if (!error) {
        const journal = entry === null ? '' : ` (journal ${entry})`;
        await output.data(`delete of ${name}: ${outcome}, ${exactly(deleted)} deleted${journal}\n`);
      }
    }
    return error ? error.exitCode : EXIT.done;
  });
};

/** Ids that are in the export that was named; null: deleted without one, and that is meant. */
async function exportedIds(invocation: Invocation): Promise<ReadonlySet<string> | null> {
  const file = textOf(invocation, 'exported');
  if (file !== null) return new Set((await readExport(file)).map(({ letter }) => letter.messageId));
  if (invocation.options['without-export'] === true) return null;
  throw new AppError('usage', 'Messages are deleted after they were exported.', {
    next: [
      'export them: lambdatop dlq export QUEUE --out FILE, then --exported FILE',
      'or lose them on purpose: --without-export',
    ],
  });
}

function refusalFor(
  { letters, queue }: PreparedDeletion,
  exported: ReadonlySet<string> | null,
): AppError | null {
  const missing = letters.filter(({ letter }) => exported !== null && !exported.has(letter.messageId));
  if (missing.length === 0) return null;
  const message = `${exactly(missing.length)} of the ${exactly(letters.length)} messages of ${queue.name} are not in the export.`;
  return new AppError('refused', message, {
    next: ['export again', 'or narrow what is deleted: --where messageId=ID'],
  });
}
