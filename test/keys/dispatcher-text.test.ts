import { beforeEach, describe, expect, it } from 'vitest';
import { handlersFor } from '../../src/keys/handlers.ts';
import { RecordingApp } from './recording-app.ts';

let app: RecordingApp;

beforeEach(() => {
  app = new RecordingApp();
});

describe('a text field', () => {
  it('takes letters as text, from the key after the one that opened it', () => {
    app.type('/Kq 7é\r');
    expect(app.log).toEqual(['filter submitted: Kq 7é']);
  });

  it('is edited and cancelled by keys', () => {
    app.type('/one twx');
    app.type('\x7fo\x17 \x1b[D\x1b[Dx\x1b[H\x1b[3~O\x1b[F!');
    app.type('\x1b');
    app.type('/abc\x15d\x03');
    expect(app.log).toEqual(['filter cancelled: Onex  !', 'filter cancelled: d']);
  });

  it('takes the first line of a paste if it accepts pastes', () => {
    app.type('/a\x1b[200~b\x07c\nK\r\x1b[201~d');
    app.type('\r');
    expect(app.log).toEqual(['filter submitted: abcd']);
  });

  it('refuses pastes and bursts if it must be typed', () => {
    app.openField('confirm', false);
    app.type('ab');
    app.type('\x1b[200~orders\x1b[201~');
    app.type('o'.repeat(17));
    app.type('c');
    app.type('\r');
    expect(app.log).toEqual([
      'swallowed paste 6',
      ...Array(17).fill('swallowed paste 1'),
      'confirm submitted: abc',
    ]);
  });

  it('is not submitted by a burst if it must be typed', () => {
    app.openField('confirm', false);
    app.type('ab');
    app.type('\rxx');
    expect(app.log[0]).toContain('text.submit: Ignored');
    expect(app.log.join()).not.toContain('submitted');
  });

  it('on a slow line: what was typed, Enter and what follows come as one read and mean what they say', () => {
    app.type('/pay\rjj');
    expect(app.log).toEqual(['filter submitted: pay', 'down', 'down']);
  });

  it('never leads from a burst to a command that must be deliberate', () => {
    app.openField('palette');
    const field = app.stack[0]?.text;
    if (!field) throw new Error('no field is open');
    const submit = (): void => {
      app.stack = app.stack.slice(1);
      app.dispatcher.run('function.kill', 'orders');
    };
    app.stack = [handlersFor('palette', {}, { ...field, submit }), ...app.stack.slice(1)];
    app.type('kill orders\rjj');
    expect(app.log.join()).toContain('function.kill: Ignored');
    expect(app.log.join()).not.toContain('kill dialog');
  });

  it('lets the keys it does not use through to its own overlay', () => {
    app.openField('palette');
    const field = app.stack[0]?.text;
    app.stack = [handlersFor('palette', { 'palette.next': app.note('next') }, field), app.screen, app.shared];
    app.type('j\x1b[B\x0ek\t');
    expect(app.log).toEqual(['next', 'next', 'palette.complete: There is nothing to do here']);
    expect(field?.line.text).toBe('jk');
  });
});

describe('a paste outside text fields', () => {
  it('is swallowed', () => {
    app.type('\x1b[200~K\r\x1b[201~j');
    expect(app.log).toEqual(['swallowed paste 2', 'down']);
  });
});
