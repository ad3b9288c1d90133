/** What everything on the logs screen works with. */
import type { ScreenHost } from '../screen.ts';
import type { ScrolledText } from '../table/scrolling.ts';
import type { InvocationsTable } from './invocations/view-model.ts';
import type { LineFilters } from './line-filters.ts';
import type { OneInvocation } from './one-invocation.ts';
import type { TailFigures } from './tail-figures.ts';
import type { LinesModel } from './tail-model.ts';

/** One open logs screen. */
export interface LogsContext {
  readonly host: ScreenHost;
  readonly filters: LineFilters;
  readonly figures: TailFigures;
  readonly tail: LinesModel;
  readonly one: OneInvocation;
  /** The invocations as they are on the screen now. */
  readonly table: () => InvocationsTable;
  /** How much of the figures there is and is seen: they learn it when they are drawn, and are scrolled by it. */
  readonly distributions: {
    readonly size: () => ScrolledText;
    readonly setSize: (size: ScrolledText) => void;
  };
  /** What was searched for before the present search was begun to be typed. */
  readonly searchBefore: () => string;
}
