/** What a change tells on its way and at its end: results on stdout, troubles and progress on stderr. */
import { changesOf } from '../../domain/changes/plan.ts';
import type { ChangeReport, Outcome, Progress } from '../../domain/changes/result.ts';
import { ENDED, isGood, progressText, reportText, resultLine } from '../../domain/changes/result-words.ts';
import { settingKey } from '../../domain/changes/setting.ts';
import { formatClock } from '../../domain/figures.ts';
import { sanitise } from '../../domain/text.ts';
import { mayRunUntil } from '../../operations/effect.ts';
import type { Output } from '../output.ts';
import type { Ended } from './ended.ts';
import type { Paint } from './paint.ts';

/** Outcomes whose error says what happened, in a whole sentence. */
const EXPLAIN_THEMSELVES: ReadonlySet<Outcome> = new Set(['refused', 'stopped', 'conflict', 'unconfirmed']);

/** Tells the end of one target to a person. */
export async function tellEnd(end: Ended, output: Output, paint: Paint, now: number): Promise<void> {
  const { result, outcome, error } = end;
  if (result && (isGood(result) || result.outcome === 'accepted')) {
    await output.data(`${sanitise(resultLine(result))}\n`);
    tellWarnings(end, output, paint);
    if (output.words.toTerminal && outcome === 'done') output.say(...hints(end, now));
  } else {
    const label = end.plan?.target.name ?? end.label;
    const words = result && !EXPLAIN_THEMSELVES.has(outcome) ? ` ${ENDED[outcome]}:` : '';
    const message = error?.message ?? ENDED[outcome];
    const head = message.includes(label) && words === '' ? '' : ` ${label}:${words}`;
    output.say(paint.style('red', sanitise(`lambdatop:${head} ${message}`)));
    output.say(...(error?.next ?? []).map((line) => `  ${sanitise(line)}`), ...states(end));
  }
  const trouble = result?.journalTrouble;
  if (trouble) {
    output.say(paint.style('red', sanitise(`lambdatop: ${trouble.message}`)));
    output.say(
      '  the change itself was recorded before it was made: the next start of lambdatop settles its end',
    );
  }
}

/** What AWS shows of every setting that was to change: of several steps of one the last that was begun. */
function states({ result }: Ended): string[] {
  if (!result || result.entry === null) return [];
  const last = new Map<string, ChangeReport>();
  for (const report of result.reports) {
    const key = settingKey(report.change.setting);
    if (report.outcome !== null || !last.has(key)) last.set(key, report);
  }
  return [
    ...[...last.values()].map((report) => `  · ${sanitise(reportText(report))}`),
    `  · journal entry ${result.entry}`,
  ];
}

/** What the plan warned of; with --yes nobody has read it. Nothing that is only good to know. */
function tellWarnings({ plan }: Ended, output: Output, paint: Paint): void {
  const warnings = (plan?.warnings ?? []).filter(({ level }) => level !== 'note');
  for (const { text } of warnings) output.say(...paint.paragraph('  ! ', text, 'yellow'));
}

function hints({ plan }: Ended, now: number): string[] {
  if (plan === null) return [];
  const drain =
    plan.operation === 'kill'
      ? [`  what runs now is not ended: it may go on until ${formatClock(mayRunUntil(plan, now))}`]
      : [];
  return [...drain, ...(plan.undo === null ? [] : [`  to take it back: ${plan.undo}`])];
}

/** Hears the progress of a target and says what is worth it: stages, waits and watches, nothing twice in a row. */
export function progressTeller({ plan }: Pick<Ended, 'plan'>, output: Output): (progress: Progress) => void {
  let last = '';
  const isStaged = (plan?.stages.length ?? 0) > 1;
  return (progress) => {
    const isWorthIt =
      progress.kind === 'waiting' || progress.kind === 'watching' || (progress.kind === 'stage' && isStaged);
    if (!isWorthIt || plan === null || changesOf(plan).length === 0) return;
    const text =
      progress.kind === 'waiting'
        ? `${progress.because.replace(/\.$/, '')}; trying again`
        : progressText(progress);
    if (text === last) return;
    last = text;
    output.say(sanitise(`${plan.target.name}: ${text}`));
  };
}
