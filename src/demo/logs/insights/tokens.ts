import { unexpectedSymbol } from './malformed-query.ts';

/** A word, symbol or literal of a query. */
export interface Token {
  kind: 'name' | 'number' | 'text' | 'regex' | 'symbol';
  text: string;
  /** From 1. */
  position: number;
}

const SYNTAX =
  /\s*(?:#[^\n]*|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`([^`]+)`|(\d+(?:\.\d+)?)(?![A-Za-z])|(\d+(?:ms|s|m|h|d|w))\b|([@A-Za-z_][\w.@-]*)|(!=|<=|>=|=~|[|,()=<>+*/-]))/y;
const REGEX = /\s*\/((?:[^/\\]|\\.)+)\/(i?)/y;

/** Reads the tokens of a query one after the other. */
export class Tokens {
  readonly #text: string;
  #at = 0;
  #next: Token | undefined;

  constructor(text: string) {
    this.#text = text.trim();
    this.#next = this.#read();
  }

  /** The token to come; undefined at the end. */
  get next(): Token | undefined {
    return this.#next;
  }

  /** Takes the next token. Refuses the end. */
  take(): Token {
    const token = this.#next;
    if (token === undefined) throw unexpectedSymbol('<EOF>', this.#at + 1);
    this.#next = this.#read();
    return token;
  }

  /** Takes the next token if it is this word (in any case) or symbol. */
  takeIf(text: string): boolean {
    const isIt = this.#next?.kind !== 'text' && this.#next?.text.toLowerCase() === text;
    if (isIt) this.take();
    return isIt;
  }

  /** Takes this word or symbol, and refuses any other. */
  expect(text: string): void {
    if (!this.takeIf(text)) throw this.unexpected();
  }

  /** Takes a regular expression, which no other token looks like only behind `like` and `=~`. */
  takeRegex(): RegExp | undefined {
    const token = this.#next;
    if (token?.text !== '/' || token.kind !== 'symbol') return undefined;
    REGEX.lastIndex = token.position - 1;
    const found = REGEX.exec(this.#text);
    if (found === null) throw this.unexpected();
    this.#at = REGEX.lastIndex;
    this.#next = this.#read();
    try {
      return new RegExp(found[1] ?? '', found[2]);
    } catch {
      throw unexpectedSymbol(`/${found[1]}/`, token.position);
    }
  }

  /** The refusal of the next token. */
  unexpected() {
    return unexpectedSymbol(this.#next?.text ?? '<EOF>', this.#next?.position ?? this.#text.length + 1);
  }

  #read(): Token | undefined {
    SYNTAX.lastIndex = this.#at;
    if (/^\s*$/.test(this.#text.slice(this.#at))) return undefined;
    const found = SYNTAX.exec(this.#text);
    if (found === null) throw unexpectedSymbol(this.#text.slice(this.#at).trim()[0] ?? '', this.#at + 1);
    const [whole, double, single, quoted, number, span, name, symbol] = found;
    const position = SYNTAX.lastIndex - whole.trimStart().length + 1;
    this.#at = SYNTAX.lastIndex;
    const text = double ?? single;
    if (text !== undefined) return { kind: 'text', text: text.replace(/\\(.)/g, '$1'), position };
    if (number !== undefined) return { kind: 'number', text: number, position };
    if (symbol !== undefined) return { kind: 'symbol', text: symbol, position };
    const word = quoted ?? span ?? name;
    return word === undefined ? this.#read() : { kind: 'name', text: word, position };
  }
}
