/**
 * What errors of one cause have in common: the type and the message, with all that differs from one time to the
 * next replaced by its kind. Names of code stay, since `KeyError: 'order_id'` and `KeyError: 'vatRate'` are two
 * causes; so do HTTP statuses.
 */
import { drawable } from './line-text.ts';
import type { LogError } from './log-line.ts';

/** Of a message so much is looked at, characters, and of it the first row. */
const MOST_CHARACTERS = 500;

/** What is replaced, in this order: a part of a larger thing must not be taken first. */
const VARIABLE: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/\barn:[a-z-]+:[\w-]*:[\w-]*:\d*:[^\s"',)\]}]+/g, '<arn>'],
  [/\b[a-z][a-z+.-]{1,15}:\/\/[^\s"'<>)\]}]+/gi, '<url>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?/g, '<time>'],
  [/[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+/g, '<email>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '<ip>'],
  [/\b0x[0-9a-f]+\b/gi, '<hex>'],
  // Ids of one's own making: long, with letters and several digits.
  [/\b(?!\d+[a-z]{0,3}\b)(?=(?:[a-z]*\d){3})(?=\d*[a-z])[a-z\d]{8,}\b/gi, '<id>'],
];

/** `'…'`, `"…"`, `` `…` ``; an apostrophe within a word begins nothing. */
const QUOTED = /(?<![\w])(['"`])((?:(?!\1)[^\\]|\\.)*)\1(?!\w)/g;

/** A name of code: snake_case, camelCase, dotted; what stands for the user's data seldom looks so. */
const CODE_NAME =
  /^(?:[A-Za-z]+(?:_[A-Za-z]+)+|[a-z]+(?:[A-Z][a-z]+)+|[A-Za-z_]+(?:\.[A-Za-z_]+)+|(?:[A-Z][a-z]+){2,}|[A-Za-z_.]+\([A-Za-z_., ]*\))$/;

/** JavaScript quotes the property that was not there. */
const BEFORE_CODE_NAME =
  /(?:reading|setting|property|method|attribute|function|column|module|module named|variable|import|because) $/i;

const NUMBER = /(?<![\w<])\d+(?:[.,]\d+)*(?=[a-z%]{0,3}\b|\b|[^\w])/gi;
const BEFORE_STATUS = /(?:status(?: code)?|code|HTTP(?:\/[\d.]+)?)\W{0,3}$/i;

/** The signature of an error, ready to be drawn: the same for errors of one cause. */
export function signatureOf({ type, message }: Pick<LogError, 'type' | 'message'>): string {
  const row = message.slice(0, MOST_CHARACTERS).split(/[\r\n]/, 1)[0] ?? '';
  const text = normal(row);
  if (type === null) return drawable(text);
  return drawable(text === '' ? type : `${type}: ${text}`);
}

function normal(row: string): string {
  let text = row;
  for (const [pattern, kind] of VARIABLE) text = text.replace(pattern, kind);
  text = text.replace(QUOTED, (whole: string, quote: string, inner: string, at: number) => {
    const isName = CODE_NAME.test(inner) || at === 0 || BEFORE_CODE_NAME.test(text.slice(0, at));
    return isName && !/\s|\d/.test(inner) ? whole : `${quote}…${quote}`;
  });
  return text
    .replace(NUMBER, (number, at: number) =>
      BEFORE_STATUS.test(text.slice(Math.max(0, at - 20), at)) && /^[1-5]\d\d$/.test(number) ? number : '<n>',
    )
    .replaceAll(/\s+/g, ' ')
    .trim();
}
