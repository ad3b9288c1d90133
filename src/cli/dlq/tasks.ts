/** `lambdatop dlq tasks QUEUE` and `dlq cancel QUEUE`: moves that SQS makes by itself. */
import { EXIT } from '../../domain/app-error.ts';
import { isActive, type MoveTask } from '../../domain/dead-letters/move-task.ts';
import { formatCount } from '../../domain/figures.ts';
import { queueNameIn } from '../../domain/queue-name.ts';
import { sanitise } from '../../domain/text.ts';
import { onAccount } from '../account.ts';
import { requireConsent } from '../changes/consent.ts';
import { changeOptions } from '../changes/options.ts';
import type { Command } from '../context.ts';
import { tableText } from '../table.ts';
import { agree } from './consent.ts';
import { findQueue } from './queue.ts';
import { onQueues } from './session.ts';

const COLUMNS = [
  { head: 'started', align: 'left' },
  { head: 'status', align: 'left' },
  { head: 'moved', align: 'right' },
  { head: 'of', align: 'right' },
  { head: 'a second', align: 'right' },
  { head: 'to', align: 'left' },
  { head: 'failed because', align: 'left' },
] as const;

/** Lists the last ten, newest first. */
export const tasks: Command = (invocation, context) =>
  onAccount(invocation, context, async (session, signal) => {
    const { output } = context;
    const queue = await findQueue(invocation.words[0] ?? '', session, signal);
    const found = await session.account.messages.moveTasks(queue.arn, signal);
    if (invocation.globals.json) {
      const lines = found.map((task) => JSON.stringify(task));
      await output.data(lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`);
    } else if (found.length === 0) {
      output.say(`lambdatop: nobody has had SQS move ${queueNameIn(queue.arn)} yet`);
    } else {
      await output.data(tableText(COLUMNS, found.map(cellsOf), output.colour));
    }
    return EXIT.done;
  });

function cellsOf(task: MoveTask): string[] {
  const { startedAt, status, moved, toMove, ratePerS, destinationArn, failureReason } = task;
  return [
    startedAt === null ? '?' : new Date(startedAt).toISOString(),
    sanitise(status),
    formatCount(moved),
    formatCount(toMove),
    ratePerS === null ? 'any' : String(ratePerS),
    destinationArn === null ? 'where each came from' : sanitise(destinationArn),
    sanitise(failureReason ?? ''),
  ];
}

/** Cancels the one that runs, and waits until it has stopped. What was moved stays moved. */
export const cancel: Command = (invocation, context) => {
  const options = changeOptions(invocation);
  requireConsent(options, context.input, false);
  return onQueues(invocation, context, async (session) => {
    const { redrives, account, signal } = session;
    const { output } = context;
    const queue = await findQueue(invocation.words[0] ?? '', session, signal);
    const name = queueNameIn(queue.arn);
    const [running] = (await redrives.tasks(queue.arn, signal)).filter(isActive);
    if (running && !options.yes && !options.dryRun) {
      output.say(`lambdatop: ${formatCount(running.moved)} messages were moved so far; they stay moved`);
    }
    if (running && !options.dryRun) {
      const identity = await account.identity.callerIdentity(signal);
      const agreement = { what: `cancel the move of ${name}`, queueName: name, dangerous: false };
      await agree({ ...agreement, account: identity.account }, options, account.access, context, signal);
    }
    const { outcome, task, entry } = options.dryRun
      ? { outcome: running ? 'planned' : 'already', task: running ?? null, entry: null }
      : await redrives.cancel(queue.arn, signal);
    if (invocation.globals.json) {
      const changed = outcome === 'done' || outcome === 'unconfirmed';
      const end = { target: queue.arn, changed, outcome, before: running ?? null, after: task, entry };
      await output.data(`${JSON.stringify(end)}\n`);
    } else {
      const journal = entry === null ? '' : ` (journal ${entry})`;
      const moved = task === null ? '' : `, ${formatCount(task.moved)} messages were moved`;
      const words =
        outcome === 'already' ? 'none is running' : `${outcome}, ${task?.status ?? 'not known'}${moved}`;
      await output.data(`cancel of the move of ${name}: ${words}${journal}\n`);
    }
    return outcome === 'unconfirmed' ? EXIT.unconfirmed : EXIT.done;
  });
};
