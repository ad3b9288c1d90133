/** One page of a list, and how to ask for the next. */
export interface Page<T> {
  items: readonly T[];
  /** Opaque; undefined on the last page. */
  next: string | undefined;
}

/**
 * A page of `list` behind an opaque token. Undefined when the token is not one that `scope` gave out:
 * each service refuses that in its own words.
 */
export function pageOf<T>(
  list: readonly T[],
  token: string | undefined,
  size: number,
  scope: string,
): Page<T> | undefined {
  const start = token === undefined || token === '' ? 0 : readToken(token, scope);
  if (start === undefined) return undefined;
  const end = start + size;
  return { items: list.slice(start, end), next: end < list.length ? writeToken(end, scope) : undefined };
}

/** A token that only the scope which wrote it will read. */
function writeToken(offset: number, scope: string): string {
  return Buffer.from(JSON.stringify({ v: 1, scope, offset })).toString('base64');
}

/** The offset in a token, or undefined when it is not one of this scope. */
function readToken(token: string, scope: string): number | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
    if (typeof value !== 'object' || value === null) return undefined;
    const { scope: from, offset } = value as { scope?: unknown; offset?: unknown };
    return from === scope && typeof offset === 'number' && offset >= 0 ? offset : undefined;
  } catch {
    return undefined;
  }
}
