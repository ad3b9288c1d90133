import { type Aggregate, readAggregate } from './aggregates.ts';
import { type Condition, type Expression, readCondition, readExpression } from './expression.ts';
import { malformedQuery } from './malformed-query.ts';
import { Tokens } from './tokens.ts';

/** A named column of the results. */
export interface Column {
  name: string;
  value: Expression;
}

/** `stats … by …`. */
export interface Stats {
  aggregates: readonly { name: string; aggregate: Aggregate }[];
  by: readonly Column[];
}

/** A query of the subset that is understood here. */
export interface Query {
  columns: readonly Column[];
  filters: readonly Condition[];
  stats: Stats | undefined;
  sort: { name: string; value: Expression; descending: boolean } | undefined;
  limit: number | undefined;
}

const SPANS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 };

/**
 * Parses what a Lambda console asks of Insights: `fields`, `display`, `filter`, one `stats … by … bin(5m)`,
 * `sort` and `limit`, joined by `|`. Everything else of the language is refused by name.
 */
export function parseQuery(text: string): Query {
  const tokens = new Tokens(text);
  let columns: Column[] = [];
  const filters: Condition[] = [];
  let stats: Stats | undefined;
  let sort: Query['sort'];
  let limit: number | undefined;
  do {
    const command = tokens.next;
    if (command?.kind !== 'name') throw tokens.unexpected();
    tokens.take();
    const word = command.text.toLowerCase();
    if (stats !== undefined && word !== 'sort' && word !== 'limit') {
      throw malformedQuery(`the command ${word} is not supported behind stats by this endpoint`);
    }
    if (word === 'fields') columns.push(...readColumns(tokens));
    else if (word === 'display') columns = readColumns(tokens);
    else if (word === 'filter') filters.push(readCondition(tokens));
    else if (word === 'stats') stats = readStats(tokens);
    else if (word === 'sort') sort = readSort(tokens);
    else if (word === 'limit') limit = readLimit(tokens);
    else throw malformedQuery(`the command ${word} is not supported by this endpoint`);
  } while (tokens.takeIf('|'));
  if (tokens.next !== undefined) throw tokens.unexpected();
  return { columns, filters, stats, sort, limit };
}

function readColumns(tokens: Tokens): Column[] {
  const columns: Column[] = [];
  do {
    const value = readExpression(tokens);
    columns.push({ name: readAlias(tokens) ?? value.name, value });
  } while (tokens.takeIf(','));
  return columns;
}

function readAlias(tokens: Tokens): string | undefined {
  return tokens.takeIf('as') ? tokens.take().text : undefined;
}

function readStats(tokens: Tokens): Stats {
  const aggregates: { name: string; aggregate: Aggregate }[] = [];
  do {
    const aggregate = readAggregate(tokens);
    aggregates.push({ name: readAlias(tokens) ?? aggregate.name, aggregate });
  } while (tokens.takeIf(','));
  const by: Column[] = [];
  if (tokens.takeIf('by')) {
    do {
      const value = tokens.takeIf('bin') ? readBin(tokens) : readExpression(tokens);
      by.push({ name: readAlias(tokens) ?? value.name, value });
    } while (tokens.takeIf(','));
  }
  return { aggregates, by };
}

function readBin(tokens: Tokens): Expression {
  tokens.expect('(');
  const { text } = tokens.take();
  const [, count, unit = ''] = /^(\d+)(ms|s|m|h|d|w)$/.exec(text) ?? [];
  const spanMs = Number(count) * (SPANS_MS[unit] ?? Number.NaN);
  if (!(spanMs > 0)) throw malformedQuery(`${text} is no period for bin`);
  tokens.expect(')');
  return {
    name: `bin(${text})`,
    isInstant: true,
    of: ({ event }) => Math.floor(event.timestamp / spanMs) * spanMs,
  };
}

function readSort(tokens: Tokens): Query['sort'] {
  const isBin = tokens.next?.text === 'bin';
  if (isBin) tokens.take();
  // Insights knows bin in stats only.
  if (isBin) throw tokens.unexpected();
  const value = readExpression(tokens);
  const isAscending = tokens.takeIf('asc');
  return { name: value.name, value, descending: !isAscending && (tokens.takeIf('desc') || !isAscending) };
}

function readLimit(tokens: Tokens): number {
  if (tokens.next?.kind !== 'number') throw tokens.unexpected();
  const limit = Number(tokens.take().text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100_000) {
    throw malformedQuery('limit must be between 1 and 100000');
  }
  return limit;
}
