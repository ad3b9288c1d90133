import { beforeEach, describe, expect, it } from 'vitest';
import { createDispatcher, type Dispatcher } from '../../src/keys/dispatcher.ts';
import { type HandlerSet, handlersFor } from '../../src/keys/handlers.ts';
import { keymap } from '../../src/keys/keymap.ts';
import { type TextField, textLine } from '../../src/keys/text-line.ts';
import { createTokenizer } from '../../src/keys/tokenizer.ts';

/** A console with one screen that writes down what happens. */
let log: string[];
let stack: HandlerSet[];
let readOnly: string | null;
let dispatcher: Dispatcher;

const note = (text: string) => ({ run: () => void log.push(text) });

const screen = handlersFor('functions', {
  'move.down': note('down'),
  'sort.errors': note('sorted by errors'),
  'sort.name': { ...note('sorted by name'), disabled: () => 'Names are still loading' },
  'function.kill': note('kill dialog'),
  'function.restore': { ...note('restore dialog'), disabled: () => 'Nothing here was killed' },
  'find.start': { run: () => openField('filter') },
});
const shared = handlersFor('everywhere', {
  'go.leave': note('leave'),
  'context.region': { run: ({ argument }) => void log.push(`region ${argument}`) },
});

/** Puts a field on top that closes when it is done with. */
function openField(name: string, acceptsPaste = true): void {
  let line = textLine();
  const close = (word: string) => {
    stack = stack.slice(1);
    log.push(`${name} ${word}: ${line.text}`);
  };
  const field: TextField = {
    get line() {
      return line;
    },
    acceptsPaste,
    change(next) {
      line = next;
    },
    submit: () => close('submitted'),
    cancel: () => close('cancelled'),
  };
  stack = [handlersFor('text-entry', {}, field), ...stack];
}

/** One read of the terminal. */
function type(text: string): void {
  const tokenizer = createTokenizer();
  const events = tokenizer.push(text, 0);
  dispatcher.dispatch([...events, ...tokenizer.expire(tokenizer.deadline() ?? 0)]);
}

beforeEach(() => {
  log = [];
  stack = [screen, shared];
  readOnly = null;
  dispatcher = createDispatcher({
    keymap,
    stack: () => stack,
    changesRefused: () => readOnly,
    onDisabled: (command, reason) => void log.push(`${command}: ${reason}`),
    onSwallowed: (what, count) => void log.push(`swallowed ${what} ${count}`),
    onUnknownChord: ({ first, options }, pressed) =>
      void log.push(`no ${first}${pressed}, but ${options.map(({ key }) => key).join(' ')}`),
  });
});

describe('a key', () => {
  it('runs its command once for every press, and an unbound one nothing', () => {
    type('jZé\x1b[Bj');
    expect(log).toEqual(['down', 'down', 'down']);
  });

  it('is answered by a set that covers the place', () => {
    type('q');
    expect(log).toEqual(['leave']);
  });

  it('says why it does nothing', () => {
    type('U');
    type('w');
    expect(log).toEqual([
      'function.restore: Nothing here was killed',
      'view.wide: There is nothing to do here',
    ]);
  });

  it('does not reach the screen under an overlay', () => {
    stack = [handlersFor('help', {}), screen, shared];
    type('jK');
    type('q');
    expect(log).toEqual(['move.down: There is nothing to do here', 'leave']);
  });

  it('does nothing when nothing takes keys', () => {
    stack = [shared];
    type('jqK');
    expect(log).toEqual([]);
  });
});

describe('a command that changes AWS', () => {
  it('is refused in a read-only session, whatever its handler thinks', () => {
    readOnly = 'This session is read-only (:write lifts that)';
    type('K');
    dispatcher.run('function.kill', 'orders');
    const line = 'function.kill: This session is read-only (:write lifts that)';
    expect(log).toEqual([line, line]);
  });

  it('is never run by a burst, though the rest of the burst works', () => {
    type(`${'j'.repeat(17)}K`);
    expect(log.slice(0, -1)).toEqual(Array(17).fill('down'));
    expect(log.at(-1)).toContain('function.kill: Ignored: it came together with other input');
  });

  it('ends the read it came in', () => {
    type('jKj\r');
    expect(log).toEqual(['down', 'kill dialog', 'swallowed held 2']);
    type('j');
    expect(log.at(-1)).toBe('down');
  });
});

describe('held input', () => {
  it('is dropped until the dialog was seen, Ctrl-C excepted', () => {
    const seen = dispatcher.holdInput();
    type('jj');
    type('\x03');
    seen();
    type('j');
    expect(log).toEqual(['swallowed held 2', 'leave', 'down']);
  });

  it('includes the rest of the read in which the holding began', () => {
    stack = [handlersFor('functions', { 'go.into': { run: () => void dispatcher.holdInput() } }), screen];
    type('\rj');
    expect(log).toEqual(['swallowed held 1']);
  });

  it('lasts until the last of several holders lets go', () => {
    const first = dispatcher.holdInput();
    const second = dispatcher.holdInput();
    first();
    first();
    type('j');
    second();
    type('j');
    expect(log).toEqual(['swallowed held 1', 'down']);
  });
});

