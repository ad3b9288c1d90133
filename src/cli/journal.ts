/** `lambdatop journal`: what was changed, by whom, and what it was before. */
import { AppError, EXIT } from '../domain/app-error.ts';
import type { Entry } from '../domain/changes/entry.ts';
import { timeline } from '../domain/changes/timeline.ts';
import { momentText } from '../domain/killed.ts';
import { pointInTime } from '../domain/point-in-time.ts';
import type { JournalContents } from '../journal/journal.ts';
import { createOperations } from '../operations/operations.ts';
import { onAccount } from './account.ts';
import { textOption } from './changes/options.ts';
import { sayRecoveries } from './changes/recoveries.ts';
import type { Command, CommandContext } from './context.ts';
import { entryJson } from './journal/json.ts';
import { journalTable } from './journal/table.ts';

/** How far back without `--since`. */
const USUAL_SINCE = '24h';

/** Prints the entries since a time, oldest first. What dead processes left open is settled before. */
export const journal: Command = async (invocation, context) => {
  const { output, stateDir, clock } = context;
  const since = textOption(invocation, 'since') ?? USUAL_SINCE;
  const from = pointInTime(since, { now: clock.now(), utc: false });
  if (from === null) {
    throw new AppError('usage', `--since takes a time, not ${since}.`, {
      next: ['as in: 24h, 7d, 14:05, 2026-11-21, 2026-11-21T14:05Z'],
    });
  }
  const markdown = invocation.options.markdown === true;
  if (markdown && invocation.globals.json) {
    throw new AppError('usage', '--markdown and --json ask for different things.');
  }
  return onAccount(invocation, context, async ({ scope, account }, signal) => {
    const operations = createOperations({ scope, aws: account, stateDir, clock });
    await sayRecoveries(operations, context, signal);
    const [place, contents] = await Promise.all([
      operations.place(),
      operations.journal().then((found) => found.read()),
    ]);
    const entries = contents.entries.filter(({ at }) => at >= from);
    sayProblems(contents, context);
    if (entries.length === 0) sayNothingFound(contents.entries, since, context);
    if (invocation.globals.json) {
      const lines = entries.map((entry) => JSON.stringify(entryJson(entry)));
      await output.data(lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`);
    } else if (markdown) {
      await output.data(timeline(entries, place, { from, to: clock.now() }));
    } else if (entries.length > 0) {
      await output.data(journalTable(entries, output.colour));
    }
    return EXIT.done;
  });
};

function sayNothingFound(all: readonly Entry[], since: string, { output, clock }: CommandContext): void {
  const last = all.at(-1);
  if (!last) {
    output.say('lambdatop: nothing was changed by lambdatop in this account and region yet');
    return;
  }
  const days = Math.ceil((clock.now() - last.at) / 86_400_000);
  output.say(
    `lambdatop: nothing was changed since ${since}; the last entry is of ${momentText(last.at, clock.now())}`,
    `  lambdatop journal --since ${days}d`,
  );
}

function sayProblems({ problems }: JournalContents, { output }: CommandContext): void {
  for (const { file, line, reason } of problems) {
    output.say(`lambdatop: line ${line} of ${file} is left out: ${reason}`);
  }
}
