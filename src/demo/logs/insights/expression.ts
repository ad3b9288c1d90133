import type { Tokens } from './tokens.ts';
import type { LogRecord, Value } from './value.ts';

/** Something worked out for each record. */
export interface Expression {
  /** How a column is called that has no other name: the text of the expression. */
  name: string;
  /** Whether its numbers are instants. */
  isInstant: boolean;
  of: (record: LogRecord) => Value;
}

/** Whether a record is wanted. */
export type Condition = (record: LogRecord) => boolean;

/** `a + b * c`, with fields, numbers, texts, `coalesce(…)` and parentheses. */
export function readExpression(tokens: Tokens): Expression {
  let left = readProduct(tokens);
  for (;;) {
    const sign = tokens.takeIf('+') ? '+' : tokens.takeIf('-') ? '-' : undefined;
    if (sign === undefined) return left;
    left = arithmetic(left, sign, readProduct(tokens));
  }
}

function readProduct(tokens: Tokens): Expression {
  let left = readFactor(tokens);
  for (;;) {
    const sign = tokens.takeIf('*') ? '*' : tokens.takeIf('/') ? '/' : undefined;
    if (sign === undefined) return left;
    left = arithmetic(left, sign, readFactor(tokens));
  }
}

function arithmetic(left: Expression, sign: '+' | '-' | '*' | '/', right: Expression): Expression {
  return {
    name: `${left.name} ${sign} ${right.name}`,
    isInstant: false,
    of: (record) => {
      const [first, second] = [Number(left.of(record) ?? Number.NaN), Number(right.of(record) ?? Number.NaN)];
      const value =
        sign === '+'
          ? first + second
          : sign === '-'
            ? first - second
            : sign === '*'
              ? first * second
              : first / second;
      return Number.isFinite(value) ? value : undefined;
    },
  };
}

function readFactor(tokens: Tokens): Expression {
  if (tokens.takeIf('(')) {
    const inner = readExpression(tokens);
    tokens.expect(')');
    return { ...inner, name: `(${inner.name})` };
  }
  if (tokens.next?.kind === 'symbol') throw tokens.unexpected();
  const { kind, text } = tokens.take();
  if (kind === 'number') return { name: text, isInstant: false, of: () => Number(text) };
  if (kind === 'text') return { name: `"${text}"`, isInstant: false, of: () => text };
  if (text.toLowerCase() === 'coalesce' && tokens.takeIf('(')) return readCoalesce(tokens);
  if (tokens.next?.text === '(') throw tokens.unexpected();
  const isInstant = text === '@timestamp' || text === '@ingestionTime';
  return { name: text, isInstant, of: (record) => record.field(text) };
}

function readCoalesce(tokens: Tokens): Expression {
  const choices: Expression[] = [];
  do choices.push(readExpression(tokens));
  while (tokens.takeIf(','));
  tokens.expect(')');
  return {
    name: `coalesce(${choices.map((choice) => choice.name).join(', ')})`,
    isInstant: choices.every((choice) => choice.isInstant),
    of: (record) => {
      for (const choice of choices) {
        const value = choice.of(record);
        if (value !== undefined) return value;
      }
      return undefined;
    },
  };
}

/** `a = 1 and (b like /x/ or not ispresent(c))`. */
export function readCondition(tokens: Tokens): Condition {
  const anyOf: Condition[] = [];
  do {
    const allOf: Condition[] = [];
    do allOf.push(readTerm(tokens));
    while (tokens.takeIf('and'));
    anyOf.push((record) => allOf.every((test) => test(record)));
  } while (tokens.takeIf('or'));
  return (record) => anyOf.some((test) => test(record));
}

function readTerm(tokens: Tokens): Condition {
  if (tokens.takeIf('not')) {
    const inner = readTerm(tokens);
    return (record) => !inner(record);
  }
  if (tokens.takeIf('ispresent')) {
    tokens.expect('(');
    const value = readExpression(tokens);
    tokens.expect(')');
    return (record) => value.of(record) !== undefined;
  }
  if (tokens.takeIf('(')) {
    const inner = readCondition(tokens);
    tokens.expect(')');
    return inner;
  }
  return readComparison(tokens);
}

function readComparison(tokens: Tokens): Condition {
  const left = readExpression(tokens);
  const isNegated = tokens.takeIf('not');
  if (tokens.takeIf('like') || tokens.takeIf('=~')) {
    const test = readLike(tokens);
    return (record) => {
      const value = left.of(record);
      return value !== undefined && test(String(value)) !== isNegated;
    };
  }
  const comparator = ['!=', '<=', '>=', '=', '<', '>'].find((each) => tokens.takeIf(each));
  if (comparator === undefined || isNegated) throw tokens.unexpected();
  const right = readExpression(tokens);
  return (record) => compare(left.of(record), comparator, right.of(record));
}

function readLike(tokens: Tokens): (text: string) => boolean {
  const regex = tokens.takeRegex();
  if (regex !== undefined) return (text) => regex.test(text);
  if (tokens.next?.kind !== 'text') throw tokens.unexpected();
  const part = tokens.take().text;
  return (text) => text.includes(part);
}

/** What is not there equals nothing and differs from everything. */
function compare(left: Value, comparator: string, right: Value): boolean {
  if (comparator === '=') return left !== undefined && String(left) === String(right);
  if (comparator === '!=') return left === undefined || String(left) !== String(right);
  const [first, second] = [Number(left), Number(right)];
  if (left === undefined || right === undefined || Number.isNaN(first) || Number.isNaN(second)) return false;
  if (comparator === '<') return first < second;
  if (comparator === '>') return first > second;
  return comparator === '<=' ? first <= second : first >= second;
}
