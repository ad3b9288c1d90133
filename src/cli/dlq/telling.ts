/** What a redrive tells a person: a plan before, a bar meanwhile, and how it ended. Words, so all of it on stderr. */
import type { AppError } from '../../domain/app-error.ts';
import type { PlanRefusal, Warning } from '../../domain/changes/plan.ts';
import { type TargetState, targetRemarks } from '../../domain/dead-letters/target-state.ts';
import { durationWords } from '../../domain/duration-words.ts';
import { exactly, progressBar } from '../../domain/figures.ts';
import { sanitise } from '../../domain/text.ts';
import type { OnRedriveProgress, RedriveProgress } from '../../operations/redrive/request.ts';
import { type Paint, paintFor } from '../changes/paint.ts';
import type { Output } from '../output.ts';

const TARGET_SIGNS = {
  good: ['  ✓ ', 'green'],
  warn: ['  ! ', 'yellow'],
  dim: ['  · ', 'dim'],
} as const;

/** Lines of what was not said by the plan's own words: warnings, the refusal, the same by other means. */
export function planLines(
  head: readonly string[],
  {
    targets,
    warnings,
    refusal,
    calls,
    commandLine,
  }: {
    readonly targets?: readonly TargetState[];
    readonly warnings: readonly Warning[];
    readonly refusal?: PlanRefusal | null;
    readonly calls?: readonly string[];
    readonly commandLine: string;
  },
  paint: Paint,
): string[] {
  return [
    ...head.map((line) => sanitise(line)),
    ...(targets ?? []).flatMap(targetRemarks).flatMap(({ text, tone }) => {
      const [sign, style] = TARGET_SIGNS[tone];
      return paint.paragraph(sign, text, style);
    }),
    ...warnings.flatMap(({ level, text }) =>
      paint.paragraph(level === 'note' ? '  · ' : '  ! ', text, level === 'note' ? 'dim' : 'yellow'),
    ),
    ...(refusal
      ? [
          ...paint.paragraph('  ✗ ', refusal.message, 'red'),
          ...refusal.next.map((line) => `    ${sanitise(line)}`),
        ]
      : []),
    ...(refusal ? [] : [...(calls ?? []), commandLine].map((line) => `  $ ${sanitise(line)}`)),
  ];
}

/** Into a file or a pipe a line now and then. */
const QUIET_MS = 10_000;
const LIVE_MS = 200;

/** Tells progress: in a terminal a bar that is redrawn in place. */
export function progressTeller(output: Output, now: () => number): OnRedriveProgress {
  const { words } = output;
  let saidAt = Number.NEGATIVE_INFINITY;
  let onBar = false;
  return (progress) => {
    const line = lineOf(progress);
    if (line === null) return;
    const isBar = progress.kind !== 'waiting';
    const everyMs = words.toTerminal ? LIVE_MS : QUIET_MS;
    if (isBar && now() - saidAt < everyMs && !isLast(progress)) return;
    saidAt = now();
    // Up one line and clear it: the bar's place.
    const before = words.toTerminal && onBar ? '\x1b[1A\x1b[2K' : '';
    onBar = isBar;
    output.say(`${before}${line}`);
  };
}

function isLast(progress: RedriveProgress): boolean {
  return progress.kind === 'moving' && progress.done === progress.total;
}

function lineOf(progress: RedriveProgress): string | null {
  switch (progress.kind) {
    case 'journalled':
      return null;
    case 'waiting':
      return `lambdatop: ${sanitise(progress.because)} Trying again.`;
    case 'probe': {
      const left = durationWords(progress.leftMs / 1_000);
      const longest = durationWords(progress.longestMs / 1_000);
      return `lambdatop: ${progress.words}: ${left} of at most ${longest} left to see whether it comes back`;
    }
    case 'moving': {
      const { done, total, ratePerS, etaMs } = progress;
      const share = total === null || total === 0 ? 0 : done / total;
      const rate = ratePerS === null ? '' : ` · ${Math.round(ratePerS)}/s`;
      const eta = etaMs === null ? '' : ` · ${durationWords(etaMs / 1_000)} left`;
      const of = total === null ? '' : ` of ${exactly(total)}`;
      return `lambdatop: ${progressBar(share)} ${exactly(done)}${of}${rate}${eta}`;
    }
  }
}

/** Ids are told up to so many; the journal's log has all. */
const MOST_IDS = 20;

/** Ids as lines, the rest counted. */
export function idLines(ids: readonly string[]): string[] {
  const more = ids.length - MOST_IDS;
  return [
    ...ids.slice(0, MOST_IDS).map((id) => `    ${sanitise(id)}`),
    ...(more > 0 ? [`    and ${exactly(more)} more (--json has all)`] : []),
  ];
}

/** An error in red, with what to do next. */
export function tellError(error: AppError | null, output: Output): void {
  if (!error) return;
  const paint = paintFor(output.words);
  output.say(
    paint.style('red', sanitise(`lambdatop: ${error.message}`)),
    ...error.next.map((line) => `  ${sanitise(line)}`),
  );
}
