/** Reads a filter pattern from left to right, and tells what is wrong with its quoted parts and expressions. */
import type { PatternProblem } from './filter-pattern.ts';

/** A pattern may hold so many expressions (facts/aws.md section 3). */
const MOST_EXPRESSIONS = 2;

/** What may stand in an expression besides letters and digits: symbols and operators of the user guide. */
const NOT_IN_EXPRESSION = /[^A-Za-z0-9:_#=@/;,\- ^$?[\]{}|\\*+.]/;

/** See the file's head. */
export class PatternScanner {
  readonly #pattern: string;
  #at: number;
  #expressions = 0;

  constructor(pattern: string, at: number) {
    this.#pattern = pattern;
    this.#at = at;
  }

  /** Index of what comes next. */
  get at(): number {
    return this.#at;
  }

  /** The next character; empty at the end. */
  peek(): string {
    return this.#pattern.charAt(this.#at);
  }

  skip(characters: number): void {
    this.#at += characters;
  }

  skipBlanks(): void {
    this.take(/\s*/y);
  }

  /** What a sticky expression finds here; empty when nothing. */
  take(sticky: RegExp): string {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#pattern)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  /** Reads `"…"`, standing at its first quote. */
  readQuoted(): PatternProblem | null {
    const start = this.#at;
    const text = this.take(/"(?:[^"\\]|\\.)*"/y);
    if (text === '') {
      return { at: start, problem: 'this " has no other behind it', instead: `${this.#pattern.trimEnd()}"` };
    }
    return text === '""'
      ? { at: start, problem: 'nothing stands between these quotes', instead: null }
      : null;
  }

  /** Reads `%…%`, standing at its first sign. */
  readRegex(): PatternProblem | null {
    const start = this.#at;
    const text = this.take(/%(?:[^%\\]|\\.)*%/y);
    if (text === '') {
      return { at: start, problem: 'this % has no other behind it', instead: `${this.#pattern.trimEnd()}%` };
    }
    this.#expressions += 1;
    if (this.#expressions > MOST_EXPRESSIONS) {
      return { at: start, problem: `a pattern may hold ${MOST_EXPRESSIONS} expressions`, instead: null };
    }
    return text === '%%'
      ? { at: start, problem: 'nothing stands between these %', instead: null }
      : this.#explainExpression(start + 1, text.slice(1, -1));
  }

  #explainExpression(at: number, source: string): PatternProblem | null {
    const bare = source.replaceAll(/\\[^()]/g, '  ');
    const wrong = bare.search(NOT_IN_EXPRESSION);
    if (wrong >= 0) return this.#explainCharacter(at + wrong, source.charAt(wrong));
    try {
      new RegExp(source);
      return null;
    } catch {
      return { at, problem: 'this is no regular expression', instead: null };
    }
  }

  #explainCharacter(at: number, char: string): PatternProblem {
    const code = char.charCodeAt(0);
    const isEscapable = code > 0x20 && code < 0x7f;
    const written = `\\x${code.toString(16)}`;
    const isGroup = char === '(' || char === ')';
    const problem = isGroup
      ? `expressions have no groups: write ${written} where ${char} itself is meant`
      : `${isEscapable ? char : 'this character'} cannot stand in an expression${isEscapable ? `: write ${written}` : ''}`;
    const from = this.#pattern.charAt(at - 1) === '\\' ? at - 1 : at;
    const instead = `${this.#pattern.slice(0, from)}${written}${this.#pattern.slice(at + 1)}`;
    return { at, problem, instead: isEscapable && (!isGroup || from < at) ? instead : null };
  }
}
