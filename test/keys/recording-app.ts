import { createDispatcher, type Dispatcher } from '../../src/keys/dispatcher.ts';
import { type HandlerSet, handlersFor } from '../../src/keys/handlers.ts';
import { keymap } from '../../src/keys/keymap.ts';
import { type TextField, textLine } from '../../src/keys/text-line.ts';
import { createTokenizer } from '../../src/keys/tokenizer.ts';

/** An application with one screen that writes down what its keys do. */
export class RecordingApp {
  /** What happened, in order. */
  readonly log: string[] = [];
  readOnly: string | null = null;
  readonly screen = handlersFor('functions', {
    'move.down': this.note('down'),
    'sort.errors': this.note('sorted by errors'),
    'sort.name': { ...this.note('sorted by name'), disabled: () => 'Names are still loading' },
    'function.kill': this.note('kill dialog'),
    'function.restore': {
      ...this.note('restore dialog'),
      disabled: (argument) => (argument === null ? 'Nothing here was killed' : null),
    },
    'find.start': { run: () => this.openField('filter') },
  });
  readonly shared = handlersFor('everywhere', {
    'go.leave': this.note('leave'),
    'context.region': { run: ({ argument }) => void this.log.push(`region ${argument}`) },
  });
  stack: HandlerSet[] = [this.screen, this.shared];
  readonly dispatcher: Dispatcher = createDispatcher({
    keymap,
    stack: () => this.stack,
    changesRefused: () => this.readOnly,
    onDisabled: (command, reason) => void this.log.push(`${command}: ${reason}`),
    onSwallowed: (what, count) => void this.log.push(`swallowed ${what} ${count}`),
    onUnknownChord: ({ first, options }, pressed) =>
      void this.log.push(`no ${first}${pressed}, but ${options.map(({ key }) => key).join(' ')}`),
  });

  /** A handler that only writes `text` down. */
  note(text: string) {
    return { run: () => void this.log.push(text) };
  }

  /** One read of the terminal, and silence after it. */
  type(text: string): void {
    const tokenizer = createTokenizer();
    const events = tokenizer.push(text, 0);
    this.dispatcher.dispatch([...events, ...tokenizer.expire(tokenizer.deadline() ?? 0)]);
  }

  /** Puts a field on top that closes when it is done with. */
  openField(name: string, acceptsPaste = true): void {
    const close = (word: string) => {
      this.stack = this.stack.slice(1);
      this.log.push(`${name} ${word}: ${field.line.text}`);
    };
    const field = {
      line: textLine(),
      acceptsPaste,
      change(line: TextField['line']) {
        field.line = line;
      },
      submit: () => close('submitted'),
      cancel: () => close('cancelled'),
    };
    this.stack = [handlersFor('text-entry', {}, field), ...this.stack];
  }
}
