/** Breaking text into lines without losing any of it: warnings and commands are never cut. */
import { graphemesOf, widthOf } from './text.ts';

/**
 * The (sanitised) text in lines of at most `width` columns, broken at blanks, else anywhere. All but the first
 * line begin with `indent` blanks.
 */
export function wrapText(text: string, width: number, indent = 0): string[] {
  const room = Math.max(width, indent + 1);
  const lines: string[] = [];
  let line = '';
  const begin = (): string => ' '.repeat(lines.length === 0 ? 0 : indent);
  const push = (): void => {
    lines.push(begin() + line);
    line = '';
  };
  const left = (): number => room - (lines.length === 0 ? 0 : indent) - widthOf(line);
  for (const word of text.split(' ')) {
    const gap = line === '' ? '' : ' ';
    if (widthOf(word) + gap.length <= left()) {
      line += gap + word;
      continue;
    }
    if (line !== '') push();
    for (const grapheme of graphemesOf(word)) {
      if (widthOf(grapheme) > left() && line !== '') push();
      line += grapheme;
    }
  }
  if (line !== '' || lines.length === 0) push();
  return lines;
}
