/**
 * The filter line: plain words, /regex/ and key:value terms over any kind of row. All terms must hold; a term
 * with `-` in front must not. Examples: `checkout`, `/^orders-.*-prod$/`, `runtime:python3.9`, `errors:>0`,
 * `p99:>=1s`, `-state:killed`.
 */
import { globMatcher } from './glob.ts';
import { nearest } from './nearest.ts';
import { compileRegex } from './regex/linear-regex.ts';

/** How a row answers the filter. */
export interface FilterField<Row> {
  /** Names after which a colon asks for this field, the first one being the usual. */
  readonly names: readonly string[];
  /** Text is matched by part or by `*` glob; numbers are compared. Null is unknown and matches nothing. */
  readonly value: (row: Row) => string | number | null;
  /** Of numbers, how they may be written: plain, as percent (`1%` = 0.01), or as a duration (`1.5s` = 1500). */
  readonly unit?: 'count' | 'share' | 'ms';
}

/** A filter ready to use, or why it cannot be one (a sentence for the status line). */
export type ParsedFilter<Row> =
  | {
      readonly ok: true;
      readonly matches: (row: Row) => boolean;
      readonly empty: boolean;
      /** The first names of the fields it asks for, so that their figures can be fetched. */
      readonly fields: ReadonlySet<string>;
    }
  | { readonly ok: false; readonly problem: string };

type Term<Row> = (row: Row) => boolean;

/** Parses a filter. `plain` is what words and regular expressions look at, usually the name. */
export function parseFilter<Row>(
  text: string,
  plain: (row: Row) => string,
  fields: readonly FilterField<Row>[],
): ParsedFilter<Row> {
  const terms: Term<Row>[] = [];
  const asked = new Set<string>();
  for (const word of splitTerms(text)) {
    const negated = word.length > 1 && word.startsWith('-');
    const parsed = parseTerm(negated ? word.slice(1) : word, plain, fields, asked);
    if (typeof parsed === 'string') return { ok: false, problem: parsed };
    if (parsed === null) continue;
    terms.push(negated ? (row) => !parsed(row) : parsed);
  }
  return {
    ok: true,
    matches: (row) => terms.every((term) => term(row)),
    empty: terms.length === 0,
    fields: asked,
  };
}

/** A term ready to use; null while nothing of it is typed yet, a sentence when it cannot be one. */
type ParsedTerm<Row> = Term<Row> | string | null;

/** Splits at spaces, except inside /…/. */
function splitTerms(text: string): string[] {
  return text.match(/-?\/(?:\\.|[^/\\])*\/?\S*|\S+/g) ?? [];
}

function parseTerm<Row>(
  word: string,
  plain: (row: Row) => string,
  fields: readonly FilterField<Row>[],
  asked: Set<string>,
): ParsedTerm<Row> {
  if (word.startsWith('/')) return regexTerm(word, plain);
  const colon = word.indexOf(':');
  if (colon < 1) return textTerm(word, plain);
  const name = word.slice(0, colon).toLowerCase();
  const field = fields.find((one) => one.names.includes(name));
  if (!field) return unknownField(name, fields);
  // Just `runtime:`, still to be completed, must not empty the screen.
  if (colon === word.length - 1) return null;
  asked.add(field.names[0] ?? name);
  return fieldTerm(word.slice(colon + 1), field);
}

/** Names the fields that were probably meant, or all of them. */
function unknownField<Row>(name: string, fields: readonly FilterField<Row>[]): string {
  const names = fields.flatMap((field) => field.names.slice(0, 1));
  const near = nearest(name, names);
  const meant = near.length > 0 && near.length < names.length;
  return `no field "${name}": ${meant ? `did you mean ${near.join(' or ')}?` : `filter by ${names.join(', ')}`}`;
}

function regexTerm<Row>(word: string, plain: (row: Row) => string): ParsedTerm<Row> {
  const end = word.lastIndexOf('/');
  // While the closing slash is still to be typed, what is there already filters.
  const source = end > 0 ? word.slice(1, end) : word.slice(1);
  const flags = end > 0 ? word.slice(end + 1) : '';
  if (source === '') return null;
  if (!/^i?$/.test(flags)) return 'after the closing / only i (upper and lower case alike) may follow';
  const compiled = compileRegex(source, flags === 'i');
  if (!compiled.ok) return `/${source}/ is not a regular expression yet: ${compiled.problem}`;
  const { regex } = compiled;
  return (row) => regex.test(plain(row));
}

function textTerm<Row>(word: string, text: (row: Row) => string | null): Term<Row> {
  const wanted = word.toLowerCase();
  const glob = wanted.includes('*') ? globMatcher(wanted) : null;
  return (row) => {
    const value = text(row)?.toLowerCase();
    if (value === undefined) return false;
    return glob ? glob(value) : value.includes(wanted);
  };
}

const COMPARISONS = {
  '>=': (a: number, b: number) => a >= b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '<': (a: number, b: number) => a < b,
  '=': (a: number, b: number) => a === b,
} as const;

function fieldTerm<Row>(condition: string, field: FilterField<Row>): Term<Row> | string {
  const [, operator = '', operand = ''] = /^(>=|<=|>|<|=)?(.*)$/s.exec(condition) ?? [];
  if (field.unit === undefined) return textFieldTerm(operator, operand, field);
  const limit = parseNumber(operand, field.unit);
  if (limit === null)
    return `${field.names[0]}: write a number after it, such as ${field.names[0]}:>${EXAMPLE[field.unit]}`;
  const compare = COMPARISONS[(operator || '=') as keyof typeof COMPARISONS];
  return (row) => {
    const value = field.value(row);
    return typeof value === 'number' && compare(value, limit);
  };
}

function textFieldTerm<Row>(operator: string, operand: string, field: FilterField<Row>): Term<Row> | string {
  const text = (row: Row): string | null => {
    const value = field.value(row);
    return value === null ? null : String(value);
  };
  if (operator === '') return textTerm(operand, text);
  if (operator !== '=') return `${field.names[0]} is text: it cannot be compared by ${operator}`;
  return (row) => text(row)?.toLowerCase() === operand.toLowerCase();
}

const EXAMPLE = { count: '0', share: '1%', ms: '500ms' } as const;

/** What each unit's suffixes are worth in the field's own scale. A bare share counts as percent. */
const SCALES = {
  count: { '': 1, k: 1_000, m: 1_000_000 },
  share: { '': 0.01, '%': 0.01 },
  ms: { '': 1, ms: 1, s: 1_000, min: 60_000, h: 3_600_000 },
} as const;

/** A number with its unit in the field's own scale; null when it is none. */
function parseNumber(text: string, unit: keyof typeof SCALES): number | null {
  const [, digits, suffix = ''] = /^(\d+(?:\.\d+)?)([a-z%]*)$/i.exec(text) ?? [];
  const scale = new Map<string, number>(Object.entries(SCALES[unit])).get(suffix.toLowerCase());
  if (digits === undefined || scale === undefined) return null;
  // Rounded to what a double can hold of it: 57 × 0.01 is not 0.57.
  return Number((Number(digits) * scale).toPrecision(15));
}
