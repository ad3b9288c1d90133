/**
 * The syntax of regular expressions, as JavaScript writes them without its flag `u`, less what cannot be matched
 * in linear time: back-references and looking around.
 */
import {
  BLANKS,
  type CharSet,
  complement,
  DIGITS,
  LAST_UNIT,
  ROW_ENDS,
  single,
  union,
  WORD,
  withBothCases,
} from './char-set.ts';

/** A place between two characters, `start` and `end` being those of a row. */
export type Place = 'start' | 'end' | 'word-edge' | 'no-word-edge';

/** A regular expression, read. */
export type Node =
  | { readonly kind: 'chars'; readonly set: CharSet }
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'either'; readonly choices: readonly Node[] }
  | {
      readonly kind: 'repeat';
      readonly of: Node;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    };

/** Why a text is no regular expression, or none that can be used; a clause for a person. */
export class RegexProblem extends Error {}

/** Groups may stand in one another so deep. */
const DEEPEST = 50;
/** `{n}` may ask for so many. */
const MOST_REPEATS = 255;

/** Reads a regular expression. Throws `RegexProblem`. */
export function parseRegex(source: string, ignoreCase: boolean): Node {
  return new Parser(source, ignoreCase).parse();
}

const CLASS_ESCAPES: ReadonlyMap<string, CharSet> = new Map([
  ['d', DIGITS],
  ['D', complement(DIGITS)],
  ['w', WORD],
  ['W', complement(WORD)],
  ['s', BLANKS],
  ['S', complement(BLANKS)],
]);

const CONTROL_ESCAPES: ReadonlyMap<string, number> = new Map([
  ['t', 0x09],
  ['n', 0x0a],
  ['v', 0x0b],
  ['f', 0x0c],
  ['r', 0x0d],
  ['0', 0x00],
]);

class Parser {
  readonly #source: string;
  readonly #ignoreCase: boolean;
  #at = 0;
  #depth = 0;

  constructor(source: string, ignoreCase: boolean) {
    this.#source = source;
    this.#ignoreCase = ignoreCase;
  }

