import { hashText } from '../../world/random.ts';
import { invalidToken } from '../errors.ts';
import type { Position } from './read-events.ts';

/** Tokens of FilterLogEvents are good for a day (facts, section 3). */
const VALID_MS = 86_400_000;

/** A position as an opaque text that only the same question may bring back. */
export function writeToken({ timestamp, order }: Position, scope: string, now: number): string {
  const value = { v: 1, s: hashText(0, scope), t: timestamp, o: order, i: now };
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** The position in a token; undefined for no token. Refuses another question's, an old one and no token at all. */
export function readToken(token: string | undefined, scope: string, now: number): Position | undefined {
  if (token === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    throw invalidToken();
  }
  if (typeof value !== 'object' || value === null) throw invalidToken();
  const { s: from, t: timestamp, o: order, i: issued } = value as Record<string, unknown>;
  const isOurs = from === hashText(0, scope) && typeof issued === 'number' && now - issued <= VALID_MS;
  if (!isOurs || typeof timestamp !== 'number' || typeof order !== 'number') throw invalidToken();
  return { timestamp, order };
}
