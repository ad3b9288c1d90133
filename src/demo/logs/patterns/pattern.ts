import { InvalidPattern } from './invalid-pattern.ts';
import { jsonPattern } from './json-pattern.ts';
import { spacePattern } from './space-pattern.ts';
import { termsPattern } from './terms-pattern.ts';

/** Whether the message of an event matches. */
export type Matcher = (message: string) => boolean;

/** Matches every message: what an empty pattern does. Whoever knows it need not make the message. */
export const EVERYTHING: Matcher = () => true;

const LONGEST = 1024;

/**
 * The matcher of a filter pattern, as FilterLogEvents and live tail take it: terms, `{ … }` over JSON,
 * or `[ … ]` over words. An empty pattern matches everything. Throws `InvalidPattern`.
 */
export function compilePattern(text: string | undefined): Matcher {
  const pattern = text?.trim() ?? '';
  if (pattern === '') return EVERYTHING;
  if (pattern.length > LONGEST)
    throw new InvalidPattern(`Filter pattern is longer than ${LONGEST} characters`);
  if (pattern.startsWith('{')) {
    if (!pattern.endsWith('}'))
      throw new InvalidPattern("If a filter pattern starts with '{' it must end with '}'");
    return jsonPattern(pattern.slice(1, -1));
  }
  if (pattern.startsWith('[')) {
    if (!pattern.endsWith(']'))
      throw new InvalidPattern("If a filter pattern starts with '[' it must end with ']'");
    return spacePattern(pattern.slice(1, -1));
  }
  return termsPattern(pattern);
}
