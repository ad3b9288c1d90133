/**
 * What is wrong with a filter pattern that CloudWatch Logs refused, and where: its own answer is "Invalid filter
 * pattern". Only AWS decides; this explains the mistakes that people make (facts/aws.md section 3, and the user
 * guide's filter pattern syntax).
 */
import { explainJsonPattern } from './json-pattern.ts';
import { PatternScanner } from './pattern-scanner.ts';

/** What is wrong, where, and how it may be meant. */
export interface PatternProblem {
  /** Index into the pattern as it was typed; its length when something is missing at the end. */
  readonly at: number;
  /** A sentence without its full stop. */
  readonly problem: string;
  /** The pattern as it would be accepted; null when that cannot be guessed. */
  readonly instead: string | null;
}

/** FilterLogEvents and StartLiveTail take no longer ones, characters. */
export const LONGEST_PATTERN = 1_024;

/** Text as a term of a pattern: quoted, unless it is letters, digits and underscores. */
export function patternTerm(text: string): string {
  return /^\w+$/.test(text) ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** What is wrong with a pattern; null when nothing is known to be. */
export function explainPattern(pattern: string): PatternProblem | null {
  if (pattern.length > LONGEST_PATTERN) {
    const problem = `AWS takes patterns of at most ${LONGEST_PATTERN} characters`;
    return { at: LONGEST_PATTERN, problem, instead: null };
  }
  const begin = pattern.length - pattern.trimStart().length;
  switch (pattern.charAt(begin)) {
    case '{':
      return explainBraced(pattern, '{', '}') ?? explainJsonPattern(pattern, begin);
    case '[':
      return explainBraced(pattern, '[', ']') ?? explainWords(pattern, begin);
    default:
      return explainTerms(pattern, begin);
  }
}

function explainBraced(pattern: string, open: string, close: string): PatternProblem | null {
  if (pattern.trimEnd().endsWith(close)) return null;
  const problem = `a pattern that begins with ${open} ends with ${close}`;
  return { at: pattern.length, problem, instead: `${pattern.trimEnd()} ${close}` };
}

/** `[ip, status = 5*, ...]`: only what is quoted, or an expression, can be told wrong from here. */
function explainWords(pattern: string, begin: number): PatternProblem | null {
  const scanner = new PatternScanner(pattern, begin + 1);
  for (let char = scanner.peek(); char !== ''; char = scanner.peek()) {
    const problem = char === '"' ? scanner.readQuoted() : char === '%' ? scanner.readRegex() : null;
    if (problem !== null) return problem;
    if (char !== '"' && char !== '%') scanner.skip(1);
  }
  return null;
}

/** `word "a phrase" -not ?any %expression%`. */
function explainTerms(pattern: string, begin: number): PatternProblem | null {
  const scanner = new PatternScanner(pattern, begin);
  for (scanner.skipBlanks(); scanner.peek() !== ''; scanner.skipBlanks()) {
    if (/^[?-]$/.test(scanner.peek())) scanner.skip(1);
    const problem = explainTerm(pattern, scanner);
    if (problem !== null) return problem;
  }
  return null;
}

function explainTerm(pattern: string, scanner: PatternScanner): PatternProblem | null {
  const char = scanner.peek();
  if (char !== '"' && char !== '%') return explainWord(pattern, scanner);
  const problem = char === '"' ? scanner.readQuoted() : scanner.readRegex();
  if (problem !== null) return problem;
  if (/^\s?$/.test(scanner.peek())) return null;
  const { at } = scanner;
  return {
    at,
    problem: `a blank must stand behind ${char}…${char}`,
    instead: `${pattern.slice(0, at)} ${pattern.slice(at)}`,
  };
}

function explainWord(pattern: string, scanner: PatternScanner): PatternProblem | null {
  const start = scanner.at;
  const word = scanner.take(/\S*/y);
  const wrong = word.search(/\W/);
  if (wrong < 0) return word === '' ? { at: start, problem: 'a term is missing', instead: null } : null;
  if (pattern.includes('$.')) {
    return { at: start, problem: 'conditions on JSON stand in braces', instead: `{ ${pattern.trim()} }` };
  }
  const before = pattern.slice(0, start);
  return {
    at: start + wrong,
    problem: `outside of quotes only letters, digits and _ may stand, not ${word.charAt(wrong)}`,
    instead: `${before}${patternTerm(word.replaceAll('"', ''))}${pattern.slice(scanner.at)}`,
  };
}
