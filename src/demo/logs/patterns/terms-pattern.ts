import { InvalidPattern } from './invalid-pattern.ts';
import type { Matcher } from './pattern.ts';
import { RegexCompiler } from './regex.ts';

interface Term {
  sign: '' | '?' | '-';
  test: Matcher;
}

/**
 * Terms: all must occur, `-` ones must not, and of `?` ones any. Question marks beside other terms are
 * ignored, as AWS documents. Terms are parts of the message, not words, and case counts.
 */
export function termsPattern(pattern: string): Matcher {
  const terms = readTerms(pattern);
  const optional = terms.filter((term) => term.sign === '?');
  if (optional.length === terms.length) return (message) => optional.some(({ test }) => test(message));
  const wanted = terms.filter((term) => term.sign === '');
  const excluded = terms.filter((term) => term.sign === '-');
  return (message) =>
    wanted.every(({ test }) => test(message)) && !excluded.some(({ test }) => test(message));
}

function readTerms(pattern: string): Term[] {
  const regexes = new RegexCompiler();
  const terms: Term[] = [];
  const syntax = /\s*([?-]?)(?:"((?:[^"\\]|\\.)*)"|%((?:[^%\\]|\\.)*)%|([^\s"%]+))(?=\s|$)/y;
  while (syntax.lastIndex < pattern.length) {
    const start = syntax.lastIndex;
    const found = syntax.exec(pattern);
    if (found === null) throw new InvalidPattern(complaintAbout(pattern.slice(start).trimStart()));
    const [, sign = '', phrase, regex, word] = found;
    terms.push({ sign: sign as Term['sign'], test: testOf(phrase, regex, word, regexes) });
  }
  return terms;
}

function testOf(
  phrase: string | undefined,
  regex: string | undefined,
  word: string | undefined,
  regexes: RegexCompiler,
): Matcher {
  if (regex !== undefined) return regexes.compile(regex);
  if (phrase === '') throw new InvalidPattern();
  if (phrase !== undefined) {
    const text = phrase.replace(/\\(.)/g, '$1');
    return (message) => message.includes(text);
  }
  const wrong = /[^A-Za-z0-9_]+/.exec(word ?? '')?.[0];
  if (word === undefined || wrong !== undefined) throw new InvalidPattern(invalidCharacters(wrong ?? ''));
  return (message) => message.includes(word);
}

/** Where no term can be read: an open quote, or characters that belong into quotes. */
function complaintAbout(rest: string): string | undefined {
  const word = /^[?-]?([^\s]*)/.exec(rest)?.[1] ?? '';
  const wrong = /[^A-Za-z0-9_]+/.exec(word)?.[0];
  return wrong === undefined || word.startsWith('"') ? undefined : invalidCharacters(wrong);
}

function invalidCharacters(characters: string): string {
  return `Invalid character(s) in term '${characters}'`;
}
