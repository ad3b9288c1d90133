/** A search of a log group that is due, and what comes of it. */

/** What a page of FilterLogEvents holds at most (facts/aws.md section 3). */
const PAGE_EVENTS = 10_000;
const PAGE_BYTES = 1_048_576;

/** One search that is due. */
export interface PlannedSearch {
  /** Everything not swept, only the newest, what is a minute old, or what sampled updates left out. */
  readonly kind: 'all' | 'newest' | 'sweep' | 'completion';
  /** ms since the epoch, both inclusive; null = whatever is there. */
  readonly from: number;
  readonly to: number | null;
  /** Of a long time only the newest lines are wanted. */
  readonly newestFirst: boolean;
  /** When it begins. */
  readonly at: number;
  /** Pages after which it is to be given up; null = none. */
  readonly mostPages: number | null;
}

/** How a search went. */
export interface SearchResult {
  readonly pages: number;
  readonly events: number;
  /** Of message text. */
  readonly bytes: number;
  /** The times that were read; null without a line. */
  readonly oldest: number | null;
  readonly newest: number | null;
  /** All pages were read. */
  readonly complete: boolean;
}

/** Pages a ms of a search's time took, where a last page that is not full counts by what it held. */
export function densityOf({ from, to, at, newestFirst }: PlannedSearch, result: SearchResult): number {
  const { pages, events, bytes, oldest, newest, complete } = result;
  const start = newestFirst && !complete ? (oldest ?? from) : from;
  const end = newestFirst || complete ? Math.min(to ?? at, at) : (newest ?? at);
  const load = Math.max(pages - 1, events / PAGE_EVENTS, bytes / PAGE_BYTES);
  return load / Math.max(1_000, end - start);
}
