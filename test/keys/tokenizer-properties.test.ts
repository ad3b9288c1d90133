import { StringDecoder } from 'node:string_decoder';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { KeyEvent } from '../../src/keys/token.ts';
import { createTokenizer } from '../../src/keys/tokenizer.ts';

/** Bytes that reach the terminal's reader `wait` ms after those before. */
interface Read {
  readonly wait: number;
  readonly bytes: Uint8Array;
}

/** Everything that comes of these reads, deadlines between and after them kept. */
function eventsOf(reads: readonly Read[]): KeyEvent[] {
  const tokenizer = createTokenizer();
  const decoder = new StringDecoder('utf8');
  const events: KeyEvent[] = [];
  let now = 0;
  const passTo = (time: number) => {
    for (let due = tokenizer.deadline(); due !== null && due <= time; due = tokenizer.deadline()) {
      events.push(...tokenizer.expire(due));
    }
    now = time;
  };
  for (const { wait, bytes } of reads) {
    passTo(now + wait);
    events.push(...tokenizer.push(decoder.write(bytes), now));
  }
  passTo(now + 1e9);
  return events;
}

const plain = (events: readonly KeyEvent[]) =>
  events.map((event) => (event.type === 'paste' ? `paste(${event.text})` : `${event.key}:${event.text}`));

/** The bytes of `text`, cut where `cuts` say, each cut waiting as long as it says. */
function cutText(text: string, cuts: readonly { readonly at: number; readonly wait: number }[]): Read[] {
  const bytes = Buffer.from(text);
  const sorted = cuts
    .map(({ at, wait }) => ({ at: at % (bytes.length + 1), wait }))
    .sort((one, other) => one.at - other.at);
  const starts = [{ at: 0, wait: 0 }, ...sorted.filter(({ at }, index) => at > (sorted[index - 1]?.at ?? 0))];
  return starts.map(({ at, wait }, index) => ({
    wait,
    bytes: bytes.subarray(at, starts[index + 1]?.at ?? bytes.length),
  }));
}

/** What real sequences are made of, so that random strings come close to them. */
const fragments = fc.constantFrom(
  ...[
    '\x1b',
    '\x1b[',
    '\x1bO',
    '\x1b]',
    '\x1bP',
    '[',
    'O',
    'A',
    'K',
    'M',
    '~',
    '1',
    ';',
    '5',
    '$',
    'u',
    '\\',
  ],
  ...[
    '\x1b[200~',
    '\x1b[201~',
    '\x1b\\',
    '\x07',
    '\x9b',
    '\r',
    '\n',
    '\x03',
    '\x7f',
    'j',
    ' ',
    'é',
    '日',
    '🙂',
  ],
);

it('reads the same keys from any stream, however it is cut into reads, bytes of a character included', () => {
  const stream = fc.array(fragments, { maxLength: 30 }).map((parts) => parts.join(''));
  const cuts = fc.array(fc.record({ at: fc.nat(), wait: fc.nat(14) }), { maxLength: 20 });
  fc.assert(
    fc.property(stream, cuts, (text, where) => {
      expect(plain(eventsOf(cutText(text, where)))).toEqual(plain(eventsOf(cutText(text, []))));
    }),
    { numRuns: 2_000 },
  );
});

/** A person's key, or a sequence none of whose characters is one of a person's keys here (j, k, Enter). */
const typed = fc.constantFrom('j', 'k', '\r');
const sequence = fc.constantFrom(
  ...['\x1b[A', '\x1b[B', '\x1bOA', '\x1b[1;5A', '\x1b[5~', '\x1b[a', '\x1b[15~', '\x1b[[A', '\x1b[24;80R'],
  ...['\x1b[M KA', '\x1b[<0;12;3M', '\x1b[I', '\x1b[O', '\x1b[?62;1;6c', '\x1b[?2026;2$y', '\x1b[5$'],
);

it('never makes a key of a letter inside an escape sequence, however long the line keeps it', () => {
  const wait = fc.oneof(fc.constant(0), fc.nat(100), fc.nat(5_000), fc.nat(1e7));
  const stream = fc.array(fc.oneof(typed, sequence), { maxLength: 12 });
  fc.assert(
    fc.property(stream, fc.infiniteStream(wait), (parts, waits) => {
      const bytes = [...Buffer.from(parts.join(''))];
      const reads = bytes.map((byte) => ({ wait: waits.next().value ?? 0, bytes: Uint8Array.of(byte) }));
      const characters = eventsOf(reads).map((event) => event.text);
      expect(characters.join('')).toBe(parts.filter((part) => part === 'j' || part === 'k').join(''));
    }),
    { numRuns: 2_000 },
  );
});
