import { type Expression, readExpression } from './expression.ts';
import { malformedQuery } from './malformed-query.ts';
import type { Tokens } from './tokens.ts';
import type { LogRecord, Value } from './value.ts';

/** What `stats` works out over the records of a group: one of these per aggregate and group. */
export interface Accumulator {
  add(record: LogRecord): void;
  result(): Value;
}

/** An aggregate of a `stats` command. */
export interface Aggregate {
  name: string;
  start: () => Accumulator;
}

/** `count(*)`, `sum`, `avg`, `min`, `max`, `median`, `pct(field, 99)`; undefined where none begins. */
export function readAggregate(tokens: Tokens): Aggregate {
  const word = tokens.take().text.toLowerCase();
  tokens.expect('(');
  if (word === 'count' && (tokens.takeIf('*') || tokens.next?.text === ')')) {
    tokens.expect(')');
    return { name: 'count(*)', start: () => counter(() => true) };
  }
  const value = readExpression(tokens);
  const percent = word === 'pct' || word === 'percentile' ? readPercent(tokens) : 50;
  tokens.expect(')');
  const name = word === 'pct' ? `pct(${value.name}, ${percent})` : `${word}(${value.name})`;
  switch (word) {
    case 'count':
      return { name, start: () => counter((record) => value.of(record) !== undefined) };
    case 'sum':
    case 'avg':
    case 'min':
    case 'max':
      return { name, start: () => numeric(value, word) };
    case 'median':
    case 'pct':
    case 'percentile':
      return { name, start: () => percentile(value, percent) };
    default:
      throw malformedQuery(`unknown function ${word}`);
  }
}

function readPercent(tokens: Tokens): number {
  tokens.expect(',');
  if (tokens.next?.kind !== 'number') throw tokens.unexpected();
  return Number(tokens.take().text);
}

function counter(isCounted: (record: LogRecord) => boolean): Accumulator {
  let count = 0;
  return {
    add: (record) => {
      if (isCounted(record)) count += 1;
    },
    result: () => count,
  };
}

function numeric(value: Expression, what: 'sum' | 'avg' | 'min' | 'max'): Accumulator {
  let count = 0;
  let sum = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  return {
    add: (record) => {
      const number = numberOf(value.of(record));
      if (number === undefined) return;
      count += 1;
      sum += number;
      least = Math.min(least, number);
      most = Math.max(most, number);
    },
    result: () => {
      if (count === 0) return undefined;
      return what === 'sum' ? sum : what === 'avg' ? sum / count : what === 'min' ? least : most;
    },
  };
}

function percentile(value: Expression, percent: number): Accumulator {
  const numbers: number[] = [];
  return {
    add: (record) => {
      const number = numberOf(value.of(record));
      if (number !== undefined) numbers.push(number);
    },
    result: () => {
      numbers.sort((left, right) => left - right);
      return numbers[Math.max(0, Math.ceil((percent / 100) * numbers.length) - 1)];
    },
  };
}

function numberOf(value: Value): number | undefined {
  const number = value === undefined || value === '' ? Number.NaN : Number(value);
  return Number.isNaN(number) ? undefined : number;
}
