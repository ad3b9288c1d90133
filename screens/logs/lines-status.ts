/** The line below the tail: following or not, what is new, what is filtered, what the search found. */
import { compareLines } from '../../src/domain/logs/line-buffer.ts';
import type { LogLine } from '../../src/domain/logs/log-line.ts';
import type { LogsState } from '../../src/stores/logs-store.ts';
import type { LogsViewState } from '../../src/stores/logs-view-store.ts';
import type { Segment } from '../../src/ui/segments.ts';
import type { Theme } from '../../src/ui/theme.ts';
import type { FilteredLines } from './filtered-lines.ts';
import { lineAt, type TailPage } from './reading.ts';
import { compileSearch } from './search.ts';

/** What the line is made of. */
export interface LinesStatusInputs {
  readonly page: TailPage;
  readonly view: LogsViewState;
  readonly logs: LogsState;
  readonly matches: FilteredLines | null;
  readonly theme: Theme;
}

/** The segments; where we are and what is new stay longest. */
export function linesStatus(inputs: LinesStatusInputs): Segment[] {
  const { view, theme, page } = inputs;
  const { search, level, onlyTrouble, hidesSystem } = view;
  const isFollowing = view.place === null;
  return [
    {
      text: isFollowing ? ' FOLLOWING ' : ' PAUSED ',
      style: isFollowing ? theme.good : theme.badge,
      weight: 0,
    },
    { text: isFollowing ? '' : newText(inputs), style: theme.accent, weight: 0 },
    { text: searchText(inputs), style: theme.accent, weight: 0 },
    { text: level === null ? '' : `level ${level} and above`, style: theme.accent, weight: 1 },
    { text: onlyTrouble ? '! only trouble' : '', style: theme.accent, weight: 1 },
    { text: hidesSystem && !onlyTrouble ? 'START, END, REPORT hidden' : '', style: theme.dim, weight: 3 },
    {
      text: search.only && search.text !== '' ? onlyText(search.context) : '',
      style: theme.accent,
      weight: 2,
    },
    { text: view.scrollX > 0 ? `${view.scrollX} columns scrolled, < back` : '', style: theme.dim, weight: 2 },
    {
      text: view.judged < 1 ? `looked through ${Math.floor(view.judged * 100)}%` : '',
      style: theme.dim,
      weight: 2,
    },
    { text: positionText(page, isFollowing), style: theme.dim, weight: 4, right: true },
  ];
}

/** `▼ 1,234 new lines`: those that came since, as far as they stand below what is on the screen. */
function newText({ page, view, logs }: LinesStatusInputs): string {
  const came = logs.received - (view.place?.received ?? 0);
  const last = page.rows.at(-1)?.index ?? -1;
  const below = page.items.size - 1 - last;
  // What is filtered counts as it is shown.
  const count = Math.min(came, below);
  if (count <= 0) return '';
  return `▼ ${count.toLocaleString('en')} new ${count === 1 ? 'line' : 'lines'}`;
}

function searchText({ view, matches, page }: LinesStatusInputs): string {
  const { text, inverted } = view.search;
  if (text === '') return '';
  const compiled = compileSearch(view.search);
  const asked = `${inverted ? 'not ' : ''}/${text}`;
  if (compiled.problem !== null) return `${asked}: ${compiled.problem}`;
  if (!matches) return asked;
  const { size } = matches.lines;
  const count = size.toLocaleString('en');
  const at = view.place === null ? null : ordinalOf(lineAt(page), matches);
  return `${asked}  ${at === null ? count : `${at.toLocaleString('en')} of ${count}`} ${size === 1 ? 'match' : 'matches'}`;
}

/** Which match a line is, from 1; null when it is none. */
function ordinalOf(line: LogLine | null, { lines }: FilteredLines): number | null {
  if (!line) return null;
  const index = lines.indexOf(line);
  const found = lines.at(index);
  return found && compareLines(found, line) === 0 ? index + 1 : null;
}

function onlyText(context: number): string {
  return context === 0 ? 'only matches' : `only matches and ${context} around`;
}

/** How far up or down the page is. */
function positionText({ items, rows }: TailPage, isFollowing: boolean): string {
  if (isFollowing || items.size === 0) return '';
  const last = rows.at(-1)?.index ?? 0;
  return `${Math.round(((last + 1) / items.size) * 100)}%`;
}
