/**
 * Regular expressions over text that somebody else wrote. JavaScript's own try every way and may take minutes
 * for one line (`(a+)+$` over a row of a's), in the process that draws. These take time in proportion to the
 * text, whatever the expression; it is `m` throughout: `^` and `$` are the ends of a row.
 */
import { findFirst, type TextRange } from './finder.ts';
import { compile, type Program } from './program.ts';
import { parseRegex, RegexProblem } from './syntax.ts';
import { Tester } from './tester.ts';

export type { TextRange } from './finder.ts';

/** So long an expression may be, characters. */
const LONGEST = 1_000;

/** An expression ready to be used. */
export class LinearRegex {
  readonly #program: Program;
  readonly #tester: Tester;

  /** See `compileRegex`. */
  constructor(program: Program) {
    this.#program = program;
    this.#tester = new Tester(program);
  }

  /** Whether it matches somewhere in the text. */
  test(text: string): boolean {
    return this.#tester.test(text);
  }

  /** Its first matches that are not empty, in their order, none over another. */
  findAll(text: string, most: number): TextRange[] {
    const found: TextRange[] = [];
    for (let from = 0; found.length < most; ) {
      const range = findFirst(this.#program, text, from);
      if (range === null) break;
      if (range.end > range.start) found.push(range);
      from = Math.max(range.end, range.start + 1);
    }
    return found;
  }
}

/** An expression, or why there is none: a clause for the status line. */
export type CompiledRegex =
  | { readonly ok: true; readonly regex: LinearRegex }
  | { readonly ok: false; readonly problem: string };

/** Compiles an expression in JavaScript's syntax, without looking around and back-references. */
export function compileRegex(source: string, ignoreCase = false): CompiledRegex {
  try {
    if (source.length > LONGEST) throw new RegexProblem(`it has more than ${LONGEST} characters`);
    return { ok: true, regex: new LinearRegex(compile(parseRegex(source, ignoreCase))) };
  } catch (error) {
    if (error instanceof RegexProblem) return { ok: false, problem: error.message };
    throw error;
  }
}
