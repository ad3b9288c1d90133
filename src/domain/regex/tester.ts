/**
 * Whether a program matches anywhere in a text, in one pass over it: a deterministic automaton, of which only
 * the states that texts lead to are made. A state is where the program may be between two characters.
 */
import { type CharSet, has, LAST_UNIT, ROW_ENDS, WORD } from './char-set.ts';
import { isAtPlace, type Program } from './program.ts';
import { RegexProblem } from './syntax.ts';

/** What stands before a state: all that places ask. */
const AFTER_ROW_END = 0x0a;
const AFTER_WORD = 0x61;
const AFTER_OTHER = 0x20;

interface State {
  /** Steps the program may be at, before forks and places are gone through; sorted. */
  readonly steps: readonly number[];
  readonly before: number;
  /** By class: index of the next state, `MATCH`, or `UNKNOWN` as long as no text led there. */
  readonly next: Int32Array;
}

const UNKNOWN = -1;
const MATCH = -2;

/** With more states than this, the automaton is begun anew: memory stays bounded. */
const MOST_STATES = 2_000;
const MOST_CLASSES = 250;

/** Tests texts against one program. */
export class Tester {
  readonly #program: Program;
  readonly #classOf: Uint8Array;
  /** A code unit of each class; the last class is the end of the text. */
  readonly #samples: readonly (number | null)[];
  #states: State[] = [];
  #indexes = new Map<string, number>();

  constructor(program: Program) {
    this.#program = program;
    const { classOf, samples } = classesOf(program);
    this.#classOf = classOf;
    this.#samples = [...samples, null];
    this.#begin();
  }

  /** Whether the program matches somewhere in the text. */
  test(text: string): boolean {
    let index = 0;
    for (let at = 0; at < text.length; at++) {
      index = this.#step(index, this.#classOf[text.charCodeAt(at)] ?? 0);
      if (index === MATCH) return true;
    }
    return this.#step(index, this.#samples.length - 1) === MATCH;
  }

  #step(index: number, charClass: number): number {
    const next = this.#states[index]?.next[charClass] ?? UNKNOWN;
    return next === UNKNOWN ? this.#explore(index, charClass) : next;
  }

  #explore(index: number, charClass: number): number {
    const state = this.#states[index];
    if (state === undefined) return MATCH;
    const after = this.#samples[charClass] ?? null;
    const reached = reach(this.#program, state.steps, state.before, after);
    if (reached === null) {
      state.next[charClass] = MATCH;
      return MATCH;
    }
    const next = this.#indexOf(reached, contextAfter(after));
    // The table may have been begun anew by that.
    if (this.#states[index] === state) state.next[charClass] = next;
    return next;
  }

  #indexOf(steps: readonly number[], before: number): number {
    const name = `${before} ${steps.join(' ')}`;
    const known = this.#indexes.get(name);
    if (known !== undefined) return known;
    if (this.#states.length >= MOST_STATES) this.#begin();
    const next = new Int32Array(this.#samples.length).fill(UNKNOWN);
    this.#states.push({ steps, before, next });
    this.#indexes.set(name, this.#states.length - 1);
    return this.#states.length - 1;
  }

  #begin(): void {
    this.#states = [];
    this.#indexes = new Map();
    this.#indexOf([], AFTER_ROW_END);
  }
}

/** Where the program may be after one more code unit; null when it matched before it. A match may begin anywhere. */
function reach(
  program: Program,
  steps: readonly number[],
  before: number,
  after: number | null,
): readonly number[] | null {
  const seen = new Set<number>();
  const waiting = [0, ...steps];
  const next: number[] = [];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const step = program[at];
    if (step === undefined || step.kind === 'match') return null;
    if (step.kind === 'go') waiting.push(step.to);
    else if (step.kind === 'fork') waiting.push(step.first, step.second);
    else if (step.kind === 'place') {
      if (isAtPlace(step.place, before, after)) waiting.push(at + 1);
    } else if (after !== null && has(step.set, after)) next.push(at + 1);
  }
  return next.sort((one, other) => one - other);
}

function contextAfter(unit: number | null): number {
  if (unit === null || has(ROW_ENDS, unit)) return AFTER_ROW_END;
  return has(WORD, unit) ? AFTER_WORD : AFTER_OTHER;
}

/** Code units by what the program can tell apart: it treats those of one class alike. */
function classesOf(program: Program): { classOf: Uint8Array; samples: number[] } {
  const sets = new Set<CharSet>([WORD, ROW_ENDS]);
  for (const step of program) if (step.kind === 'chars') sets.add(step.set);
  const borders = new Set([0]);
  for (const set of sets) {
    for (const [first, last] of set) borders.add(first).add(last + 1);
  }
  const starts = [...borders].filter((border) => border <= LAST_UNIT).sort((one, other) => one - other);
  const classOf = new Uint8Array(LAST_UNIT + 1);
  const classes = new Map<string, number>();
  const samples: number[] = [];
  for (const [index, start] of starts.entries()) {
    const signature = Array.from(sets, (set) => (has(set, start) ? 1 : 0)).join('');
    let charClass = classes.get(signature);
    if (charClass === undefined) {
      charClass = samples.length;
      if (charClass >= MOST_CLASSES) throw new RegexProblem('it tells too many characters apart');
      classes.set(signature, charClass);
      samples.push(start);
    }
    classOf.fill(charClass, start, starts[index + 1] ?? LAST_UNIT + 1);
  }
  return { classOf, samples };
}
