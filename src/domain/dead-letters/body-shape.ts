/** What a body looks like, when nothing better tells messages apart: the keys of its JSON, never its values. */

/** Deeper, or beyond so many keys, a shape names no more. */
const DEPTH = 2;
const KEYS = 12;

/** `{customer{id, name}, orderId}`, `[3 items]`, `text`; the same for bodies that differ only in their values. */
export function shapeOf(body: string): string {
  const text = body.trim();
  if (text === '') return 'empty';
  try {
    return shape(JSON.parse(text), DEPTH);
  } catch {
    return text.startsWith('<') ? 'XML' : 'text';
  }
}

function shape(value: unknown, depth: number): string {
  if (Array.isArray(value))
    return value.length === 0 ? '[]' : `[${depth === 0 ? '…' : shape(value[0], depth - 1)}]`;
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  if (depth === 0) return '{…}';
  const keys = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  const named = keys.slice(0, KEYS).map(([key, part]) => {
    const inner = typeof part === 'object' && part !== null ? shape(part, depth - 1) : '';
    return `${key}${inner}`;
  });
  return `{${named.join(', ')}${keys.length > KEYS ? `, … ${keys.length - KEYS} more` : ''}}`;
}
