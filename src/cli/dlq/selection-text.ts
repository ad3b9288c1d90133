/** A redrive one by one, in words: which messages would go where, and what became of them. */
import { coverageWords } from '../../domain/dead-letters/coverage.ts';
import { destinationName } from '../../domain/dead-letters/destination.ts';
import { durationWords } from '../../domain/duration-words.ts';
import { exactly } from '../../domain/figures.ts';
import { sanitise } from '../../domain/text.ts';
import { leftBeside } from '../../operations/redrive/left-letters.ts';
import type { PlannedLetter, RedriveResult, SelectionPlan } from '../../operations/redrive/request.ts';
import { probeBeside } from '../../operations/redrive/result.ts';
import type { Paint } from '../changes/paint.ts';
import type { Output } from '../output.ts';
import { idLines, planLines, tellError } from './telling.ts';

/** The plan; `whole` names every single message, for `--dry-run`; `probe` says whether one is sent first. */
export function selectionLines(
  plan: SelectionPlan,
  paint: Paint,
  { whole, probe }: { readonly whole: boolean; readonly probe: boolean },
): string[] {
  const { operation, queue, letters, toFinish, look, probeMs, ratePerS } = plan;
  const ways = Map.groupBy(letters, wayOf);
  const head = [
    `${operation} ${queue.name}: ${exactly(letters.length)} messages, ${ratePerS} a second`,
    ...(look ? coverageWords(look).map((line) => `  ${line}`) : []),
    ...[...ways].flatMap(([way, members]) => [
      `  ${exactly(members.length)} by ${way}`,
      ...(whole ? members.map(({ triaged }) => `    ${sanitise(triaged.letter.messageId)}`) : []),
    ]),
    ...leftBeside(plan).flatMap(({ reason, messageIds, next }) => [
      `  ${exactly(messageIds.length)} stay: ${reason}`,
      ...(whole ? messageIds.map((id) => `    ${sanitise(id)}`) : []),
      ...next.map((line) => `    ${line}`),
    ]),
    ...(toFinish.length > 0
      ? [`  ${exactly(toFinish.length)} were sent by an earlier run: they are only deleted`]
      : []),
    ...(probe && probeMs !== null && letters.length > 1
      ? [
          `  one of them first: that shows after at most ${durationWords(probeMs / 1_000)} whether it fails again`,
        ]
      : []),
  ];
  return planLines(head, plan, paint);
}

/** What stays behind, for those who were not shown the plan: what was not seen, and what is left alone. */
export function remainderLines(plan: SelectionPlan, paint: Paint): string[] {
  const { look, warnings } = plan;
  const seen = look ? coverageWords(look) : [];
  return [
    // The first says how much was seen, which says nothing where that is all.
    ...(seen.length > 1 ? seen.map((line) => `lambdatop: ${line}`) : []),
    ...plan.left.map(
      ({ reason, messageIds }) => `lambdatop: ${exactly(messageIds.length)} stay: ${sanitise(reason)}`,
    ),
    ...warnings
      .filter(({ level }) => level !== 'note')
      .flatMap(({ text }) => paint.paragraph('  ! ', text, 'yellow')),
  ];
}

/** `SendMessage to orders: reason`. */
export function wayOf({ destination, mechanism }: PlannedLetter): string {
  const call = destination.kind === 'queue' ? 'SendMessage to' : 'Invoke(Event) of';
  return `${call} ${destinationName(destination)}: ${mechanism.reason}`;
}

/** How it ended. */
export async function tellSelection(
  { operation, queue }: SelectionPlan,
  result: RedriveResult,
  output: Output,
): Promise<void> {
  const { outcome, counts, doubled, refused, entry, error } = result;
  const probe = probeBeside(result);
  if (probe) output.say(`lambdatop: ${probe}`);
  tellError(error, output);
  if (doubled.length > 0) {
    output.say(`  ${exactly(doubled.length)} messages that may be twice:`, ...idLines(doubled));
  }
  for (const [why, members] of Map.groupBy(refused, (each) => each.why)) {
    output.say(`  refused: ${sanitise(why)}`, ...idLines(members.map(({ messageId }) => messageId)));
  }
  const { redriven, finished, left } = counts;
  const parts = [
    `${exactly(redriven)} ${operation === 'import' ? 'sent' : 'redriven'}`,
    ...(finished > 0 ? [`${exactly(finished)} of an earlier run deleted`] : []),
    ...(counts.doubled > 0 ? [`${exactly(counts.doubled)} perhaps twice`] : []),
    ...(counts.refused > 0 ? [`${exactly(counts.refused)} refused`] : []),
    ...(left > 0 ? [`${exactly(left)} left`] : []),
  ];
  const line = `${operation} ${queue.name}: ${outcome}, ${parts.join(', ')}${entry === null ? '' : ` (journal ${entry})`}`;
  if (outcome === 'refused') return;
  if (error) output.say(line);
  else await output.data(`${line}\n`);
}
