import { type Comparator, conditionOf, type Operand } from './condition.ts';
import { readExpression, Scanner, type Test } from './expression.ts';
import { InvalidPattern } from './invalid-pattern.ts';
import type { Matcher } from './pattern.ts';
import { RegexCompiler } from './regex.ts';

/** A place in a word pattern: `...` for any number of words, or a name with or without conditions. */
type Field = typeof ANY_NUMBER | Test<string>;
const ANY_NUMBER = Symbol('any number of words');

/**
 * `[ip, user, ..., status = 4*, bytes > 100]`, what stood between the brackets: words in order. What
 * stands in brackets or quotes is one word.
 */
export function spacePattern(text: string): Matcher {
  const scanner = new Scanner(text);
  const regexes = new RegexCompiler();
  const fields: Field[] = [];
  do fields.push(readField(scanner, regexes));
  while (scanner.take(/,/y) !== undefined);
  if (!scanner.isDone) throw scanner.complaint();
  if (fields.filter((field) => field === ANY_NUMBER).length > 1) throw new InvalidPattern();
  return (message) => fits(fields, wordsOf(message));
}

function readField(scanner: Scanner, regexes: RegexCompiler): Field {
  if (scanner.take(/\.\.\./y) !== undefined) return ANY_NUMBER;
  return readExpression<string>(scanner, () => {
    const name = scanner.take(/[A-Za-z0-9_]+/y);
    if (name === undefined) throw scanner.complaint();
    const comparator = scanner.take(/!=|<=|>=|=|<|>/y)?.[0];
    if (comparator === undefined) return () => true;
    const operand = readOperand(scanner);
    const test = operand === undefined ? undefined : conditionOf(comparator as Comparator, operand, regexes);
    if (test === undefined) throw scanner.complaint();
    return test;
  });
}

function readOperand(scanner: Scanner): Operand | undefined {
  const quoted = scanner.take(/"((?:[^"\\]|\\.)*)"/y);
  if (quoted !== undefined) return { text: (quoted[1] ?? '').replace(/\\(.)/g, '$1'), form: 'quoted' };
  const regex = scanner.take(/%((?:[^%\\]|\\.)*)%/y);
  if (regex !== undefined) return { text: regex[1] ?? '', form: 'regex' };
  const bare = scanner.take(/[A-Za-z0-9_*.:/+-]+/y);
  return bare === undefined ? undefined : { text: bare[0], form: 'bare' };
}

/** The words of a message; the brackets or quotes around one are not part of it. */
function wordsOf(message: string): string[] {
  return [...message.matchAll(/\[([^\]]*)\]|"([^"]*)"|\S+/g)].map(
    ([whole, bracketed, quoted]) => bracketed ?? quoted ?? whole,
  );
}

/** The last field takes the rest of the words, as a pattern need not name them all. */
function fits(fields: readonly Field[], words: readonly string[]): boolean {
  const gap = fields.indexOf(ANY_NUMBER);
  const named = fields.filter((field) => field !== ANY_NUMBER);
  if (words.length < named.length) return false;
  const before = gap < 0 ? named.length : gap;
  return named.every((test, index) => {
    const place = index < before ? index : words.length - named.length + index;
    return test(words[place] ?? '');
  });
}
