import { describe, expect, it } from 'vitest';
import type { KeyEvent } from '../../src/keys/token.ts';
import { createTokenizer, type Tokenizer } from '../../src/keys/tokenizer.ts';

/** The keys of `events` as words; pastes as `paste(…)`. */
function words(events: readonly KeyEvent[]): string {
  return events.map((event) => (event.type === 'paste' ? `paste(${event.text})` : event.key)).join(' ');
}

/** What one read of `text` becomes, with the silence after it. */
function keysOf(text: string): string {
  const tokenizer = createTokenizer();
  return words([...tokenizer.push(text, 0), ...silence(tokenizer)]);
}

/** Let every deadline pass. */
function silence(tokenizer: Tokenizer): KeyEvent[] {
  const events: KeyEvent[] = [];
  for (let deadline = tokenizer.deadline(); deadline !== null; deadline = tokenizer.deadline()) {
    events.push(...tokenizer.expire(deadline));
  }
  return events;
}

/** What comes of reads at given times (ms), the silences between and after them included. */
function keysOfReads(...reads: readonly (readonly [at: number, text: string])[]): string {
  return words(eventsOfReads(...reads));
}

function eventsOfReads(...reads: readonly (readonly [at: number, text: string])[]): KeyEvent[] {
  const tokenizer = createTokenizer();
  const events: KeyEvent[] = [];
  for (const [at, text] of reads) {
    for (let due = tokenizer.deadline(); due !== null && due <= at; due = tokenizer.deadline()) {
      events.push(...tokenizer.expire(due));
    }
    events.push(...tokenizer.push(text, at));
  }
  return [...events, ...silence(tokenizer)];
}

describe('typed keys', () => {
  it.each([
    ['jjj', 'j j j'],
    ['jj\r', 'j j enter'],
    ['\t', 'tab'],
    ['\n', 'enter'],
    ['\r\n', 'enter'],
    ['\r\r', 'enter enter'],
    ['\x7f\x08', 'backspace backspace'],
    [' ', 'space'],
    ['\x03\x04\x12\x15\x17\x1a', 'ctrl-c ctrl-d ctrl-r ctrl-u ctrl-w ctrl-z'],
    ['a\x00b\x1cc', 'a b c'],
    ['\x01\x02', ''],
  ])('%j is %s', (text, keys) => {
    expect(keysOf(text)).toBe(keys);
  });

  it('keeps a grapheme of several code points together, as text no command can be bound to', () => {
    const events = createTokenizer().push('é👩‍💻日K̈', 0);
    expect(events.map((event) => event.type === 'key' && [event.key, event.text])).toEqual([
      ['text', 'é'],
      ['text', '👩‍💻'],
      ['text', '日'],
      ['text', 'K̈'],
    ]);
  });
});

