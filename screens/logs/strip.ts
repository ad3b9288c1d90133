/** The lines below the first: which version fails, how often, and with what error. Seen before anything else. */
import { formatShare } from '../../src/domain/figures.ts';
import { sanitise } from '../../src/domain/text.ts';
import { composeLine, type Segment } from '../../src/ui/segments.ts';
import type { Style, Theme } from '../../src/ui/theme.ts';
import { versionText } from './drawing/line-rows.ts';
import type { VersionFigures } from './version-summary.ts';

/** What the lines are made of. */
export interface StripInputs {
  readonly figures: readonly VersionFigures[];
  /** Whether functions are told apart by their names, as drawn. */
  readonly nameOf: ((functionName: string | null) => string) | null;
  readonly styleOf: (figures: VersionFigures) => Style;
  readonly width: number;
  readonly theme: Theme;
}

/** From this share of failures on a version is drawn as bad, 0–1. */
const BAD_SHARE = 0.01;

/** A line for each version, the worst first, at most so many; the last one says how many more there are. */
export function stripLines(inputs: StripInputs, most: number): string[] {
  const { figures, width, theme } = inputs;
  const lines = figures.slice(0, most).map((one) => composeLine(versionSegments(one, inputs), width));
  const more = figures.length - most;
  const last = figures[most - 1];
  if (more > 0 && last) {
    const text = `${more} more`;
    const segments = versionSegments(last, { ...inputs, width: width - text.length - 2 });
    lines[most - 1] = composeLine([...segments, { text, style: theme.dim, weight: 0, right: true }], width);
  }
  return lines;
}

function versionSegments(figures: VersionFigures, { nameOf, styleOf, theme }: StripInputs): Segment[] {
  const { functionName, version, ended, failed, errors } = figures;
  const share = ended === 0 ? 0 : failed / ended;
  const isBad = share >= BAD_SHARE || (ended === 0 && figures.withErrors > 0);
  const isKnown = ended > 0;
  const sign = isBad ? '✗' : failed > 0 ? '!' : isKnown ? '✓' : '·';
  const signStyle = isBad ? theme.bad : failed > 0 ? theme.warn : isKnown ? theme.good : theme.dim;
  const [first, ...others] = errors;
  const name = [nameOf?.(functionName), versionText(version)].filter(Boolean).join(' ');
  return [
    { text: sign, style: signStyle, weight: 0 },
    { text: name, style: styleOf(figures), weight: 0 },
    { text: countText(figures), style: failed > 0 || isBad ? signStyle : theme.dim, weight: 0 },
    { text: failed > 0 ? formatShare(share) : '', style: signStyle, weight: 2 },
    { text: first ? errorText(first) : '', style: failed > 0 || isBad ? theme.plain : theme.dim, weight: 0 },
    {
      text: others.length > 0 ? `+${others.length} other ${others.length === 1 ? 'kind' : 'kinds'}` : '',
      style: theme.dim,
      weight: 1,
    },
  ];
}

/** `14 of 212 failed`. Where START or REPORT are hidden, or filtered out, nobody knows of how many. */
function countText({ ended, failed, withErrors, lines }: VersionFigures): string {
  const count = (value: number): string => value.toLocaleString('en');
  if (ended > 0) {
    return failed > 0 ? `${count(failed)} of ${count(ended)} failed` : `${count(ended)} ended, none failed`;
  }
  return withErrors > 0
    ? `${count(withErrors)} with errors, total unknown`
    : `${count(lines)} ${lines === 1 ? 'line' : 'lines'}; no invocation reported yet`;
}

function errorText({ type, message }: VersionFigures['errors'][number]): string {
  const [row = ''] = message.split(/[\r\n]/, 1);
  return sanitise([type, row].filter(Boolean).join(': '));
}
