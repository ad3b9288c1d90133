/** Keys and names that take lines elsewhere: to the clipboard, to a file. */
import type { LogLine } from '../../src/domain/logs/log-line.ts';
import type { Handler } from '../../src/keys/handlers.ts';
import type { ReadingPlace } from '../../src/stores/logs-view-store.ts';
import type { ScreenHost } from '../screen.ts';
import { fileLine, wordsOf } from './line-words.ts';
import { keyOfLine, linesOfInvocation } from './one-invocation.ts';
import { lineAt } from './reading.ts';
import { isLine } from './tail-items.ts';
import type { LinesModel } from './tail-model.ts';

/** What is shown and where the cursor is. */
export interface KeepingOptions {
  readonly host: ScreenHost;
  readonly model: LinesModel;
  readonly place: () => ReadingPlace | null;
}

/** What the keys do with the lines of a model. */
export function keepingCommands({ host, model, place }: KeepingOptions) {
  const focused = (): LogLine | null => lineAt(model.page(place()));
  const needsLine = (): string | null => (focused() ? null : 'No line is shown here');
  const copyLine = (): void => {
    const line = focused();
    if (line) host.copy(wordsOf(line), 'the line');
  };
  const copyInvocation = (): void => {
    const line = focused();
    const key = line && keyOfLine(line);
    if (!key) {
      host.say('This line belongs to no invocation', 'warn');
      return;
    }
    const lines = linesOfInvocation(model.now().all, key);
    host.copy(lines.map(wordsOf).join('\n'), `${lines.length} lines of invocation ${key.requestId}`);
  };
  const save = (overwrite: boolean): Handler => ({
    run: ({ argument: file }) => {
      if (file === null) return;
      // As they are now: the tail runs on while they are written.
      const lines = model.now().shown.slice(0).filter(isLine);
      host.save({ file, rows: rowsOf(lines, fileLine(file)), overwrite }, 'lines', `:save! ${file}`);
    },
    disabled: () => (model.now().shown.size > 0 ? null : 'No line is shown here'),
  });

  return {
    'view.copy': { run: copyLine, disabled: needsLine },
    'logs.copy-invocation': { run: copyInvocation, disabled: needsLine },
    'logs.save': save(false),
    'logs.save-over': save(true),
  } satisfies Record<string, Handler>;
}

/** Made while they are written: a hundred thousand lines as text need not be there at once. */
function* rowsOf(lines: readonly LogLine[], text: (line: LogLine) => string): Generator<string> {
  for (const line of lines) yield text(line);
}