describe('escape sequences', () => {
  it.each([
    ['\x1b[A\x1b[B\x1b[C\x1b[D', 'up down right left'],
    ['\x1bOA\x1bOB\x1bOH\x1bOF', 'up down home end'],
    ['\x1b[1;5A\x1b[1;2B', 'up down'],
    ['\x1b[a\x1bOb\x1b[5$\x1b[6^\x1b[3@', 'up down pageup pagedown delete'],
    ['\x1b[1~\x1b[4~\x1b[7~\x1b[8~\x1b[H\x1b[F', 'home end home end home end'],
    ['\x1b[3~\x1b[5~\x1b[6;3~', 'delete pageup pagedown'],
    ['\x1b[Z', 'shift-tab'],
    ['\x1bOM', 'enter'],
    ['\x9bA', 'up'],
  ])('%j is %s', (text, keys) => {
    expect(keysOf(text)).toBe(keys);
  });

  it.each([
    ['\x1b[97u\x1b[97;2u\x1b[49;2:1u', 'a A'],
    ['\x1b[49:33;2u\x1b[107;1;75u', '! K'],
    ['\x1b[97;65u\x1b[97;66u', 'A a'],
    ['\x1b[27u\x1b[13u\x1b[9u\x1b[9;2u\x1b[127u\x1b[32u', 'escape enter tab shift-tab backspace space'],
    ['\x1b[99;5u\x1b[27;5;100~', 'ctrl-c ctrl-d'],
    ['\x1b[97;5u\x1b[75;3u\x1b[75;1:3u\x1b[1;1:3A', ''],
  ])('reads the keyboard protocols that spell keys out: %j is %s', (text, keys) => {
    expect(keysOf(text)).toBe(keys);
  });

  it.each([
    ['F-keys', '\x1bOP\x1b[15~\x1b[[A\x1b[24;2~'],
    ['focus', '\x1b[I\x1b[O'],
    ['mouse', '\x1b[<0;10;10M\x1b[<0;10;10m\x1b[M KA'],
    ['device replies', '\x1b[?62;c\x1b[>0;95;0c\x1b[24;80R\x1b[?2026;2$y'],
    ['colour and clipboard replies', '\x1b]11;rgb:0000/0000/0000\x1b\\\x1b]52;c;S0FC\x07'],
    ['DCS, APC and PM replies', '\x1bP1+r544e=KA\x1b\\\x1b_GA\x1b\\\x1b^A\x1b\\\x9dA\x9c'],
    ['Alt+letter', '\x1bK\x1bA\x1b\r\x1b\x7f'],
  ])('drops %s whole', (_name, text) => {
    expect(keysOf(`j${text}k`)).toBe('j k');
  });

  it('keeps control characters in the middle of a sequence, so that Ctrl-C always gets through', () => {
    expect(keysOf('\x1b[1;\x03')).toBe('ctrl-c');
    expect(keysOf('\x1b]11;\x03')).toBe('ctrl-c');
    expect(keysOf('\x1b\x03')).toBe('ctrl-c');
    expect(keysOf('\x1b[M\x03')).toBe('ctrl-c');
  });
});

describe('Esc on a slow line', () => {
  it('is the Esc key after 60 ms alone', () => {
    expect(keysOfReads([0, '\x1b'])).toBe('escape');
    expect(keysOfReads([0, '\x1b'], [59, '[A'])).toBe('up');
    expect(keysOf('\x1b\x1b')).toBe('escape escape');
    expect(keysOf('\x1b\x1b[A')).toBe('escape up');
  });

  it.each([60, 999, 5_000, 3_600_000])('swallows the tail of a sequence that comes after %i ms', (late) => {
    expect(keysOfReads([0, '\x1b'], [late, '[A'], [late + 10, 'j'])).toBe('escape j');
    expect(keysOfReads([0, '\x1b'], [late, '['], [late * 2, '1;'], [late * 3, '5'], [late * 4, 'Aj'])).toBe(
      'escape j',
    );
    expect(keysOfReads([0, '\x1b'], [late, 'O'], [late * 2, 'Aj'])).toBe('escape j');
    expect(keysOfReads([0, '\x1b'], [late, '[M'], [late * 2, 'KAKj'])).toBe('escape j');
  });

  it('never delivers a partial sequence as text, and only swallows the rest of a stale one', () => {
    expect(keysOfReads([0, '\x1b[']).length).toBe(0);
    expect(keysOfReads([0, '\x1b[1;'], [900, '5A'])).toBe('up');
    expect(keysOfReads([0, '\x1b[1;'], [1_100, '5Aj'])).toBe('j');
  });

  it('swallows a late reply of the terminal', () => {
    expect(keysOfReads([0, '\x1b'], [500, ']11;rgb:KK/'], [900, 'AA/BB\x1b'], [1_100, '\\j'])).toBe(
      'escape j',
    );
  });

  it('leaves the keyboard alive after Alt+] or Alt+P', () => {
    expect(keysOfReads([0, '\x1b]'], [2_000, 'j'])).toBe('j');
    expect(keysOfReads([0, '\x1bP'], [500, '\x1b'], [3_000, 'j'])).toBe('j');
  });

  it('lets a person press Esc and then a letter', () => {
    expect(keysOfReads([0, '\x1b'], [200, 'j'])).toBe('escape j');
  });

  it('still tells Esc from Alt when the silence was noticed late', () => {
    const tokenizer = createTokenizer();
    expect(words([...tokenizer.push('\x1b', 0), ...tokenizer.push('j', 500)])).toBe('escape j');
  });
});

