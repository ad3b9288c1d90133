/** What all tables draw the same way: names, the gutter, the cursor's bar, the filter line. */
import { useEffect, useMemo } from 'react';
import { cutNames } from '../../src/domain/cut-names.ts';
import { cutEnd, sanitise, widthOf } from '../../src/domain/text.ts';
import { inputLine, type TypedLine } from '../../src/ui/input-line.ts';
import { GUTTER } from '../../src/ui/table-layout.ts';
import type { Theme } from '../../src/ui/theme.ts';

/** The names in sight, cut to a width; done again only when they change. */
export function useCutNames(visible: readonly string[]): (width: number) => ReadonlyMap<string, string> {
  const key = JSON.stringify(visible);
  return useMemo(() => {
    const cache = new Map<number, Map<string, string>>();
    const clean = new Map(namesIn(key).map((name) => [name, sanitise(name)]));
    return (width) => {
      const known = cache.get(width);
      if (known) return known;
      const cuts = cutNames([...new Set(clean.values())], width);
      const names = new Map([...clean].map(([name, text]) => [name, cuts.get(text) ?? text]));
      cache.set(width, names);
      return names;
    };
  }, [key]);
}

const namesIn = (key: string): string[] => JSON.parse(key) as string[];

/** Where a table says what it has drawn. */
interface ViewStore {
  setState(change: {
    readonly visible?: readonly string[];
    readonly room?: number;
    readonly top?: number;
  }): void;
}

/**
 * Feeds refresh what is in sight, and commands page by what fits: both learn it here. Only after the frame: had a
 * store changed when React looks it over at the frame's end, React would draw the same frame again.
 */
export function useTellView(
  store: ViewStore,
  { room, top, visible }: { room: number; top: number; visible: readonly string[] },
): void {
  const key = JSON.stringify(visible);
  useEffect(() => {
    const after = setImmediate(() => store.setState({ visible: namesIn(key) }));
    return () => clearImmediate(after);
  }, [store, key]);
  useEffect(() => {
    const after = setImmediate(() => store.setState({ room, top }));
    return () => clearImmediate(after);
  }, [store, room, top]);
}

/**
 * What the state column gets of the layout while a stopped function is in sight: `KILLED 03:12` in any case, and
 * where there is room `KILLED 20 Nov 03:12 by a-longer-name (was 1000)`.
 */
export const ROOM_FOR_KILLED = { lastLeast: 12, lastNeeds: 46 } as const;

/** Where the cursor is and what is marked, told by sign and not by colour alone. */
export function gutter(isCursor: boolean, isMarked: boolean, theme: Theme): string {
  return `${isCursor ? '›' : ' '}${isMarked ? theme.mark('●') : ' '}`;
}

/** The cursor's bar reaches the right edge. */
export function padded(
  line: string,
  layout: { placed: readonly { width: number }[] },
  width: number,
): string {
  const used = layout.placed.reduce((sum, column) => sum + column.width + 1, GUTTER - 1);
  return line + ' '.repeat(Math.max(0, width - used));
}

/** What is typed, and beside it how many rows it leaves, or why it cannot be used. */
export function typedFilterLine(
  typed: TypedLine,
  view: { readonly rows: readonly unknown[]; readonly total: number; readonly filterProblem: string | null },
  width: number,
  theme: Theme,
): string {
  const note = view.filterProblem ?? `${view.rows.length} of ${view.total}`;
  const noteWidth = Math.min(Math.floor(width * 0.6), widthOf(note));
  const style = view.filterProblem ? theme.warn : theme.dim;
  const line = inputLine('/', typed, width - noteWidth - 3, theme);
  return `${line}  ${style(cutEnd(sanitise(note), noteWidth))}`;
}
