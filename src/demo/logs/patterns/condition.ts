import type { RegexCompiler } from './regex.ts';

/** A comparison, as JSON and word patterns have it. */
export type Comparator = '=' | '!=' | '<' | '>' | '<=' | '>=';

/** What a field is compared with: as it was written, and how. */
export interface Operand {
  text: string;
  form: 'quoted' | 'regex' | 'bare';
}

/** The test of one value; a value is text or a number, of words always text. */
export type ValueTest = (value: string | number) => boolean;

/** The test that a comparator and an operand make; undefined when they do not go together. */
export function conditionOf(
  comparator: Comparator,
  operand: Operand,
  regexes: RegexCompiler,
): ValueTest | undefined {
  if (comparator !== '=' && comparator !== '!=') return numberTest(comparator, operand);
  const equals = equalityOf(operand, regexes);
  return comparator === '=' ? equals : (value) => !equals(value);
}

function equalityOf({ text, form }: Operand, regexes: RegexCompiler): ValueTest {
  if (form === 'regex') {
    const test = regexes.compile(text);
    return (value) => test(String(value));
  }
  const number = form === 'bare' ? numberOf(text) : undefined;
  if (number !== undefined) {
    return (value) => (typeof value === 'number' ? value === number : numberOf(value) === number);
  }
  if (!text.includes('*')) return (value) => String(value) === text;
  const parts = text.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const wildcard = new RegExp(`^${parts.join('.*')}$`, 's');
  return (value) => wildcard.test(String(value));
}

function numberTest(comparator: '<' | '>' | '<=' | '>=', { text, form }: Operand): ValueTest | undefined {
  const limit = form === 'regex' ? undefined : numberOf(text);
  if (limit === undefined) return undefined;
  return (value) => {
    const number = typeof value === 'number' ? value : numberOf(value);
    if (number === undefined) return false;
    switch (comparator) {
      case '<':
        return number < limit;
      case '>':
        return number > limit;
      case '<=':
        return number <= limit;
      case '>=':
        return number >= limit;
    }
  };
}

/** The number a text is, scientific notation included; undefined when it is none. */
function numberOf(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}
