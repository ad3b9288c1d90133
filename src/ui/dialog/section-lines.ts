/** The parts of a dialog as styled lines. Nothing in them is cut: what does not fit is broken, and scrolled to. */
import type { Difference, Fact, Remark, Section, Tone } from '../../domain/dialog/content.ts';
import { ELLIPSIS, fitTo, graphemesOf, sanitise, widthOf } from '../../domain/text.ts';
import { wrapText } from '../../domain/wrap.ts';
import type { Style, Theme } from '../theme.ts';

/** Labels wider than this share of the line go onto lines of their own. */
const WIDEST_LABEL = 0.4;

/** How a tone looks. */
export function styleOf(theme: Theme, tone: Tone = 'plain'): Style {
  return theme[tone];
}

/** All sections below one another, a blank line between them; `width` columns at most. */
export function sectionLines(sections: readonly Section[], width: number, theme: Theme): string[] {
  return sections.flatMap((section, index) => [
    ...(index > 0 ? [''] : []),
    ...(section.heading === undefined ? [] : [theme.head(section.heading)]),
    ...linesOf(section, width, theme),
  ]);
}

function linesOf(section: Section, width: number, theme: Theme): string[] {
  switch (section.kind) {
    case 'facts':
      return factLines(section.facts, width, theme);
    case 'differences':
      return differenceLines(section.differences, width, theme);
    case 'remarks':
      return section.remarks.flatMap((remark) => remarkLines(remark, width, theme));
    case 'commands':
      return section.commands.flatMap((command) => commandLines(sanitise(command), width));
  }
}

function factLines(facts: readonly Fact[], width: number, theme: Theme): string[] {
  const labelled = facts.map(({ label, value, tone }) => ({
    label: sanitise(label),
    text: value === null ? ELLIPSIS : sanitise(value),
    style: styleOf(theme, value === null ? 'dim' : tone),
  }));
  return labelledLines(labelled, width, theme);
}

function differenceLines(differences: readonly Difference[], width: number, theme: Theme): string[] {
  const labelled = differences.map(({ what, before, after }) => ({
    label: sanitise(what),
    text: `${before === null ? ELLIPSIS : sanitise(before)} → ${sanitise(after)}`,
    style: theme.strong,
  }));
  return labelledLines(labelled, width, theme);
}

function labelledLines(
  rows: readonly { readonly label: string; readonly text: string; readonly style: Style }[],
  width: number,
  theme: Theme,
): string[] {
  const most = Math.floor(width * WIDEST_LABEL);
  const fitting = rows.map(({ label }) => widthOf(label)).filter((columns) => columns <= most);
  const column = Math.max(0, ...fitting) + 2;
  return rows.flatMap(({ label, text, style }) => {
    const [first = '', ...rest] = wrapText(text, width - column);
    const others = rest.map((line) => ' '.repeat(column) + style(line));
    if (widthOf(label) <= most) return [theme.dim(fitTo(label, column)) + style(first), ...others];
    return [
      ...wrapText(label, width).map((line) => theme.dim(line)),
      ' '.repeat(column) + style(first),
      ...others,
    ];
  });
}

function remarkLines({ text, tone, sign }: Remark, width: number, theme: Theme): string[] {
  const mark = sign === undefined ? '' : `${sign} `;
  const style = styleOf(theme, tone);
  return wrapText(mark + sanitise(text), width, widthOf(mark)).map((line) => style(line));
}

/** A command in lines that a shell takes as one when they are copied together. */
function commandLines(command: string, width: number): string[] {
  const indent = '    ';
  const lines: string[] = [];
  let line = '';
  for (const word of command.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (widthOf(joined) <= width - 2) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(`${line} \\`);
    line = '';
    // A blank inside a word would change it, so its pieces begin at the edge.
    let piece = lines.length === 0 ? '' : indent;
    for (const grapheme of graphemesOf(word)) {
      if (widthOf(piece) + widthOf(grapheme) > width - 2) {
        lines.push(`${piece}\\`);
        piece = '';
      }
      piece += grapheme;
    }
    line = piece;
  }
  return [...lines, line];
}
