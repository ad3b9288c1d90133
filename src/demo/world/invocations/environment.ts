import { hashText, hexText, mix } from '../random.ts';
import type { Path } from '../traffic/paths.ts';

/** One execution environment: what a log stream is named after. It runs one invocation at a time. */
export interface Environment {
  version: string;
  /** 32 hexadecimal digits that look random and hold the origin: see `environmentId`. */
  id: string;
  /** ms since the epoch: the UTC date of its log stream's name, for as long as it lives. */
  born: number;
}

/** Where an environment comes from. Two of the same origin are the same environment. */
export interface Origin {
  /** Hash of qualifier and version: their environments are apart. */
  pathHash: number;
  /** Which of the concurrent environments of that path. */
  slot: number;
  /** Minute (since the epoch) in which it was born. */
  minute: number;
  /** Which cold start of that minute it was; `OLD` for one that was there before anybody looked. */
  birth: number;
}

/** `Origin.birth` of an environment whose cold start lies too far back to be looked for. */
export const OLD = 255;

/** The hash by which a path's environments are told from those of other paths. */
export function pathHashOf(path: Path): number {
  return hashText(path.versionHash, path.qualifier) & 0xffff;
}

/** An environment of a function (by its key), made from its origin. */
export function environmentFrom(origin: Origin, version: string, functionKey: number): Environment {
  return { version, id: environmentId(origin, functionKey), born: origin.minute * 60_000 };
}

const ORIGIN_DIGITS = 20;
const CHECK_DIGITS = 12;

/**
 * An origin as 32 hexadecimal digits: scrambled, with a check. So a stream that a client names can be
 * found, or known not to exist, without listing all streams of days.
 */
export function environmentId({ pathHash, slot, minute, birth }: Origin, functionKey: number): string {
  const plain = hex(minute, 8) + hex(pathHash, 4) + hex(slot, 6) + hex(birth, 2);
  const check = checkOf(plain, functionKey);
  return scramble(plain, check, functionKey) + check;
}

/** The origin in an id of this function; undefined when the id is none. */
export function readEnvironmentId(id: string, functionKey: number): Origin | undefined {
  if (!/^[0-9a-f]{32}$/.test(id)) return undefined;
  const check = id.slice(ORIGIN_DIGITS);
  const plain = scramble(id.slice(0, ORIGIN_DIGITS), check, functionKey);
  if (checkOf(plain, functionKey) !== check) return undefined;
  const number = (from: number, until: number) => Number.parseInt(plain.slice(from, until), 16);
  return { minute: number(0, 8), pathHash: number(8, 12), slot: number(12, 18), birth: number(18, 20) };
}

function checkOf(plain: string, functionKey: number): string {
  return hexText(hashText(functionKey, plain), CHECK_DIGITS);
}

/** Its own inverse. */
function scramble(digits: string, check: string, functionKey: number): string {
  const stream = hexText(mix(functionKey, Number.parseInt(check.slice(0, 8), 16)), ORIGIN_DIGITS);
  let text = '';
  for (let index = 0; index < ORIGIN_DIGITS; index++) {
    text += (Number.parseInt(digits[index] ?? '0', 16) ^ Number.parseInt(stream[index] ?? '0', 16)).toString(
      16,
    );
  }
  return text;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0').slice(-digits);
}
