import { beforeEach, describe, expect, it } from 'vitest';
import { handlersFor } from '../../src/keys/handlers.ts';
import { RecordingApp } from './recording-app.ts';

let app: RecordingApp;

beforeEach(() => {
  app = new RecordingApp();
});

describe('a key', () => {
  it('runs its command once for every press, and an unbound one nothing', () => {
    app.type('jZé\x1b[Bj');
    expect(app.log).toEqual(['down', 'down', 'down']);
  });

  it('is answered by a set that covers the place', () => {
    app.type('q');
    expect(app.log).toEqual(['leave']);
  });

  it('says why it does nothing', () => {
    app.type('U');
    app.type('w');
    expect(app.log).toEqual([
      'function.restore: Nothing here was killed',
      'view.wide: There is nothing to do here',
    ]);
  });

  it('does not reach the screen under an overlay', () => {
    app.stack = [handlersFor('help', {}), app.screen, app.shared];
    app.type('jK');
    app.type('q');
    expect(app.log).toEqual(['move.down: There is nothing to do here', 'leave']);
  });

  it('does nothing when nothing takes keys', () => {
    app.stack = [app.shared];
    app.type('jqK');
    expect(app.log).toEqual([]);
  });
});

describe('a command that changes AWS', () => {
  it('is refused in a read-only session, whatever its handler thinks', () => {
    app.readOnly = 'This session is read-only (:write lifts that)';
    app.type('K');
    app.dispatcher.run('function.kill', 'orders');
    const line = 'function.kill: This session is read-only (:write lifts that)';
    expect(app.log).toEqual([line, line]);
  });

  it('is never run by a burst, though the rest of the burst works', () => {
    app.type(`${'j'.repeat(17)}K`);
    expect(app.log.slice(0, -1)).toEqual(Array(17).fill('down'));
    expect(app.log.at(-1)).toContain('function.kill: Ignored: it came together with other input');
  });

  it('ends the read it came in', () => {
    app.type('jKj\r');
    expect(app.log).toEqual(['down', 'kill dialog', 'swallowed held 2']);
    app.type('j');
    expect(app.log.at(-1)).toBe('down');
  });
});

describe('held input', () => {
  it('is dropped until the dialog was seen, Ctrl-C excepted', () => {
    const seen = app.dispatcher.holdInput();
    app.type('jj');
    app.type('\x03');
    seen();
    app.type('j');
    expect(app.log).toEqual(['swallowed held 2', 'leave', 'down']);
  });

  it('includes the rest of the read in which the holding began', () => {
    app.stack = [
      handlersFor('functions', { 'go.into': { run: () => void app.dispatcher.holdInput() } }),
      app.screen,
    ];
    app.type('\rj');
    expect(app.log).toEqual(['swallowed held 1']);
  });

  it('lasts until the last of several holders lets go', () => {
    const first = app.dispatcher.holdInput();
    const second = app.dispatcher.holdInput();
    first();
    first();
    app.type('j');
    second();
    app.type('j');
    expect(app.log).toEqual(['swallowed held 1', 'down']);
  });
});

describe('a chord', () => {
  it('waits for its second key, however long, and shows what that may be', () => {
    let told = 0;
    const stop = app.dispatcher.subscribe(() => {
      told += 1;
    });
    app.type('s');
    expect(app.dispatcher.pending()).toMatchObject({
      first: 's',
      label: 'sort by',
      options: [
        { key: 'n', label: 'name', enabled: false },
        { key: 'e', label: 'errors', enabled: true },
      ],
    });
    app.type('e');
    stop();
    app.type('s');
    expect([app.log, told]).toEqual([['sorted by errors'], 2]);
  });

  it('may come in one read, and says why an option is disabled', () => {
    app.type('sesn');
    expect(app.log).toEqual(['sorted by errors', 'sort.name: Names are still loading']);
  });

  it('is given up by Esc silently, and by any other key with the valid ones, which is not run', () => {
    app.type('s\x1b');
    expect(app.dispatcher.pending()).toBeNull();
    app.type('sK');
    app.type('s\x03');
    app.type('j');
    expect(app.log).toEqual(['no sK, but n e', 'no sCtrl-C, but n e', 'down']);
  });

  it('is given up by a paste and by a change of place', () => {
    app.type('s\x1b[200~e\x1b[201~');
    app.type('e');
    app.type('s');
    app.stack = [handlersFor('dialog', { 'move.down': app.note('scrolled') }), ...app.stack];
    app.type('j');
    expect(app.log).toEqual(['swallowed paste 1', 'scrolled']);
  });

  it('does not begin where none of its commands is handled', () => {
    app.stack = [handlersFor('functions', {})];
    app.type('s');
    expect([app.dispatcher.pending(), app.log]).toEqual([null, ['sort.name: There is nothing to do here']]);
  });
});

it('does not compile a handler for a command that is unknown, or not in that place', () => {
  // @ts-expect-error a typo
  handlersFor('functions', { 'function.kil': app.note('kill') });
  // @ts-expect-error following is for logs
  handlersFor('functions', { 'logs.follow': app.note('follow') });
  expect(handlersFor('logs', { 'logs.follow': app.note('follow') }).scope).toBe('logs');
});
