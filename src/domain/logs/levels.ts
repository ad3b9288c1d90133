/** How grave lines are: the words and numbers writers use for it, and the filter by it. */
import { LOG_LEVELS, type LogLevel, type LogLine } from './log-line.ts';

/** What loggers of Lambda's runtimes and the usual libraries call the levels, in small letters. */
const LEVEL_OF_WORD: ReadonlyMap<string, LogLevel> = new Map([
  ['trace', 'trace'],
  ['trce', 'trace'],
  ['verbose', 'trace'],
  ['debug', 'debug'],
  ['dbug', 'debug'],
  ['info', 'info'],
  ['information', 'info'],
  ['notice', 'info'],
  ['warn', 'warn'],
  ['warning', 'warn'],
  ['error', 'error'],
  ['err', 'error'],
  ['fail', 'error'],
  ['severe', 'error'],
  ['fatal', 'fatal'],
  ['critical', 'fatal'],
  ['crit', 'fatal'],
  ['alert', 'fatal'],
  ['emergency', 'fatal'],
  ['panic', 'fatal'],
]);

const LONGEST_WORD = 11;

/** The level a word names, whatever its case; null when it names none. */
export function levelOfWord(word: string): LogLevel | null {
  if (word.length > LONGEST_WORD) return null;
  return LEVEL_OF_WORD.get(word.toLowerCase()) ?? null;
}

/** The level of pino's and bunyan's numbers: 10 is trace, 60 fatal. */
export function levelOfNumber(number: number): LogLevel | null {
  if (!(number >= 10 && number < 70)) return null;
  return LOG_LEVELS[Math.floor(number / 10) - 1] ?? null;
}

/** How grave a line is where one must be known, for colour and filter: said, or else told by what it is about. */
export function severityOf(line: Pick<LogLine, 'level' | 'isProblem'>): LogLevel {
  return line.level ?? (line.isProblem ? 'error' : 'info');
}

/** Whether a level is as grave as another, or graver. */
export function isAtLeast(level: LogLevel, floor: LogLevel): boolean {
  return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(floor);
}
