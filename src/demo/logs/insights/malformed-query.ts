import { ServiceError } from '../../wire/errors.ts';

/** A query that does not parse, in the words Insights has for it; position counts from 1. */
export function unexpectedSymbol(symbol: string, position: number): ServiceError {
  return malformedQuery(`unexpected symbol found ${symbol} at line 1 and position ${position}`);
}

/** A query that is refused. */
export function malformedQuery(message: string): ServiceError {
  return new ServiceError('MalformedQueryException', message);
}