  parse(): Node {
    const node = this.#either();
    if (this.#at < this.#source.length) throw new RegexProblem('a ) has no ( before it');
    return node;
  }

  #either(): Node {
    const choices = [this.#sequence()];
    while (this.#take('|')) choices.push(this.#sequence());
    const [only] = choices;
    return choices.length === 1 && only !== undefined ? only : { kind: 'either', choices };
  }

  #sequence(): Node {
    const parts: Node[] = [];
    for (let next = this.#peek(); next !== '' && next !== '|' && next !== ')'; next = this.#peek()) {
      parts.push(this.#repeated());
    }
    return { kind: 'sequence', parts };
  }

  #repeated(): Node {
    let node = this.#atom();
    for (let times = this.#times(); times !== null; times = this.#times()) {
      if (node.kind === 'repeat' || node.kind === 'place') throw new RegexProblem('nothing to repeat');
      node = { kind: 'repeat', of: node, ...times, lazy: this.#take('?') };
    }
    return node;
  }

  #times(): { min: number; max: number } | null {
    if (this.#take('*')) return { min: 0, max: Number.POSITIVE_INFINITY };
    if (this.#take('+')) return { min: 1, max: Number.POSITIVE_INFINITY };
    if (this.#take('?')) return { min: 0, max: 1 };
    const counted = this.#match(/\{(\d{1,9})(,?)(\d{0,9})\}/y);
    if (counted === null) return null;
    const min = Number(counted[1]);
    const max = counted[2] === '' ? min : counted[3] === '' ? Number.POSITIVE_INFINITY : Number(counted[3]);
    if (max < min) throw new RegexProblem(`${counted[0]}: the second number is less than the first`);
    if (min > MOST_REPEATS || (max !== Number.POSITIVE_INFINITY && max > MOST_REPEATS)) {
      throw new RegexProblem(`${counted[0]}: more than ${MOST_REPEATS} repetitions`);
    }
    return { min, max };
  }

  #atom(): Node {
    const char = this.#next();
    switch (char) {
      case '(':
        return this.#group();
      case '[':
        return this.#class();
      case '.':
        return { kind: 'chars', set: complement(ROW_ENDS) };
      case '^':
        return { kind: 'place', place: 'start' };
      case '$':
        return { kind: 'place', place: 'end' };
      case '*':
      case '+':
      case '?':
        throw new RegexProblem(`nothing to repeat before ${char}`);
      case '\\':
        return this.#escape();
      default:
        return this.#chars(single(char.charCodeAt(0)));
    }
  }

  #group(): Node {
    if (this.#match(/\?<?[=!]/y)) throw new RegexProblem('looking ahead or behind is left out');
    this.#match(/\?(?::|<[A-Za-z_$][\w$]*>)/y);
    if (this.#peek() === '?') throw new RegexProblem('after ( only ?: may follow');
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new RegexProblem('too many groups within one another');
    const node = this.#either();
    if (!this.#take(')')) throw new RegexProblem('a ( has no ) behind it');
    this.#depth -= 1;
    return node;
  }

  #escape(): Node {
    const edge = this.#match(/[bB]/y)?.[0];
    if (edge !== undefined) return { kind: 'place', place: edge === 'b' ? 'word-edge' : 'no-word-edge' };
    if (this.#match(/[1-9]|k</y)) throw new RegexProblem('repeating what a group matched (\\1) is left out');
    if (this.#match(/[pP]\{/y)) throw new RegexProblem('\\p{…} is left out');
    return this.#chars(this.#escaped());
  }

  /** What an escape means, in a class as outside of one. */
  #escaped(): CharSet {
    const hex = this.#match(/x([0-9a-f]{2})|u([0-9a-f]{4})/iy);
    if (hex !== null) return single(Number.parseInt(hex[1] ?? hex[2] ?? '', 16));
    const char = this.#next();
    if (char === '') throw new RegexProblem('a \\ stands at the end');
    const control = CONTROL_ESCAPES.get(char);
    return CLASS_ESCAPES.get(char) ?? single(control ?? char.charCodeAt(0));
  }

  #class(): Node {
    const isNegated = this.#take('^');
    const sets: CharSet[] = [];
    while (!this.#take(']')) {
      const set = this.#classAtom();
      const first = unitOf(set);
      const isRange = first !== null && this.#peek() === '-' && !this.#source.startsWith('-]', this.#at);
      if (!isRange) {
        sets.push(set);
        continue;
      }
      this.#next();
      const last = unitOf(this.#classAtom());
      if (last === null || last < first) throw new RegexProblem('a range in [ ] ends before it begins');
      sets.push([[first, last]]);
    }
    const all = this.#fold(union(...sets));
    return { kind: 'chars', set: isNegated ? complement(all) : all };
  }

  #classAtom(): CharSet {
    const char = this.#next();
    if (char === '') throw new RegexProblem('a [ has no ] behind it');
    if (char !== '\\') return single(char.charCodeAt(0));
    return this.#take('b') ? single(0x08) : this.#escaped();
  }

  #chars(set: CharSet): Node {
    return { kind: 'chars', set: this.#fold(set) };
  }

  #fold(set: CharSet): CharSet {
    return this.#ignoreCase ? withBothCases(set) : set;
  }

  #peek(): string {
    return this.#source.charAt(this.#at);
  }

  #next(): string {
    const char = this.#peek();
    this.#at += char.length;
    return char;
  }

  #take(char: string): boolean {
    const isThere = this.#peek() === char;
    if (isThere) this.#at += 1;
    return isThere;
  }

  #match(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#source);
    if (found !== null) this.#at = sticky.lastIndex;
    return found;
  }
}

/** The only code unit of a set; null when it has more, or none. */
function unitOf(set: CharSet): number | null {
  const [range] = set;
  return set.length === 1 && range !== undefined && range[0] === range[1] && range[0] <= LAST_UNIT
    ? range[0]
    : null;
}
