/** All that is found of a message when it arrives, whoever wrote it. */
import { readJsonHead } from './json-head.ts';
import type { LineKind, LogLevel } from './log-line.ts';
import { readSystemJson, readSystemText } from './system-head.ts';
import { readTextHead, type TextHead } from './text-head.ts';

/** What a message says of itself at little cost. */
export interface MessageHead extends TextHead {
  readonly kind: LineKind;
  readonly isProblem: boolean;
}

const BRACE = 0x7b;

/** Reads the beginning of a message. Never throws, whatever the message. */
export function readHead(message: string): MessageHead {
  if (message.charCodeAt(0) === BRACE) {
    const system = readSystemJson(message);
    if (system !== null) return { ...system, level: null, isSure: system.requestId !== null, bodyAt: 0 };
    const json = readJsonHead(message, 0);
    const isProblem = json.level === null ? json.namesError : isGrave(json.level);
    return { kind: 'application', bodyAt: 0, ...json, isProblem };
  }
  const system = readSystemText(message);
  if (system !== null) return { ...system, level: null, isSure: system.requestId !== null, bodyAt: 0 };
  return readApplicationText(message);
}

function readApplicationText(message: string): MessageHead {
  const text = readTextHead(message);
  // A logger's own line inside one of the console: its level is meant, `INFO` is only how it was printed.
  const inner = message.charCodeAt(text.bodyAt) === BRACE ? readJsonHead(message, text.bodyAt) : null;
  const level = inner?.level ?? text.level;
  const isProblem =
    level === null ? inner?.namesError === true || looksLikeError(message, text.bodyAt) : isGrave(level);
  return { kind: 'application', ...text, level, isProblem };
}

function isGrave(level: LogLevel): boolean {
  return level === 'error' || level === 'fatal';
}

/** An exception is recognised by so many first characters. */
const LOOK_AT = 600;

/** How printed exceptions begin: the words of runtimes, or a type's name with a colon (`java.lang.X: …`). */
const EXCEPTION =
  /^(?:Traceback \(most recent call last\)|panic: |fatal error: |Exception in thread |Unhandled [Ee]xception|Uncaught |Error raised from handler|Critical exception from handler|Init error when loading|Unknown application error|thread '[^'\n]{0,60}' panicked|(?:[A-Za-z_$][\w$]{0,60}(?:\.|::)){0,12}(?:[A-Z][\w$]{0,60})?(?:Error|Exception)(?: \[\w{1,60}\])?(?::|\r?\n|$))/;

/** Java's runtime puts the type at the end of the first line: `"order" is null: java.lang.NullPointerException`. */
const JAVA_RUNTIME = /^[^\n]{1,400}: (?:[a-z_][\w$]{0,40}\.){1,12}[A-Z][\w$]{0,80}\r?\n/;

function looksLikeError(message: string, bodyAt: number): boolean {
  const first = message.charCodeAt(bodyAt);
  // Frames and other indented lines belong to what they follow.
  if (!(first > 0x20) || first === 0xa0) return false;
  const text = message.slice(bodyAt, bodyAt + LOOK_AT);
  if (EXCEPTION.test(text)) return true;
  const lineEnd = text.indexOf('\n');
  return lineEnd > 0 && lineEnd < text.length - 1 && JAVA_RUNTIME.test(text);
}
