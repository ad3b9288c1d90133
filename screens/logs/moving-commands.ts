/** Keys that move about in lines. Each one that leaves the newest line also ends following: nothing moves away. */
import { LineBuffer } from '../../src/domain/logs/line-buffer.ts';
import type { LogLine } from '../../src/domain/logs/log-line.ts';
import type { Handler } from '../../src/keys/handlers.ts';
import type { ReadingPlace } from '../../src/stores/logs-view-store.ts';
import type { ScreenHost } from '../screen.ts';
import type { LineFilters } from './line-filters.ts';
import {
  firstLine,
  goToIndex,
  lastLine,
  lineAt,
  moveLines,
  moveRows,
  stayHere,
  type TailPage,
} from './reading.ts';
import type { LinesModel } from './tail-model.ts';

/** What is moved about in. */
export interface MovingOptions {
  readonly host: ScreenHost;
  readonly model: LinesModel;
  /** Of the tail; null for a text that does not grow, which is not followed either. */
  readonly filters: LineFilters | null;
  /** Null = following. */
  readonly place: () => ReadingPlace | null;
  readonly setPlace: (place: ReadingPlace | null) => void;
}

type Motion = (page: TailPage, received: number) => ReadingPlace | null;

/** What the keys do. */
export function movingCommands({ host, model, filters, place, setPlace }: MovingOptions) {
  const { logsView } = host.stores;
  const to = (motion: Motion): void => {
    const before = place();
    const next = motion(model.page(before), model.now().received);
    // Whoever moves on after pausing still wants to know what came since the pause.
    if (next) setPlace(before ? { ...next, received: before.received } : next);
  };
  const move = (motion: Motion): Handler => ({ run: () => to(motion) });
  /** There is nothing below the newest line. */
  const down = (motion: Motion): Handler => ({ run: () => (place() ? to(motion) : undefined) });
  const rows = (page: TailPage, share: number): number => Math.max(1, Math.ceil((page.height - 1) * share));
  const byRows = (share: number): Motion => {
    return (page, received) => moveRows(page, Math.sign(share) * rows(page, Math.abs(share)), received);
  };
  const find = (direction: 1 | -1, found: Found, none: string): void => {
    const line = seek(model.page(place()), direction, found, place() !== null);
    if (line) to((page, received) => goToIndex(page, page.items.indexOf(line), received));
    else host.say(none, 'warn');
  };
  const problems = (): Found =>
    filters
      ? { lines: filters.problems(), skips: isSameTrouble }
      : { lines: troubleIn(model), skips: isSameTrace };
  const matches = (): Found => ({ lines: filters?.matches()?.lines ?? NONE, skips: () => false });
  const needsSearch = (): string | null =>
    logsView.getState().search.text === '' ? 'Nothing is searched for; / searches' : null;
  const freeze = (): void => {
    if (place()) setPlace(null);
    else if (lineAt(model.page(null))) to(stayHere);
    else host.say('No line is shown yet: there is none to stay at', 'warn');
  };
  const follow: Handler = filters ? { run: () => setPlace(null) } : move(lastLine);

  return {
    'move.down': down((page, received) => moveLines(page, 1, received)),
    'move.up': move((page, received) => moveLines(page, -1, received)),
    'move.page-down': down(byRows(1)),
    'move.page-up': move(byRows(-1)),
    'logs.page-down': down(byRows(1)),
    'logs.page-up': move(byRows(-1)),
    'move.half-page-down': down(byRows(0.5)),
    'move.half-page-up': move(byRows(-0.5)),
    'move.first': move(firstLine),
    'move.last': follow,
    'logs.next-error': {
      run: () => find(1, problems(), 'No further error below; E goes to those above'),
    },
    'logs.previous-error': { run: () => find(-1, problems(), 'No further error above') },
    ...(filters && {
      'logs.follow': follow,
      'view.freeze': { run: freeze },
      'find.next': {
        run: () => find(1, matches(), 'No further match below; N goes up'),
        disabled: needsSearch,
      },
      'find.previous': {
        run: () => find(-1, matches(), 'No further match above'),
        disabled: needsSearch,
      },
    }),
  } satisfies Record<string, Handler>;
}

/** Lines to go to, in order, and which of them are nothing new seen from another. */
interface Found {
  readonly lines: Pick<LineBuffer, 'at' | 'indexOf'>;
  readonly skips: (line: LogLine, from: LogLine) => boolean;
}

const NONE: Found['lines'] = new LineBuffer();

/** The next one that is shown. While following, the line under the cursor is one of those looked for. */
function seek(page: TailPage, direction: 1 | -1, { lines, skips }: Found, isPlaced: boolean): LogLine | null {
  const from = lineAt(page);
  if (!from) return null;
  const start = lines.indexOf(from);
  const isThere = lines.at(start) === from;
  let index = direction > 0 ? start + (isThere ? 1 : 0) : start - (isThere && !isPlaced ? 0 : 1);
  for (let line = lines.at(index); line; index += direction, line = lines.at(index)) {
    const isShown = page.items.at(page.items.indexOf(line)) === line;
    if (isShown && !(isPlaced && skips(line, from))) return line;
  }
  return null;
}

/** Another line of the same trace, or of the same invocation: no other error. */
function isSameTrouble(line: LogLine, from: LogLine): boolean {
  if (line.head !== line.seq) return true;
  return (
    line.requestId !== null && line.requestId === from.requestId && line.event.stream === from.event.stream
  );
}

/** Another line of the same trace. */
function isSameTrace({ head }: LogLine, from: LogLine): boolean {
  return head === from.head;
}

/** The lines of a short text that tell of trouble. */
function troubleIn(model: LinesModel): LineBuffer {
  const trouble = new LineBuffer();
  trouble.add(
    model
      .now()
      .all.slice(0)
      .filter(({ isProblem }) => isProblem),
  );
  return trouble;
}