describe('a chord', () => {
  it('waits for its second key, however long, and shows what that may be', () => {
    let told = 0;
    const stop = dispatcher.subscribe(() => {
      told += 1;
    });
    type('s');
    expect(dispatcher.pending()).toMatchObject({
      first: 's',
      label: 'sort by',
      options: [
        { key: 'n', label: 'name', enabled: false },
        { key: 'e', label: 'errors', enabled: true },
      ],
    });
    type('e');
    stop();
    type('s');
    expect([log, told]).toEqual([['sorted by errors'], 2]);
  });

  it('may come in one read, and says why an option is disabled', () => {
    type('sesn');
    expect(log).toEqual(['sorted by errors', 'sort.name: Names are still loading']);
  });

  it('is given up by Esc silently, and by any other key with the valid ones, which is not run', () => {
    type('s\x1b');
    expect(dispatcher.pending()).toBeNull();
    type('sK');
    type('s\x03');
    type('j');
    expect(log).toEqual(['no sK, but n e', 'no sCtrl-C, but n e', 'down']);
  });

  it('is given up by a paste and by a change of place', () => {
    type('s\x1b[200~e\x1b[201~');
    type('e');
    type('s');
    stack = [handlersFor('dialog', { 'move.down': note('scrolled') }), ...stack];
    type('j');
    expect(log).toEqual(['swallowed paste 1', 'scrolled']);
  });

  it('does not begin where none of its commands is handled', () => {
    stack = [handlersFor('functions', {})];
    type('s');
    expect([dispatcher.pending(), log]).toEqual([null, ['sort.name: There is nothing to do here']]);
  });
});

describe('a text field', () => {
  it('takes letters as text, from the key after the one that opened it', () => {
    type('/Kq 7é\r');
    expect(log).toEqual(['filter submitted: Kq 7é']);
  });

  it('is edited and cancelled by keys', () => {
    type('/one twx');
    type('\x7fo\x17 \x1b[D\x1b[Dx\x1b[H\x1b[3~O\x1b[F!');
    type('\x1b');
    type('/abc\x15d\x03');
    expect(log).toEqual(['filter cancelled: Onex  !', 'filter cancelled: d']);
  });

  it('takes the first line of a paste if it accepts pastes', () => {
    type('/a\x1b[200~b\x07c\nK\r\x1b[201~d');
    type('\r');
    expect(log).toEqual(['filter submitted: abcd']);
  });

  it('refuses pastes and bursts if it must be typed', () => {
    openField('confirm', false);
    type('ab');
    type('\x1b[200~orders\x1b[201~');
    type('o'.repeat(17));
    type('c');
    type('\r');
    expect(log).toEqual([
      'swallowed paste 6',
      ...Array(17).fill('swallowed paste 1'),
      'confirm submitted: abc',
    ]);
  });

  it('is not submitted by a burst', () => {
    type('/');
    type(`${'x'.repeat(17)}\r`);
    expect(log.join()).toContain('text.submit: Ignored');
    type('\r');
    expect(log.at(-1)).toBe(`filter submitted: ${'x'.repeat(17)}`);
  });

  it('lets the keys it does not use through to its own overlay', () => {
    openField('palette');
    const field = stack[0]?.text;
    stack = [handlersFor('palette', { 'palette.next': note('next') }, field), screen, shared];
    type('j\x1b[B\x0ek\t');
    expect(log).toEqual(['next', 'next', 'palette.complete: There is nothing to do here']);
    expect(field?.line.text).toBe('jk');
  });
});

describe('a paste outside text fields', () => {
  it('is swallowed', () => {
    type('\x1b[200~K\r\x1b[201~j');
    expect(log).toEqual(['swallowed paste 2', 'down']);
  });
});

describe('what is available', () => {
  const shown = () =>
    dispatcher.available().map(({ keys, enabled }) => `${keys.join('/')}${enabled ? '' : ' -'}`);

  it('lists what is handled here, what works first', () => {
    expect(shown()).toEqual(['j/↓', 'q/Ctrl-C', '/', 's e', 'K', 's n -', 'U -']);
    readOnly = 'Read-only';
    expect(dispatcher.available().find(({ command }) => command === 'function.kill')).toMatchObject({
      enabled: false,
      reason: 'Read-only',
      changes: true,
      label: 'kill',
      group: 'Change AWS',
    });
  });

  it('shows only what gets past a text field while one is open', () => {
    openField('filter');
    const keys = shown();
    expect(keys).toContain('Enter');
    expect(keys).toContain('Ctrl-W');
    expect(keys).not.toContain('q/Ctrl-C');
    expect(keys).not.toContain('j/↓');
  });

  it('offers the palette what has a name, with its argument, and runs it', () => {
    const entries = dispatcher.paletteEntries(stack);
    expect(entries.map(({ name, argument, enabled }) => [name, argument, enabled])).toEqual([
      ['filter', null, true],
      ['sort errors', null, true],
      ['region', 'NAME', true],
      ['kill', 'NAME', true],
      ['sort name', null, false],
      ['restore', 'NAME', false],
    ]);
    dispatcher.run('context.region', ' eu-central-1 ');
    dispatcher.run('context.region');
    dispatcher.run('function.restore');
    expect(log).toEqual(['region eu-central-1', 'region null', 'function.restore: Nothing here was killed']);
  });
});

it('does not compile a handler for a command that is unknown, or not in that place', () => {
  // @ts-expect-error a typo
  handlersFor('functions', { 'function.kil': note('kill') });
  // @ts-expect-error following is for logs
  handlersFor('functions', { 'logs.follow': note('follow') });
  expect(handlersFor('logs', { 'logs.follow': note('follow') }).scope).toBe('logs');
});
