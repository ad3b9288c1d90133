/**
 * Which lines of the tail are shown and which are found, kept up to date as lines come and as the person filters.
 * What was there already is judged in the background, a piece a turn.
 */
import { isAtLeast, severityOf } from '../../src/domain/logs/levels.ts';
import type { LineBuffer } from '../../src/domain/logs/line-buffer.ts';
import type { LogLine } from '../../src/domain/logs/log-line.ts';
import type { LogsStore } from '../../src/stores/logs-store.ts';
import type { LogsViewState, LogsViewStore } from '../../src/stores/logs-view-store.ts';
import { FilteredLines, type Keeps } from './filtered-lines.ts';
import { compileSearch } from './search.ts';

/** The lines as they are filtered now. */
export interface LineFilters {
  /** What is shown; the tail's own buffer when nothing is left out. */
  readonly shown: () => LineBuffer;
  /** What the search found; null when nothing is searched for. */
  readonly matches: () => FilteredLines | null;
  /** Errors, timeouts, crashes. */
  readonly problems: () => LineBuffer;
  readonly close: () => void;
}

/** Filters over the tail in the store. `judged` of the view says how far the background has come. */
export function createLineFilters(logs: LogsStore, view: LogsViewStore): LineFilters {
  let all = logs.getState().lines;
  let problems = new FilteredLines(all, isProblem);
  let shown: FilteredLines | null = null;
  let matches: FilteredLines | null = null;
  let working: NodeJS.Immediate | undefined;

  const every = (): FilteredLines[] => [problems, shown, matches].filter((one) => one !== null);

  const work = (): void => {
    working = undefined;
    for (const filter of new Set(every())) filter.work();
    const judged = Math.min(...every().map(({ progress }) => progress));
    view.setState({ judged });
    if (judged < 1) working = setImmediate(work);
  };
  const rebuild = (): void => {
    const state = view.getState();
    const keeps = keepsOf(state);
    const search = compileSearch(state.search);
    const wanted = search.matches ? bothOf(keeps, search.matches) : null;
    const { only, context } = state.search;
    matches = wanted && new FilteredLines(all, wanted);
    if (wanted && only) shown = context > 0 ? new FilteredLines(all, wanted, context) : matches;
    else shown = keeps && new FilteredLines(all, keeps);
    working ??= setImmediate(work);
  };

  const unsubscribes = [
    logs.subscribe(({ lines, newest, revision }, before) => {
      if (lines !== all) {
        all = lines;
        problems = new FilteredLines(all, isProblem);
        rebuild();
      } else if (revision !== before.revision) {
        for (const filter of new Set(every())) filter.add(newest);
      }
    }),
    view.subscribe((state, before) => {
      if (FILTERED_BY.some((key) => state[key] !== before[key])) rebuild();
    }),
  ];
  rebuild();

  return {
    shown: () => shown?.lines ?? all,
    matches: () => matches,
    problems: () => problems.lines,
    close() {
      clearImmediate(working);
      for (const unsubscribe of unsubscribes) unsubscribe();
    },
  };
}

const FILTERED_BY = [
  'level',
  'onlyTrouble',
  'hidesSystem',
  'search',
] as const satisfies (keyof LogsViewState)[];

const isProblem: Keeps = (line) => line.isProblem;

/** What goes well is told by these; each failure is told by an error line or a report that is a problem. */
const SYSTEM_KINDS: ReadonlySet<LogLine['kind']> = new Set([
  'init',
  'start',
  'end',
  'runtime-done',
  'report',
  'init-report',
  'restore',
  'restore-report',
  'extension',
]);

/** What the filters let through; null when they let everything through. */
function keepsOf({ level, onlyTrouble, hidesSystem }: LogsViewState): Keeps | null {
  if (level === null && !onlyTrouble && !hidesSystem) return null;
  return (line) => {
    if (line.isProblem) return true;
    if (onlyTrouble || (hidesSystem && SYSTEM_KINDS.has(line.kind))) return false;
    return level === null || isAtLeast(severityOf(line), level);
  };
}

function bothOf(one: Keeps | null, other: Keeps): Keeps {
  return one ? (line) => one(line) && other(line) : other;
}
