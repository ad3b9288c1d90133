import type { Scanner } from './expression.ts';
import { InvalidPattern } from './invalid-pattern.ts';

/** The values a selector finds in a JSON object: none when there is no such field. */
export type Selector = (subject: unknown) => unknown[];

/** What is counted over a whole pattern. */
export interface Selectors {
  wildcards: number;
}

/** Wildcards in one selector and in a whole pattern. */
const MOST_WILDCARDS_EACH = 1;
const MOST_WILDCARDS = 3;

type Step = string | number | typeof EVERY;
const EVERY = Symbol('every');

/** `$.a.b`, `$.list[0].x`, `$.list[*]`, `$.*`, `$.['a.b']`. Throws `InvalidPattern`. */
export function readSelector(scanner: Scanner, counts: Selectors): Selector {
  if (scanner.take(/\$/y) === undefined) throw scanner.complaint();
  const steps: Step[] = [];
  for (let step = readStep(scanner); step !== undefined; step = readStep(scanner)) steps.push(step);
  if (steps.length === 0) throw scanner.complaint('$');
  const wildcards = steps.filter((step) => step === EVERY).length;
  counts.wildcards += wildcards;
  if (wildcards > MOST_WILDCARDS_EACH || counts.wildcards > MOST_WILDCARDS) {
    throw new InvalidPattern('Too many wildcard selectors in the filter pattern');
  }
  return (subject) =>
    steps.reduce<unknown[]>((values, step) => values.flatMap((value) => follow(value, step)), [subject]);
}

function readStep(scanner: Scanner): Step | undefined {
  const index = scanner.take(/\.?\[(\d+|\*)\]/y)?.[1];
  if (index !== undefined) return index === '*' ? EVERY : Number(index);
  const quoted = scanner.take(/\.?\[(?:'([^']*)'|"([^"]*)")\]/y);
  if (quoted !== undefined) return quoted[1] ?? quoted[2] ?? '';
  if (scanner.take(/\.\*/y) !== undefined) return EVERY;
  return scanner.take(/\.([A-Za-z0-9_-]+)/y)?.[1];
}

function follow(value: unknown, step: Step): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (step === EVERY) return Object.values(value);
  return Object.hasOwn(value, step) ? [(value as Record<string | number, unknown>)[step]] : [];
}
