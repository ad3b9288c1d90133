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
  // Counted as it grows: measuring a line anew for each character of a megabyte takes seconds.
  let used = 0;
  const push = (): void => {
    lines.push(' '.repeat(lines.length === 0 ? 0 : indent) + line);
    line = '';
    used = 0;
  };
  const left = (): number => room - (lines.length === 0 ? 0 : indent) - used;
  const add = (text: string, columns: number): void => {
    line += text;
    used += columns;
  };
  for (const word of text.split(' ')) {
    const gap = line === '' ? '' : ' ';
    const columns = gap.length + widthOf(word);
    if (columns <= left()) {
      add(gap + word, columns);
      continue;
    }
    if (line !== '') push();
    for (const grapheme of graphemesOf(word)) {
      const each = widthOf(grapheme);
      if (each > left() && line !== '') push();
      add(grapheme, each);
    }
  }
  if (line !== '' || lines.length === 0) push();
  return lines;
}
