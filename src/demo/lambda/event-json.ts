/** What Lambda says of an event that is no JSON: the words of its parser, Jackson, which reads bytes. */

const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
const BLANK = /^[ \t\r\n]*/;

/**
 * @param complaint what V8 said of the same bytes: it names the place
 */
export function complaintOf(body: Buffer, complaint: string): string {
  const text = body.toString('latin1');
  const begin = BLANK.exec(text)?.[0].length ?? 0;
  const word = /^[\w$]+/.exec(text.slice(begin))?.[0];
  if (word !== undefined && !/^(\d|(true|false|null)$)/.test(word)) {
    return `Unrecognized token '${word}': was expecting ${VALUES}${placeOf(text, begin + word.length)}`;
  }
  if (text[begin] !== '{' && text[begin] !== '[' && text[begin] !== '"' && word === undefined) {
    return begin === text.length
      ? `No content to map due to end-of-input${placeOf(text, begin)}`
      : `Unexpected character (${nameOf(text, begin)}): expected a valid value ${VALUES}${placeOf(text, begin)}`;
  }
  const at = Number(/at position (\d+)/.exec(complaint)?.[1] ?? text.length);
  if (at >= text.length) {
    const kind = text[begin] === '[' ? 'Array' : 'Object';
    return `Unexpected end-of-input: expected close marker for ${kind} (start marker at ${sourceAt(text, begin)})${placeOf(text, text.length)}`;
  }
  const wanted = complaint.includes('property name')
    ? 'was expecting double-quote to start field name'
    : text[begin] === '['
      ? 'was expecting comma to separate Array entries'
      : 'was expecting comma to separate Object entries';
  return `Unexpected character (${nameOf(text, at)}): ${wanted}${placeOf(text, at)}`;
}

function nameOf(text: string, at: number): string {
  const code = text.charCodeAt(at);
  const isControl = code < 0x20 || (code >= 0x7f && code < 0xa0);
  return isControl ? `(CTRL-CHAR, code ${code})` : `'${text[at]}' (code ${code})`;
}

function placeOf(text: string, at: number): string {
  return `\n at ${sourceAt(text, at)}`;
}

function sourceAt(text: string, at: number): string {
  const lines = text.slice(0, at).split('\n');
  const column = (lines.at(-1)?.length ?? 0) + 1;
  return `[Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: ${lines.length}, column: ${column}]`;
}
