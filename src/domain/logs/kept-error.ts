/** Which of the errors that an invocation's lines tell is the one to show for it, and as much of it as is kept. */
import type { Invocation } from './invocation.ts';
import { isUncaught } from './judgement.ts';
import { errorOf } from './log-error.ts';
import type { LogLine } from './log-line.ts';
import { saysOutOfMemory } from './report.ts';

/** An error with its weight: the heavier is nearer to what ended the invocation. */
export interface KeptError {
  readonly error: NonNullable<Invocation['error']>;
  readonly weight: number;
}

/** Of a message so much is kept, characters: there are thousands of invocations. */
const MOST_MESSAGE = 300;

const LOGGED = 1;
/** REPORT repeats in one word what another line said in full. */
const TYPE_ALONE = 2;
const ENVIRONMENT_ENDED = 3;
const UNCAUGHT = 4;
const STOPPED_BY_LAMBDA = 5;

/** The error a line tells, ready to be kept; null when it tells none, or one that another line began. */
export function keptErrorOf(line: LogLine): KeptError | null {
  if (!line.isProblem || line.head !== line.seq) return null;
  const error = errorOf(line);
  if (error === null) return null;
  const { type, message } = error;
  return {
    error: { type: type === null ? null : ownCopy(type), message: ownCopy(message.slice(0, MOST_MESSAGE)) },
    weight: weightOf(line, type, message),
  };
}

function weightOf(line: LogLine, type: string | null, message: string): number {
  if (line.kind === 'application') return isUncaught(line) ? UNCAUGHT : LOGGED;
  if (type === 'Sandbox.Timedout' || saysOutOfMemory(`${type} ${message}`)) return STOPPED_BY_LAMBDA;
  return message === '' ? TYPE_ALONE : ENVIRONMENT_ENDED;
}

/** Of two errors of one invocation the one to show: the heavier, of equal ones the later. */
export function heavier(known: KeptError | null, next: KeptError): KeptError {
  if (known === null) return next;
  const repeats = next.weight === TYPE_ALONE && next.error.type === known.error.type;
  return repeats || next.weight < known.weight ? known : next;
}

/** V8 keeps a whole message alive for a part of it; what outlives its line must be a copy. */
export function ownCopy(text: string): string {
  return ` ${text}`.slice(1);
}
