import { InvalidPattern } from './invalid-pattern.ts';

/** A test of something: of a JSON object, or of a word. */
export type Test<T> = (subject: T) => boolean;

/** Text that is read from left to right by regular expressions. */
export class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** What a sticky expression finds here, blanks skipped; undefined when it does not fit. */
  take(sticky: RegExp): RegExpExecArray | undefined {
    this.skipBlanks();
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#text);
    if (found === null) return undefined;
    this.#at = sticky.lastIndex;
    return found;
  }

  /** Whether everything is read. */
  get isDone(): boolean {
    this.skipBlanks();
    return this.#at >= this.#text.length;
  }

  /** What is wrong here, in the words CloudWatch Logs has for it; `before` is what was already read of it. */
  complaint(before = ''): InvalidPattern {
    this.skipBlanks();
    const wrong = /^[^\sA-Za-z0-9_]{1,3}/.exec(this.#text.slice(this.#at))?.[0];
    return new InvalidPattern(
      wrong === undefined ? undefined : `Invalid character(s) in term '${before}${wrong}'`,
    );
  }

  skipBlanks(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }
}

/** `a && b || (c)`: parentheses bind before `&&`, `&&` before `||`. */
export function readExpression<T>(scanner: Scanner, readCondition: () => Test<T>): Test<T> {
  const anyOf: Test<T>[] = [];
  do {
    const allOf: Test<T>[] = [];
    do allOf.push(readOperand(scanner, readCondition));
    while (scanner.take(/&&/y) !== undefined);
    anyOf.push((subject) => allOf.every((test) => test(subject)));
  } while (scanner.take(/\|\|/y) !== undefined);
  return (subject) => anyOf.some((test) => test(subject));
}

function readOperand<T>(scanner: Scanner, readCondition: () => Test<T>): Test<T> {
  if (scanner.take(/\(/y) === undefined) return readCondition();
  const inner = readExpression(scanner, readCondition);
  if (scanner.take(/\)/y) === undefined) throw scanner.complaint();
  return inner;
}
