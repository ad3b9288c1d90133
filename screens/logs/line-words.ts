/** Lines as text for a clipboard or a file: whole, sanitised, a row each. */

import { recordOf } from '../../src/domain/logs/line-record.ts';
import { searchTextOf } from '../../src/domain/logs/line-text.ts';
import type { LogLine } from '../../src/domain/logs/log-line.ts';
import { versionText } from './drawing/line-rows.ts';

/** A line with its time, function and version, as somebody pastes it into a ticket. */
export function wordsOf(line: LogLine): string {
  const { event, functionName, version } = line;
  const writer = [functionName, versionText(version)].filter(Boolean).join(' ');
  return `${new Date(event.timestamp).toISOString()} ${writer}  ${searchTextOf(line)}`;
}

/** What a file with this name gets for each line: data where the name says so, else words. */
export function fileLine(file: string): (line: LogLine) => string {
  return /\.jsonl?$/i.test(file) ? (line) => JSON.stringify(recordOf(line)) : wordsOf;
}
