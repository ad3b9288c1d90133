/** Colours and line breaks of words for a person; into a pipe neither. */
import { styleText } from 'node:util';
import { sanitise } from '../../domain/text.ts';
import { wrapText } from '../../domain/wrap.ts';
import type { Reader } from '../output.ts';

/** How text may look. */
export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'underline';

/** Longest line that still reads well, columns. */
const WIDEST = 110;

/** See the file's head. */
export interface Paint {
  /** The text in a style, where colours are wanted. */
  style(style: Style | readonly Style[], text: string): string;
  /**
   * Text of anyone as lines behind a sign: as wide as the terminal, into a pipe one line. Commands that are to be
   * copied are not for this.
   */
  paragraph(sign: string, text: string, style?: Style): string[];
}

/** The paint for one of the two streams. */
export function paintFor({ colour, columns }: Reader): Paint {
  const style: Paint['style'] = (styles, text) =>
    colour ? styleText([styles].flat(), text, { validateStream: false }) : text;
  return {
    style,
    paragraph(sign, text, look) {
      const width = columns === undefined ? Number.POSITIVE_INFINITY : Math.min(columns, WIDEST);
      const lines = wrapText(sanitise(text), width - sign.length).map(
        (line, index) => (index === 0 ? sign : ' '.repeat(sign.length)) + line,
      );
      return look ? lines.map((line) => style(look, line)) : lines;
    },
  };
}
