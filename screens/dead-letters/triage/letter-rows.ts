/** One message as rows of text: what is known of it, its attributes, and its body, spread out where it is JSON. */
import type { TriagedLetter } from '../../../src/domain/dead-letters/groups.ts';
import type { MessageAttribute } from '../../../src/domain/dead-letters/message.ts';
import { KIND_WORDS } from '../../../src/domain/dead-letters/target-words.ts';
import { exactly } from '../../../src/domain/figures.ts';
import { sanitise } from '../../../src/domain/text.ts';
import { wrapText } from '../../../src/domain/wrap.ts';
import type { LetterTrace } from '../../../src/stores/dead-letters-peek-store.ts';
import { EVIDENCE_WORDS } from './status.ts';

/** A row, sanitised, and how it is meant. */
export interface LetterRow {
  readonly text: string;
  readonly tone: 'plain' | 'dim' | 'strong' | 'warn';
}

/** A body of 1 MiB is saved to be read whole; on the screen so much is enough, characters. */
const MOST_CHARACTERS = 100_000;
const MOST_IN_A_LINE = 20_000;
/** Of what is no text, bytes. */
const MOST_BYTES = 48;

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
    for (const [name, attribute] of attributes) add('plain', `${name}: ${attributeText(attribute)}`, 2);
  }
  add('plain', '');
  add('strong', 'body');
  let left = MOST_CHARACTERS;
  const lines = bodyLines(letter.body);
  const shown = lines.findIndex((line) => {
    left -= line.length;
    return left < 0;
  });
  for (const line of shown === -1 ? lines : lines.slice(0, shown + 1)) rows.push(...wrappedLine(line, width));
  const more = shown === -1 ? 0 : lines.length - shown - 1;
  if (more > 0) add('dim', `… ${exactly(more)} lines more; :export FILE saves all of it`);
  return rows;
}

/** The text, or how many bytes and the first of them, each as two digits. */
function attributeText({ text, binary, dataType }: MessageAttribute): string {
  if (text !== null) return text.slice(0, MOST_IN_A_LINE);
  const bytes = Buffer.from(binary ?? '', 'base64');
  const digits = bytes
    .subarray(0, MOST_BYTES)
    .toString('hex')
    .replaceAll(/..(?!$)/g, '$& ');
  return `${exactly(bytes.length)} bytes (${dataType}): ${digits}${bytes.length > MOST_BYTES ? ' …' : ''}`;
}

/** Spread out where it is JSON, else as it is. */
function bodyLines(body: string): string[] {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null) return JSON.stringify(value, null, 2).split('\n');
  } catch {
    // It is no JSON.
  }
  return body.split('\n');
}

function wrappedLine(line: string, width: number): LetterRow[] {
  const indent = line.length - line.trimStart().length;
  const text = line.trimStart();
  const clean = sanitise(text.slice(0, MOST_IN_A_LINE));
  const rows = wrapText(clean, Math.max(20, width - 4 - indent)).map(
    (row): LetterRow => ({ tone: 'plain', text: ' '.repeat(indent) + row }),
  );
  const more = text.length - MOST_IN_A_LINE;
  if (more <= 0) return rows;
  return [...rows, { tone: 'dim', text: `… ${exactly(more)} characters more in this line; :export FILE` }];
}

function timeText(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString().replace('T', ' ').replace('.000Z', 'Z');
}
