/** A regular expression as steps of an automaton: the same for matching where and whether. */
import { type CharSet, has, ROW_ENDS, WORD } from './char-set.ts';
import { type Node, type Place, RegexProblem } from './syntax.ts';

/** One step. Steps are named by their index. */
export type Step =
  /** Reads one code unit of the set, then goes on behind itself. */
  | { readonly kind: 'chars'; readonly set: CharSet }
  /** Goes on behind itself where the place is one. */
  | { readonly kind: 'place'; readonly place: Place }
  /** Goes on at the first or else at the second. */
  | { kind: 'fork'; first: number; second: number }
  | { kind: 'go'; to: number }
  | { readonly kind: 'match' };

/** A regular expression ready to run. Begins at step 0. */
export type Program = readonly Step[];

/** A program may have so many steps: counted repetitions are written out, and each step costs time per character. */
const MOST_STEPS = 1_000;

/** Writes the steps. Throws `RegexProblem` when they are too many. */
export function compile(node: Node): Program {
  return new Writer().write(node);
}

type ForkStep = Step & { kind: 'fork' };
type GoStep = Step & { kind: 'go' };

class Writer {
  readonly #steps: Step[] = [];
  /** Nodes written: repeating nothing makes no steps, but takes its time too. */
  #written = 0;

  write(node: Node): Program {
    this.#write(node);
    this.#steps.push({ kind: 'match' });
    return this.#steps;
  }

  #write(node: Node): void {
    this.#written += 1;
    if (this.#written > 4 * MOST_STEPS || this.#steps.length > MOST_STEPS) {
      throw new RegexProblem('it is too large once its repetitions are written out');
    }
    switch (node.kind) {
      case 'chars':
      case 'place':
        this.#steps.push(node);
        return;
      case 'sequence':
        for (const part of node.parts) this.#write(part);
        return;
      case 'either':
        this.#writeEither(node.choices);
        return;
      case 'repeat':
        this.#writeRepeat(node);
    }
  }

  #writeEither(choices: readonly Node[]): void {
    const ends: GoStep[] = [];
    for (const [index, choice] of choices.entries()) {
      if (index === choices.length - 1) {
        this.#write(choice);
        break;
      }
      const fork = this.#fork();
      this.#write(choice);
      ends.push(this.#go(0));
      point(fork, fork.first, this.#steps.length, false);
    }
    for (const end of ends) end.to = this.#steps.length;
  }

  #writeRepeat({ of, min, max, lazy }: Node & { kind: 'repeat' }): void {
    for (let count = 0; count < min; count++) this.#write(of);
    if (max === Number.POSITIVE_INFINITY) {
      const start = this.#steps.length;
      const fork = this.#fork();
      this.#write(of);
      this.#go(start);
      point(fork, fork.first, this.#steps.length, lazy);
      return;
    }
    const forks: ForkStep[] = [];
    for (let count = min; count < max; count++) {
      forks.push(this.#fork());
      this.#write(of);
    }
    for (const fork of forks) point(fork, fork.first, this.#steps.length, lazy);
  }

  /** A fork whose first way is what is written next. */
  #fork(): ForkStep {
    const fork: ForkStep = { kind: 'fork', first: this.#steps.length + 1, second: 0 };
    this.#steps.push(fork);
    return fork;
  }

  #go(to: number): GoStep {
    const go: GoStep = { kind: 'go', to };
    this.#steps.push(go);
    return go;
  }
}

function point(fork: ForkStep, inside: number, behind: number, lazy: boolean): void {
  fork.first = lazy ? behind : inside;
  fork.second = lazy ? inside : behind;
}

/** What stands beside a place: nothing, or a code unit. */
export type Beside = number | null;

/** Whether a place is one, by the code units before and after it. */
export function isAtPlace(place: Place, before: Beside, after: Beside): boolean {
  switch (place) {
    case 'start':
      return before === null || has(ROW_ENDS, before);
    case 'end':
      return after === null || has(ROW_ENDS, after);
    default: {
      const isEdge = isWord(before) !== isWord(after);
      return isEdge === (place === 'word-edge');
    }
  }
}

function isWord(unit: Beside): boolean {
  return unit !== null && has(WORD, unit);
}
