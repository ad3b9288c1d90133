/** One message as rows of text: what is known of it, its attributes, and its body, spread out where it is JSON. */
import type { TriagedLetter } from '../../../src/domain/dead-letters/groups.ts';
import { KIND_WORDS } from '../../../src/domain/dead-letters/target-words.ts';
import { sanitise } from '../../../src/domain/text.ts';
import { wrapText } from '../../../src/domain/wrap.ts';
import type { LetterTrace } from '../../../src/stores/dead-letters-peek-store.ts';
import { EVIDENCE_WORDS } from './status.ts';

/** A row, sanitised, and how it is meant. */
export interface LetterRow {
  readonly text: string;
  readonly tone: 'plain' | 'dim' | 'strong' | 'warn';
}

/** A body of 1 MiB is saved to be read whole; on the screen so much is enough. */
const MOST_CHARACTERS = 100_000;
const MOST_IN_A_ROW = 4_000;

/** All rows of a message in a window of `width` columns. */
export function letterRows(
  { letter, kind, evidence }: TriagedLetter,
  trace: LetterTrace | undefined,
  width: number,
): LetterRow[] {
  const rows: LetterRow[] = [];
  const add = (tone: LetterRow['tone'], text: string, indent = 0): void => {
    for (const line of wrapText(sanitise(text), Math.max(20, width - 4), indent))
      rows.push({ tone, text: line });
  };
  const fact = (name: string, value: string | null): void => {
    if (value !== null) add('plain', `${name.padEnd(15)}${value}`, 15);
  };
  add('warn', evidence.signature);
  add('dim', `${evidence.kind}: ${EVIDENCE_WORDS[evidence.kind] ?? ''}`);
  add('plain', '');
  fact('message id', letter.messageId);
  fact('kind', KIND_WORDS[kind.kind]);
  if (kind.kind === 'other') fact('', kind.reason);
  fact('sent', timeText(letter.sentAt));
  fact('received', letter.receiveCount === null ? null : `${letter.receiveCount} times, over all queues`);
  fact('first received', timeText(letter.firstReceivedAt));
  fact('came from', letter.sourceQueueArn);
  if ('functionArn' in kind) fact('function', kind.functionArn);
  if ('requestId' in kind) fact('request id', kind.requestId);
  if (kind.kind === 'destination') fact('condition', kind.condition);
  fact('group', letter.groupId);
  fact('deduplication', letter.deduplicationId);
  fact('trace', letter.traceHeader);
  if (trace)
    fact('log', `${trace.functionName}, ${timeText(trace.line.event.timestamp)}; l shows the invocation`);
  const attributes = Object.entries(letter.attributes);
  if (attributes.length > 0) {
    add('plain', '');
    add('strong', 'attributes');
    for (const [name, { text, dataType }] of attributes) {
      add('plain', `${name}: ${text === null ? `(${dataType})` : text.slice(0, MOST_IN_A_ROW)}`, 2);
    }
  }
  add('plain', '');
  add('strong', 'body');
  for (const line of bodyLines(letter.body)) rows.push(...wrappedLine(line, width));
  if (letter.body.length > MOST_CHARACTERS) {
    add('dim', `… ${letter.body.length - MOST_CHARACTERS} characters more; :export FILE saves all of it`);
  }
  return rows;
}

function bodyLines(body: string): string[] {
  if (body.length <= MOST_CHARACTERS) {
    try {
      const value: unknown = JSON.parse(body);
      if (typeof value === 'object' && value !== null) return JSON.stringify(value, null, 2).split('\n');
    } catch {
      // It is no JSON: as it is.
    }
  }
  return body.slice(0, MOST_CHARACTERS).split('\n');
}

function wrappedLine(line: string, width: number): LetterRow[] {
  const indent = line.length - line.trimStart().length;
  const clean = sanitise(line.trimStart().slice(0, MOST_IN_A_ROW));
  return wrapText(clean, Math.max(20, width - 4 - indent)).map((text) => ({
    tone: 'plain',
    text: ' '.repeat(indent) + text,
  }));
}

function timeText(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString().replace('T', ' ').replace('.000Z', 'Z');
}
