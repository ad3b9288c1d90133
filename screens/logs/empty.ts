/** What is said where no line can be shown: never an empty screen that could mean anything. */
import { durationWords } from '../../src/domain/duration-words.ts';
import { cutEnd, sanitise } from '../../src/domain/text.ts';
import { wrapText } from '../../src/domain/wrap.ts';
import type { LogsState } from '../../src/stores/logs-store.ts';
import type { LogsViewState } from '../../src/stores/logs-view-store.ts';
import type { Theme } from '../../src/ui/theme.ts';
import { formatTime } from './drawing/times.ts';
import { modeOf } from './tail-badges.ts';

/** What the words are made of. */
export interface EmptyInputs {
  readonly view: LogsViewState;
  readonly logs: LogsState;
  /** Why nothing of the account can be read, as styled lines; null when it can. */
  readonly unread: readonly string[] | null;
  readonly width: number;
  /** ms since the epoch. */
  readonly now: number;
  readonly theme: Theme;
}

/** The lines, styled. */
export function emptyLines(inputs: EmptyInputs): readonly string[] {
  const { logs, unread } = inputs;
  if (logs.query === null) {
    return said(inputs, 'No function is chosen.', [
      'Esc, then l on a function or on several that are marked by Space',
      ':logs NAME, :logs NAME:ALIAS, or several names with commas between',
    ]);
  }
  if (logs.lines.size > 0) return nothingLeft(inputs);
  if (logs.status.targets.length === 0 && unread !== null) return unread;
  return nothingRead(inputs);
}

/** There are lines, and the filters show none of them. */
function nothingLeft(inputs: EmptyInputs): string[] {
  const { view, logs } = inputs;
  const count = logs.lines.size.toLocaleString('en');
  if (view.judged < 1) return said(inputs, `Looking through ${count} lines…`, []);
  return said(inputs, `None of ${count} lines is to be shown by what is filtered.`, [
    'Esc takes the filters back, one at a time',
  ]);
}

function nothingRead(inputs: EmptyInputs): string[] {
  const { logs, view, now } = inputs;
  const { query, status } = logs;
  const since = query
    ? formatTime(query.since, { view: view.times, milliseconds: false, date: false, now })
    : '';
  const ago = durationWords((now - (query?.since ?? now)) / 1_000);
  switch (modeOf(status)) {
    case 'waiting': {
      const groups = status.targets
        .filter(({ mode }) => mode === 'waiting')
        .map(({ group, target }) => group ?? target);
      return said(inputs, 'No logs yet: the group appears at the first invocation.', [
        `waiting for ${groups.join(', ')}`,
      ]);
    }
    case 'refused':
      return refused(inputs);
    case 'opening':
      return said(inputs, `Looking where they log…`, []);
    default: {
      const isRead = status.targets.every(({ caughtUpAt }) => caughtUpAt !== null);
      if (!isRead) return said(inputs, `Reading from ${since} on (${ago})…`, []);
      const what = query?.pattern ? `No line that matches ${query.pattern}` : 'No line';
      return said(inputs, `${what} since ${since} (${ago}). What comes is shown at once.`, [
        ':since 3h reads from further back',
      ]);
    }
  }
}

/** What AWS says against it, whole, and what to do: the head of the screen has one row for it. */
function refused({ logs, width, theme }: EmptyInputs): string[] {
  const errors = new Map(logs.status.targets.flatMap(({ error }) => (error ? [[error.message, error]] : [])));
  const told = [...errors.values()].flatMap(({ message, next }) => [
    '',
    ...wrapText(sanitise(message), width - 4).map((row) => `  ${row}`),
    ...next.flatMap((step) => wrapText(`→ ${sanitise(step)}`, width - 4).map((row) => theme.dim(`  ${row}`))),
  ]);
  return ['', '  These logs cannot be read; it is tried again by and by.', ...told];
}

function said({ width, theme }: EmptyInputs, sentence: string, next: readonly string[]): string[] {
  const cut = (text: string): string => cutEnd(sanitise(text), width - 2);
  return [
    '',
    `  ${cut(sentence)}`,
    ...(next.length > 0 ? [''] : []),
    ...next.map((step) => theme.dim(cut(`  → ${step}`))),
  ];
}
