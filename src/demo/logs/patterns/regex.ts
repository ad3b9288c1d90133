import { InvalidPattern } from './invalid-pattern.ts';

/** A pattern may hold two regular expressions. */
const MOST = 2;

/**
 * Compiles the regular expressions of one pattern: those between `%` (facts, section 3). Parentheses, other
 * characters that are no letter, digit or listed symbol, escaped or not, and a third expression are refused.
 */
export class RegexCompiler {
  #count = 0;

  /** The test for what stood between the two `%`. Throws `InvalidPattern`. */
  compile(source: string): (text: string) => boolean {
    this.#count += 1;
    if (this.#count > MOST) throw new InvalidPattern('Too many regular expressions in the filter pattern');
    const unknown = /[^A-Za-z0-9:_#=@/;,\- ^$?[\]{}|\\*+.]/.exec(source)?.[0];
    if (source === '' || unknown !== undefined) {
      throw new InvalidPattern(
        unknown === undefined ? undefined : `Invalid character(s) in term '${unknown}'`,
      );
    }
    let regex: RegExp;
    try {
      regex = new RegExp(source);
    } catch {
      throw new InvalidPattern();
    }
    return (text) => regex.test(text);
  }
}
