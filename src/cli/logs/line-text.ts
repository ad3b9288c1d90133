/** A log line as `lambdatop logs` prints it. */
import { styleText } from 'node:util';
import { severityOf } from '../../domain/logs/levels.ts';
import { recordOf } from '../../domain/logs/line-record.ts';
import { rowsOf } from '../../domain/logs/line-text.ts';
import type { LogLine } from '../../domain/logs/log-line.ts';
import { sanitise } from '../../domain/text.ts';

/** How lines are printed. */
export interface LineFormat {
  readonly json: boolean;
  readonly colour: boolean;
  /** A person reads: request ids, which are as long as half a line, are left out. */
  readonly toTerminal: boolean;
  /** Lines of several functions come together. */
  readonly named: boolean;
}

const LEVEL_STYLES = {
  trace: 'dim',
  debug: 'dim',
  info: null,
  warn: 'yellow',
  error: 'red',
  fatal: 'red',
} as const;

/** The printed line, with its line break: one JSON object, or the time, who wrote it, and its rows. */
export function printedLine(line: LogLine, { json, colour, toTerminal, named }: LineFormat): string {
  if (json) return `${JSON.stringify(recordOf(line))}\n`;
  const paint = (style: 'dim' | 'yellow' | 'red' | null, text: string): string =>
    colour && style !== null ? styleText(style, text, { validateStream: false }) : text;
  const time = new Date(line.event.timestamp).toISOString();
  const name = named ? sanitise(line.functionName ?? line.event.group) : '';
  const version = line.version === null ? '' : `[${sanitise(line.version)}]`;
  const id = toTerminal || line.requestId === null ? '' : `${sanitise(line.requestId)} `;
  const level = line.level === null ? '' : `${line.level.toUpperCase().padEnd(5)} `;
  const isSystem = line.kind !== 'application' && !line.isProblem;
  const style = isSystem ? 'dim' : LEVEL_STYLES[severityOf(line)];
  const [first = '', ...more] = rowsOf(line);
  const head = `${paint('dim', time)} ${name}${version}${name || version ? ' ' : ''}${id}`;
  const rows = more.map((row) => `    ${paint(style, row)}\n`).join('');
  return `${head}${paint(style, level + first)}\n${rows}`;
}
