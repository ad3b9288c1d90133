/** Searching the lines at hand: plain words, or `/a regular expression/`. What AWS searches is filter-pattern.ts. */
import { compileRegex, type TextRange } from '../regex/linear-regex.ts';
import { drawable, searchTextOf } from './line-text.ts';
import type { LogLine } from './log-line.ts';

/** A search ready to use. */
export interface Search {
  /** As it was typed. */
  readonly typed: string;
  /** Whether it is found in a line, all of it: also in what is not drawn. */
  matches(line: Pick<LogLine, 'event'>): boolean;
  /** Where it stands in a text that is drawn, in order and apart, at most `MOST_RANGES` of them. */
  rangesIn(text: string): TextRange[];
}

/** A search, null while nothing is typed, or why there is none: words that stand beside what was typed. */
export type ParsedSearch =
  | { readonly ok: true; readonly search: Search | null }
  | { readonly ok: false; readonly problem: string };

/** So many ranges of one text are told. */
const MOST_RANGES = 200;

/** `/…/` or `/…/i`; with one slash alone it is a path, such as `/v1/orders`. */
const REGEX = /^\/(.+)\/(i?)$/s;

/** Reads what was typed. Plain words match upper and lower case alike, unless they have capitals. */
export function parseSearch(typed: string): ParsedSearch {
  if (typed.trim() === '') return { ok: true, search: null };
  const [, source, flag] = REGEX.exec(typed) ?? [];
  if (source === undefined) return { ok: true, search: plainSearch(typed) };
  const compiled = compileRegex(source, flag === 'i');
  if (!compiled.ok) return { ok: false, problem: compiled.problem };
  const { regex } = compiled;
  return {
    ok: true,
    search: {
      typed,
      matches: (line) => regex.test(searchTextOf(line)),
      rangesIn: (text) => inWholeCharacters(text, regex.findAll(text, MOST_RANGES)),
    },
  };
}

function plainSearch(typed: string): Search {
  // As lines are drawn, so is what is looked for in them.
  const wanted = drawable(typed);
  const flags = wanted === wanted.toLowerCase() ? 'i' : '';
  const source = wanted.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  // Without operators, JavaScript's own expressions are fast and safe.
  const test = new RegExp(source, flags);
  const all = new RegExp(source, `g${flags}`);
  return {
    typed,
    matches: (line) => test.test(searchTextOf(line)),
    rangesIn: (text) => inWholeCharacters(text, plainRanges(text, all)),
  };
}

function plainRanges(text: string, all: RegExp): TextRange[] {
  const ranges: TextRange[] = [];
  for (const { 0: found, index } of text.matchAll(all)) {
    if (found !== '') ranges.push({ start: index, end: index + found.length });
    if (ranges.length >= MOST_RANGES) break;
  }
  return ranges;
}

/** A range that begins or ends within a character beyond the basic plane takes all of it, or is another's already. */
function inWholeCharacters(text: string, ranges: readonly TextRange[]): TextRange[] {
  const whole: TextRange[] = [];
  for (const range of ranges) {
    const start = isLowSurrogate(text, range.start) ? range.start - 1 : range.start;
    const end = isLowSurrogate(text, range.end) ? range.end + 1 : range.end;
    if (start >= (whole.at(-1)?.end ?? 0)) whole.push({ start, end });
  }
  return whole;
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  const before = text.charCodeAt(at - 1);
  return unit >= 0xdc00 && unit <= 0xdfff && before >= 0xd800 && before <= 0xdbff;
}