describe('pastes', () => {
  it('arrive as one piece, whatever is in them', () => {
    expect(keysOf('j\x1b[200~K\rA\x1b[A\x03\x1b[201~k')).toBe('j paste(K\rA\x1b[A\x03) k');
  });

  it('may be cut anywhere, even inside their markers and after a reported Esc', () => {
    expect(keysOfReads([0, '\x1b[20'], [30, '0~ab'], [900, 'c\x1b[2'], [1_000, '01~j'])).toBe('paste(abc) j');
    expect(keysOfReads([0, '\x1b'], [400, '[200~KA'], [500, '\x1b[201~'])).toBe('escape paste(KA)');
    expect(keysOfReads([0, '\x1b[200'], [3_000, '~KA\x1b[201~'])).toBe('paste(KA)');
  });

  it('are closed after 2 s of silence, and the rest of a cut end marker is no key', () => {
    expect(keysOfReads([0, '\x1b[200~KA'])).toBe('paste(KA)');
    expect(keysOfReads([0, '\x1b[200~KA\x1b'], [9_000, '[201~j'])).toBe('paste(KA) j');
    expect(keysOfReads([0, '\x1b[200~KA\x1b[20'], [9_000, '1~j'])).toBe('paste(KA) j');
  });

  it('leave what comes after an unfinished one distrusted for 10 s', () => {
    const events = eventsOfReads([0, '\x1b[200~KA'], [5_000, 'K'], [20_000, 'K']);
    expect(events.map((event) => event.type === 'key' && event.burst)).toEqual([false, true, false]);
  });

  it('drops an end marker without a beginning', () => {
    expect(keysOf('j\x1b[201~k')).toBe('j k');
  });
});

describe('bursts', () => {
  const bursts = (...reads: readonly (readonly [number, string])[]) =>
    eventsOfReads(...reads).map((event) => event.type === 'key' && event.burst);

  it('are more than 16 characters in one read, and what follows at once', () => {
    expect(bursts([0, 'j'.repeat(16)])).not.toContain(true);
    expect(bursts([0, 'kubectl delete pod K'], [100, 'K'])).not.toContain(false);
    expect(bursts([0, 'kubectl delete pod K'], [1_000, 'K']).at(-1)).toBe(false);
  });

  it('are characters after an Enter in the same read', () => {
    expect(bursts([0, 'jj\r'])).toEqual([false, false, false]);
    expect(bursts([0, '\rK'])).toEqual([true, true]);
  });

  it('are more than 16 characters in 200 ms over many reads', () => {
    const typed = Array.from({ length: 30 }, (_, index) => [index * 3, 'K'] as const);
    expect(bursts(...typed).slice(16)).not.toContain(false);
    const keyRepeat = Array.from({ length: 60 }, (_, index) => [index * 16, 'j'] as const);
    expect(bursts(...keyRepeat)).not.toContain(true);
  });

  it('are a letter on the heels of Esc, which may be half an Alt+letter', () => {
    expect(bursts([0, '\x1b'], [100, 'K'], [400, 'K'])).toEqual([false, true, false]);
  });

  it('are letters after broken UTF-8, which may be an 8-bit CSI', () => {
    expect(bursts([0, '\ufffdA'])).toEqual([true, true]);
  });
});

it('forgets what is half read when told to', () => {
  const tokenizer = createTokenizer();
  tokenizer.push('\x1b[200~abc', 0);
  tokenizer.reset();
  expect(tokenizer.deadline()).toBeNull();
  expect(words(tokenizer.push('j', 1))).toBe('j');
});
