import { beforeEach, describe, expect, it } from 'vitest';
import { RecordingApp } from './recording-app.ts';

let app: RecordingApp;

beforeEach(() => {
  app = new RecordingApp();
});

describe('what is available', () => {
  const shown = () =>
    app.dispatcher.available().map(({ keys, enabled }) => `${keys.join('/')}${enabled ? '' : ' -'}`);

  it('lists what is handled here, what works first', () => {
    expect(shown()).toEqual(['j/↓', 'q/Ctrl-C', '/', 's e', 'K', 's n -', 'U -']);
    app.readOnly = 'Read-only';
    expect(app.dispatcher.available().find(({ command }) => command === 'function.kill')).toMatchObject({
      enabled: false,
      reason: 'Read-only',
      changes: true,
      label: 'kill',
      group: 'Change AWS',
    });
  });

  it('shows only what gets past a text field while one is open', () => {
    app.openField('filter');
    const keys = shown();
    expect(keys).toContain('Enter');
    expect(keys).toContain('Ctrl-W');
    expect(keys).not.toContain('q/Ctrl-C');
    expect(keys).not.toContain('j/↓');
  });

  it('offers the palette what has a name, with its argument, and runs it', () => {
    const entries = app.dispatcher.paletteEntries(app.stack);
    expect(entries.map(({ name, argument, enabled }) => [name, argument, enabled])).toEqual([
      ['filter', null, true],
      ['sort errors', null, true],
      ['region', 'NAME', true],
      ['kill', 'NAME', true],
      ['sort name', null, false],
      ['restore', 'NAME', false],
    ]);
    app.dispatcher.run('context.region', ' eu-central-1 ');
    app.dispatcher.run('context.region');
    app.dispatcher.run('function.restore');
    app.dispatcher.run('function.restore', 'orders');
    expect(app.log).toEqual([
      'region eu-central-1',
      'region null',
      'function.restore: Nothing here was killed',
      'restore dialog',
    ]);
  });
});
