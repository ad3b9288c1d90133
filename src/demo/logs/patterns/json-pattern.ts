import { type Comparator, conditionOf, type Operand } from './condition.ts';
import { readExpression, Scanner, type Test } from './expression.ts';
import { InvalidPattern } from './invalid-pattern.ts';
import { readSelector, type Selector, type Selectors } from './json-selector.ts';
import type { Matcher } from './pattern.ts';
import { RegexCompiler } from './regex.ts';

/** `{ $.level = "ERROR" && $.ms > 500 }`, what stood between the braces. Other messages than JSON never match. */
export function jsonPattern(text: string): Matcher {
  const scanner = new Scanner(text);
  const regexes = new RegexCompiler();
  const selectors: Selectors = { wildcards: 0 };
  const test = readExpression(scanner, () => readCondition(scanner, regexes, selectors));
  if (!scanner.isDone) throw scanner.complaint();
  return (message) => {
    const subject = parseObject(message);
    return subject !== undefined && test(subject);
  };
}

function parseObject(message: string): unknown {
  if (!message.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

function readCondition(scanner: Scanner, regexes: RegexCompiler, selectors: Selectors): Test<unknown> {
  const select = readSelector(scanner, selectors);
  const word = scanner.take(/IS\s+(NULL|TRUE|FALSE)\b|NOT\s+EXISTS\b/y);
  if (word !== undefined) return wordTest(select, word[1]);
  const comparator = scanner.take(/!=|<=|>=|=|<|>/y)?.[0];
  const operand = comparator === undefined ? undefined : readOperand(scanner);
  if (comparator === undefined || operand === undefined) throw scanner.complaint();
  const test = conditionOf(comparator as Comparator, operand, regexes);
  if (test === undefined) throw new InvalidPattern();
  // Arrays, objects, true, false and null are no values to compare; nor is what is not there.
  return (subject) =>
    select(subject).some((value) => (typeof value === 'string' || typeof value === 'number') && test(value));
}

function wordTest(select: Selector, word: string | undefined): Test<unknown> {
  switch (word) {
    case 'NULL':
      return (subject) => select(subject).includes(null);
    case 'TRUE':
      return (subject) => select(subject).includes(true);
    case 'FALSE':
      return (subject) => select(subject).includes(false);
    default:
      return (subject) => select(subject).length === 0;
  }
}

function readOperand(scanner: Scanner): Operand | undefined {
  const quoted = scanner.take(/"((?:[^"\\]|\\.)*)"/y);
  if (quoted !== undefined) return { text: (quoted[1] ?? '').replace(/\\(.)/g, '$1'), form: 'quoted' };
  const regex = scanner.take(/%((?:[^%\\]|\\.)*)%/y);
  if (regex !== undefined) return { text: regex[1] ?? '', form: 'regex' };
  const bare = scanner.take(/[A-Za-z0-9_*.+-]+/y);
  return bare === undefined ? undefined : { text: bare[0], form: 'bare' };
}
