/**
 * Where a program matches: all its ways are followed side by side, each with the place it began at, so that a
 * text is gone through once. Of several matches that begin together, JavaScript's choice is found: the first of
 * alternatives, as much as a repetition can take or, when lazy, as little.
 */
import { has } from './char-set.ts';
import { isAtPlace, type Program } from './program.ts';

/** Part of a text, in UTF-16 code units; `end` is behind it. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Ways that are followed, by preference: the step each is at, and where it began. */
interface Ways {
  readonly steps: number[];
  readonly starts: number[];
}

/** The first match that begins at or after a place; null when there is none. */
export function findFirst(program: Program, text: string, from: number): TextRange | null {
  let ways: Ways = { steps: [], starts: [] };
  let best: TextRange | null = null;
  const seen = new Int32Array(program.length).fill(-1);
  for (let at = from; at <= text.length; at++) {
    const entered: Ways = { steps: [], starts: [] };
    for (const [index, step] of ways.steps.entries()) {
      enter(program, text, at, step, ways.starts[index] ?? at, entered, seen);
    }
    // Once something has matched, only what began before it may still be preferred.
    if (best === null) enter(program, text, at, 0, at, entered, seen);
    else if (entered.steps.length === 0) return best;
    const next: Ways = { steps: [], starts: [] };
    const unit = text.charCodeAt(at);
    for (const [index, place] of entered.steps.entries()) {
      const step = program[place];
      const start = entered.starts[index] ?? at;
      if (step?.kind === 'match') {
        best = { start, end: at };
        break;
      }
      if (step?.kind === 'chars' && at < text.length && has(step.set, unit)) {
        next.steps.push(place + 1);
        next.starts.push(start);
      }
    }
    ways = next;
  }
  return best;
}

/** Follows forks and places from a step on, and adds where it gets, preferred ways first. */
function enter(
  program: Program,
  text: string,
  at: number,
  from: number,
  start: number,
  into: Ways,
  seen: Int32Array,
): void {
  const waiting = [from];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (seen[place] === at) continue;
    seen[place] = at;
    const step = program[place];
    if (step === undefined) continue;
    if (step.kind === 'go') waiting.push(step.to);
    else if (step.kind === 'fork') waiting.push(step.second, step.first);
    else if (step.kind === 'place') {
      const before = at === 0 ? null : text.charCodeAt(at - 1);
      const after = at === text.length ? null : text.charCodeAt(at);
      if (isAtPlace(step.place, before, after)) waiting.push(place + 1);
    } else {
      into.steps.push(place);
      into.starts.push(start);
    }
  }
}
