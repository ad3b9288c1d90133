/** What is wrong with a filter pattern over JSON: `{ $.level = "ERROR" && $.ms > 500 }`. */
import type { PatternProblem } from './filter-pattern.ts';
import { PatternScanner } from './pattern-scanner.ts';

/** Words of other languages for what stands here, and what stands here for them. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ['and', '&&'],
  ['AND', '&&'],
  ['or', '||'],
  ['OR', '||'],
  ['&', '&&'],
  ['|', '||'],
  ['==', '='],
  ['===', '='],
  ['<>', '!='],
  ['!==', '!='],
  ['=~', '='],
  ['like', '='],
]);

/** Words that may stand without quotes. */
const KEYWORDS: ReadonlySet<string> = new Set(['IS', 'NOT', 'EXISTS', 'NULL', 'TRUE', 'FALSE']);

/** What is wrong between the braces of a pattern; null when nothing is known to be. */
export function explainJsonPattern(pattern: string, begin: number): PatternProblem | null {
  const end = pattern.trimEnd().length - 1;
  const scanner = new PatternScanner(pattern, begin + 1);
  const open: number[] = [];
  for (scanner.skipBlanks(); scanner.at < end; scanner.skipBlanks()) {
    const { at } = scanner;
    const char = scanner.peek();
    if (char === '(') open.push(at);
    if (char === ')' && open.pop() === undefined)
      return { at, problem: 'this ) has no ( before it', instead: null };
    if (char === '(' || char === ')') scanner.skip(1);
    else {
      const problem = explainPart(pattern, scanner, char);
      if (problem !== null) return problem;
    }
  }
  const [unclosed] = open;
  return unclosed === undefined
    ? null
    : { at: unclosed, problem: 'this ( has no ) behind it', instead: null };
}

function explainPart(pattern: string, scanner: PatternScanner, char: string): PatternProblem | null {
  const { at } = scanner;
  if (char === '"') return scanner.readQuoted();
  if (char === '%') return scanner.readRegex();
  if (char === "'") return explainSingleQuote(pattern, scanner);
  if (char === '$') {
    const selector = scanner.take(/\$(?:\.(?:[\w*-]|\[[^\]]*\])+|\[[^\]]*\]|\.\["[^"]*"\])*/y);
    return selector === '$' ? { at, problem: 'a field is written $.name', instead: null } : null;
  }
  const operator = scanner.take(/[=!<>&|~]+/y);
  if (operator !== '') return explainOperator(pattern, at, operator);
  const word = scanner.take(/[\w.*+-]+/y);
  if (word === '') return { at, problem: `${char} may only stand in quotes`, instead: null };
  return explainWord(pattern, scanner, at, word);
}

function explainSingleQuote(pattern: string, scanner: PatternScanner): PatternProblem {
  const { at } = scanner;
  const text = scanner.take(/'[^'"]*'/y);
  const instead = text === '' ? null : replaced(pattern, at, text.length, `"${text.slice(1, -1)}"`);
  return { at, problem: 'text stands in double quotes', instead };
}

function explainOperator(pattern: string, at: number, operator: string): PatternProblem | null {
  if (/^(?:=|!=|<|>|<=|>=|&&|\|\|)$/.test(operator)) return null;
  const meant = OTHER_WORDS.get(operator) ?? null;
  const instead = meant === null ? null : replaced(pattern, at, operator.length, meant);
  return {
    at,
    problem: meant === null ? `${operator} is no comparison` : `${operator} is written ${meant}`,
    instead,
  };
}

/** A word is a number, a keyword or a value with `*`; before a comparison it is meant as a field. */
function explainWord(
  pattern: string,
  scanner: PatternScanner,
  at: number,
  word: string,
): PatternProblem | null {
  const meant = OTHER_WORDS.get(word);
  if (meant !== undefined) {
    const instead = replaced(pattern, at, word.length, meant);
    return { at, problem: `${word} is written ${meant}`, instead };
  }
  const isField = /^\s*(?:[=!<>]|IS\b|NOT\b)/.test(pattern.slice(scanner.at)) && !KEYWORDS.has(word);
  if (!isField) return null;
  return { at, problem: 'fields begin with $.', instead: replaced(pattern, at, 0, '$.') };
}

function replaced(pattern: string, at: number, length: number, by: string): string {
  return pattern.slice(0, at) + by + pattern.slice(at + length);
}
