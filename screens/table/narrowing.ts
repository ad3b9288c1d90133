/** Which rows of a table are left: by the filter, also while it is typed, and by `!`, only what is in trouble. */
import type { ParsedFilter } from '../../src/domain/filter.ts';
import type { TableView } from '../../src/stores/table-view.ts';
import { remember } from './remember.ts';

/** The rows that are left. */
export interface Narrowed<Row> {
  readonly rows: readonly Row[];
  /** The filter that holds: as typed, or the last one that could be used. */
  readonly filter: ParsedFilter<Row>;
  /** Why the filter as typed cannot be used; null when it can. */
  readonly filterProblem: string | null;
}

/** What of a view decides about the rows. */
type NarrowingView = Pick<TableView<never>, 'filter' | 'typing' | 'onlyTrouble'>;

/** Narrows rows down; done again only when they or the view changed. */
export function createNarrowing<Row>(
  parse: (text: string) => ParsedFilter<Row>,
  inTrouble: (row: Row) => boolean,
): (all: readonly Row[], view: NarrowingView) => Narrowed<Row> {
  const filterOf = remember(parse);
  const rowsOf = remember((all: readonly Row[], filter: ParsedFilter<Row>, onlyTrouble: boolean) => {
    const matching = filter.ok && !filter.empty ? all.filter(filter.matches) : all;
    return onlyTrouble ? matching.filter(inTrouble) : matching;
  });
  // A filter that cannot be used leaves the rows as they were: half a word typed must not empty the screen.
  let lastGood = filterOf('');
  return (all, view) => {
    const typed = filterOf(view.typing?.text ?? view.filter);
    if (typed.ok) lastGood = typed;
    return {
      rows: rowsOf(all, lastGood, view.onlyTrouble),
      filter: lastGood,
      filterProblem: typed.ok ? null : typed.problem,
    };
  };
}
