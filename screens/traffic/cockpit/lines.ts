/** The cockpit as styled lines: bars, steps and sentences over the two versions side by side. */
import { cutEnd, fitTo, sanitise, widthOf } from '../../../src/domain/text.ts';
import { wrapText } from '../../../src/domain/wrap.ts';
import { composeLine, type Segment } from '../../../src/ui/segments.ts';
import type { Style, Theme } from '../../../src/ui/theme.ts';
import { barLines } from './bars.ts';
import type { Cockpit, StepMark } from './model.ts';
import { errorLines, figureLines } from './side-lines.ts';
import type { Said } from './words.ts';

/** From this width on the versions stand side by side, else one below the other. */
const SIDE_BY_SIDE = 100;
const BETWEEN = ' │ ';
/** The guard's sentence is whole where it can be. */
const MOST_GUARD_LINES = 2;
const MOST_ERRORS = 5;
/** Lines of a cockpit without the errors, versions below one another and side by side. */
const STACKED_LINES = 19;
const BESIDE_LINES = 16;

/** All lines of the cockpit; `width` columns at most. There are more than `height` only where they must be. */
export function cockpitLines(
  cockpit: Cockpit,
  { width, height }: { readonly width: number; readonly height: number },
  theme: Theme,
): string[] {
  const { banners, sides, guard, source } = cockpit;
  return [
    headLine(cockpit, width, theme),
    ...(cockpit.driver === '' ? [] : [theme.dim(cutEnd(sanitise(` ${cockpit.driver}`), width))]),
    ...banners.flatMap((said) => bannerLines(said, width).map((line) => styleOf(said, theme)(line))),
    ...barLines(sides, width, theme),
    ...stepLines(cockpit, width, theme),
    ...(guard === null ? [] : guardLines(guard, width, theme)),
    '',
    ...sideLines(cockpit, { width, height }, theme),
    ...(height > STACKED_LINES + 2 ? [''] : []),
    theme.dim(cutEnd(sanitise(source), width)),
    composeLine(keySegments(cockpit, theme), width),
  ];
}

/** What is in the way is said whole: the command to log in stands at its end. */
function bannerLines({ text, tone }: Said, width: number): string[] {
  const line = sanitise(text);
  return widthOf(line) <= width || tone === 'dim' ? [cutEnd(line, width)] : wrapText(line, width, 2);
}

/** The keys that matter here: the footer has room for few of them. */
function keySegments({ isRunning, isHeld, isUnfinished, sides }: Cockpit, theme: Theme): Segment[] {
  const isSplit = sides.some(({ role, asked }) => role === 'canary' && (asked ?? 0) > 0);
  const keys = isRunning
    ? ['a next step', isHeld ? 'h resume' : 'h hold', 'A promote now', 'B roll back']
    : [
        isUnfinished ? 'R resume' : 'R roll out',
        ...(isSplit ? ['A promote'] : []),
        'B roll back',
        'W weight',
        'V publish',
      ];
  return keys.map((text, index) => ({ text, style: theme.accent, weight: index + 1 }));
}

/** How something said looks. */
function styleOf({ tone }: Said, theme: Theme): Style {
  return theme[tone];
}

function headLine({ target, headline, sides, strategy }: Cockpit, width: number, theme: Theme): string {
  const versions = sides.map(({ version }) => version).join(' → ');
  return composeLine(
    [
      { text: target, style: theme.accent, weight: 0 },
      { text: strategy === null ? '' : versions, style: theme.strong, weight: 1 },
      { text: headline.text, style: styleOf(headline, theme), weight: 0 },
      { text: strategy ?? '', style: theme.dim, weight: 2, right: true },
    ],
    width,
  );
}

const MARKS: Readonly<Record<StepMark['state'], string>> = {
  done: '✓',
  present: '▶',
  left: '✗',
  'to come': '·',
};

function stepLines({ steps, clock }: Cockpit, width: number, theme: Theme): string[] {
  if (steps.length === 0) return [];
  const styles: Readonly<Record<StepMark['state'], Style>> = {
    done: theme.good,
    present: theme.strong,
    left: theme.bad,
    'to come': theme.dim,
  };
  const texts = steps.map(({ weight, state }) => {
    const runs = state === 'present' && clock !== null;
    const time = runs ? ` ${minutes(clock.bakedMs)}/${minutes(clock.bakeMs)}` : '';
    return { text: `${MARKS[state]}${weight} %${time}`, style: styles[state] };
  });
  const present = steps.findIndex(({ state }) => state === 'present' || state === 'left');
  const shown = around(texts, present, width - LABEL_WIDTH);
  return [label('steps', theme) + shown.map(({ text, style }) => style(text)).join('  ')];
}

/** What fits, without losing the present one: steps that are done go first. */
function around<Each extends { readonly text: string }>(
  all: readonly Each[],
  present: number,
  width: number,
): readonly Each[] {
  const lengthOf = (some: readonly Each[]): number =>
    some.reduce((sum, { text }) => sum + widthOf(text) + 2, -2);
  let shown = all;
  let before = Math.max(0, present);
  while (lengthOf(shown) > width && before > 1) {
    shown = shown.slice(1);
    before -= 1;
  }
  while (lengthOf(shown) > width && shown.length > before + 1) shown = shown.slice(0, -1);
  return shown;
}

function guardLines(guard: Said, width: number, theme: Theme): string[] {
  const lines = wrapText(sanitise(guard.text), width - LABEL_WIDTH).slice(0, MOST_GUARD_LINES);
  return lines.map(
    (line, index) =>
      (index === 0 ? label('guard', theme) : ' '.repeat(LABEL_WIDTH)) + styleOf(guard, theme)(line),
  );
}

function sideLines(
  { sides }: Cockpit,
  { width, height }: { readonly width: number; readonly height: number },
  theme: Theme,
): string[] {
  const [left, right] = sides;
  if (!left) return [];
  if (!right || width < SIDE_BY_SIDE) {
    return sides.flatMap((side, index) => [
      ...(index > 0 ? [''] : []),
      ...figureLines(side, width, 2, theme),
      ...errorLines(side, width, errorsFor((height - STACKED_LINES) / 2), theme),
    ]);
  }
  const room = Math.floor((width - widthOf(BETWEEN)) / 2);
  const columns = [left, right].map((side) => [
    ...figureLines(side, room, 1, theme),
    ...errorLines(side, room, errorsFor(height - BESIDE_LINES), theme),
  ]);
  const tallest = Math.max(...columns.map((lines) => lines.length));
  const [leftLines = [], rightLines = []] = columns;
  return Array.from(
    { length: tallest },
    (_, index) => `${padded(leftLines[index] ?? '', room)}${theme.dim(BETWEEN)}${rightLines[index] ?? ''}`,
  );
}

/** Errors are shown as far as there is room, the latest in any case. */
function errorsFor(room: number): number {
  return Math.max(1, Math.min(MOST_ERRORS, Math.floor(room)));
}

/** A styled line at its full width. */
function padded(line: string, width: number): string {
  return line + ' '.repeat(Math.max(0, width - widthOf(sanitise(line))));
}

/** Columns that stand before bars, steps and the guard's sentence. */
export const LABEL_WIDTH = 8;

/** What stands there. */
export function label(text: string, theme: Theme): string {
  return theme.dim(fitTo(` ${text}`, LABEL_WIDTH));
}

/** "0:45", "5:00", "1:02:00". */
function minutes(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = `${String(m).padStart(h > 0 ? 2 : 1, '0')}:${String(s).padStart(2, '0')}`;
  return h > 0 ? `${h}:${tail}` : tail;
}
