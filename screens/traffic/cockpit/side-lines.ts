/** One version as lines: its figures, and the latest errors it logged. */
import { formatClock, formatMs, formatShare, UNKNOWN } from '../../../src/domain/figures.ts';
import { cutEnd, fitTo, sanitise } from '../../../src/domain/text.ts';
import { percentText } from '../../../src/domain/traffic/routing.ts';
import type { Style, Theme } from '../../../src/ui/theme.ts';
import type { CockpitSide } from './sides.ts';

const LABEL_WIDTH = 13;

const ROLE: Readonly<Record<CockpitSide['role'], string>> = {
  stable: 'STABLE',
  canary: 'CANARY',
  serves: 'SERVES',
  served: 'SERVED',
};

/** Its head and figures, `columns` figures a line. */
export function figureLines(side: CockpitSide, width: number, columns: 1 | 2, theme: Theme): string[] {
  const { role, version, lastServed } = side;
  const until = lastServed === null ? '' : ` until ${formatClock(lastServed)}`;
  const head = theme.head(fitTo(`${ROLE[role]} ${sanitise(version)}${until}`, width));
  const figures = figuresOf(side, theme);
  const room = Math.floor(width / columns);
  const cells = figures.map(({ label, value, style }) => {
    const text = fitTo(sanitise(value), room - LABEL_WIDTH - 2);
    return `  ${theme.dim(fitTo(label, LABEL_WIDTH))}${style(text)}`;
  });
  const lines: string[] = [];
  for (let index = 0; index < cells.length; index += columns)
    lines.push(cells.slice(index, index + columns).join(''));
  return [head, ...lines];
}

/** The latest errors, at most so many; nothing where nobody reads them. */
export function errorLines({ errors }: CockpitSide, width: number, most: number, theme: Theme): string[] {
  if (errors === null) return [];
  if (errors.length === 0) return [theme.dim('  no error seen in its log')];
  return errors
    .slice(0, most)
    .map(({ at, text }) => `  ${theme.dim(secondOf(at))} ${theme.bad(cutEnd(sanitise(text), width - 12))}`);
}

interface Figure {
  readonly label: string;
  readonly value: string;
  readonly style: Style;
}

function figuresOf({ asked, seen, figures, interval }: CockpitSide, theme: Theme): Figure[] {
  const { invocations, errors, throttles, p50Ms, p99Ms, coldStarts } = figures;
  const figure = (label: string, value: string, style: Style = theme.plain): Figure => ({
    label,
    value,
    style: value === UNKNOWN ? theme.dim : style,
  });
  const askedText = asked === null ? UNKNOWN : percentText(asked);
  const share = seen === null ? askedText : `${askedText}, ${formatShare(seen)} seen`;
  const isUnknown = errors === null || invocations === null || invocations === 0;
  const errorText = isUnknown
    ? exact(errors)
    : `${exact(errors)}, ${formatShare(Math.min(1, errors / invocations))}`;
  const between = interval === null ? '' : ` (${formatShare(interval.low)}–${formatShare(interval.high)})`;
  return [
    figure('share', share),
    figure('invocations', exact(invocations)),
    figure('errors', `${errorText}${isUnknown ? '' : between}`, (errors ?? 0) > 0 ? theme.bad : theme.good),
    figure('throttles', exact(throttles), (throttles ?? 0) > 0 ? theme.warn : theme.plain),
    figure('p50 / p99', `${formatMs(p50Ms)} / ${formatMs(p99Ms)}`),
    figure('cold starts', exact(coldStarts)),
  ];
}

/** Counts of evidence are never rounded: `4,310`. */
function exact(count: number | null): string {
  return count === null ? UNKNOWN : Math.round(count).toLocaleString('en-US');
}

function secondOf(at: number): string {
  return `${formatClock(at)}:${String(new Date(at).getSeconds()).padStart(2, '0')}`;
}
