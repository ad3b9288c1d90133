/**
 * What is to be searched of one log group, and when, so that together with a live tail nothing is missed. Pure
 * arithmetic on the times it is told (ms since the epoch); feeds/logs does the reading.
 *
 * Lines arrive up to a minute after their own time, so a time is done with (`swept`) only when it was read a
 * minute after it passed. Without live tail that takes a search from `swept` on every two seconds; where these
 * are too many pages, searches of the newest alone, and each time once more when it is a minute old. With live
 * tail nothing is searched except around a session's begin, which closes the gap before it, and after updates
 * that were only a sample.
 */
import { densityOf, type PlannedSearch, type SearchResult } from './planned-search.ts';
import type { UnreadSpan } from './tail-status.ts';

/** Lines that arrive later than this after their time may be missed by searches; live tail has them anyway. */
export const LATENESS_MS = 60_000;
/** Between two searches without live tail. */
const POLL_MS = 2_000;
/** A session that ended is usually back sooner than this; then one search closes the gap. */
const GRACE_MS = 5_000;
/** What has arrived is to be found by a search after this long at the latest. */
const SETTLE_MS = 10_000;
/** A session tells of itself about once so long. */
const UPDATE_MS = 1_000;
/** How long sampled updates are collected before a search completes them. */
const COLLECT_MS = 20_000;
/** A search of all that is not swept is cheap up to so many pages; of what is a minute old, so many are read at once. */
const CHEAP_PAGES = 2;
const SWEEP_PAGES = 5;
/** The least that searches of the newest overlap. */
const LEAST_OVERLAP_MS = 1_000;
/** Once so much is a minute old and not swept, it is time to. */
const SWEEP_MS = 20_000;
/** Looking for what a session did not tell may take so many pages at once. */
const MOST_PAGES = 40;
/** After a completion that would have taken more, the next attempt is so much later. */
const COMPLETING_PAUSE_MS = 5 * 60_000;
/** A gap longer than this is read from its end, so that the newest lines come first. */
const LONG_GAP_MS = 5 * 60_000;

type Gap = Omit<UnreadSpan, 'target'>;

/** See the file's head. */
export class ReadingPlan {
  /** Only the newest lines of long times are wanted: somebody looks at a screen. */
  readonly #newestOnly: boolean;
  readonly #since: number;
  #swept: number;
  #newest: number;
  #nextAt: number;
  /** Pages a ms of this group's time takes. */
  #density = 0;
  #live: 'no' | 'joining' | 'joined' = 'no';
  #liveAt = 0;
  #hasJoinSearch = false;
  #settleAt = 0;
  #caughtUpAt: number | null = null;
  #sampled: number[] = [];
  #noCompletionBefore = 0;
  #sampledUpdates = 0;
  #completedUpdates = 0;

  /** A plan that begins now, with all lines since a time. */
  constructor(options: { readonly since: number; readonly now: number; readonly newestOnly: boolean }) {
    this.#newestOnly = options.newestOnly;
    this.#since = options.since;
    this.#swept = options.since;
    this.#newest = options.since;
    this.#nextAt = options.now;
  }

  /** No search will reach back behind this. */
  get swept(): number {
    return this.#swept;
  }

  /** Everything there was by then has been read; null before the first search is through. */
  get caughtUpAt(): number | null {
    return this.#caughtUpAt;
  }

  /** Lines from before a session's begin are still to be read: those of the session belong behind them. */
  get isCatchingUp(): boolean {
    return this.#caughtUpAt === null || (this.#live === 'joining' && !this.#hasJoinSearch);
  }

  /** Updates that were a sample, and how many of them searches have completed. */
  get samples(): { readonly sampled: number; readonly completed: number } {
    return { sampled: this.#sampledUpdates, completed: this.#completedUpdates };
  }

  /** A session has begun. */
  liveStarted(now: number): void {
    this.#live = 'joining';
    this.#liveAt = now;
    this.#hasJoinSearch = false;
    this.#settleAt = now + SETTLE_MS;
    this.#nextAt = now;
  }

  /** An update came. Returns what it leaves open for good. */
  liveUpdated(now: number, sampled: boolean): Gap | null {
    if (this.#live === 'no') return null;
    const since = this.#liveAt;
    this.#liveAt = now;
    if (!this.isCatchingUp) this.#caughtUpAt = now;
    if (sampled) {
      this.#sampledUpdates += 1;
      if (now < this.#noCompletionBefore) return sampleGap(since, now);
      if (this.#sampled.length === 0) this.#nextAt = Math.max(this.#nextAt, now + COLLECT_MS);
      this.#sampled.push(now);
    }
    this.#sweepBehindLive();
    return null;
  }

  /** The session is over. */
  liveEnded(now: number): void {
    if (this.#live === 'no') return;
    this.#live = 'no';
    this.#nextAt = now + GRACE_MS;
  }

  /** There will be no session for now: searches take over at once. */
  withoutLive(now: number): void {
    this.#live = 'no';
    this.#nextAt = Math.min(this.#nextAt, now);
  }

  /** The search that is due, or ms to wait for the next. */
  next(now: number): PlannedSearch | number {
    if (this.#live === 'joined' && this.#sampled.length === 0) return Number.POSITIVE_INFINITY;
    if (now < this.#nextAt) return this.#nextAt - now;
    const from = this.#swept;
    const search = { kind: 'all', from, to: null, newestFirst: false, at: now, mostPages: null } as const;
    if (this.#live === 'joined') return { ...search, kind: 'completion', mostPages: MOST_PAGES };
    if (this.#newestOnly && now - from > LONG_GAP_MS) return { ...search, newestFirst: true };
    if (this.#live === 'joining') return { ...search, mostPages: this.#newestOnly ? MOST_PAGES : null };
    if (this.#density * (now - from) <= CHEAP_PAGES) return search;
    const isUpToDate = this.#caughtUpAt !== null && now - this.#caughtUpAt < 2 * POLL_MS;
    const old = now - LATENESS_MS;
    if (isUpToDate && from < old - SWEEP_MS) {
      return { ...search, kind: 'sweep', to: Math.min(old, from + SWEEP_PAGES / this.#density) };
    }
    const overlap = Math.min(LATENESS_MS, Math.max(LEAST_OVERLAP_MS, 1 / this.#density));
    return { ...search, kind: 'newest', from: Math.max(from, this.#newest - overlap) };
  }

  /** A page of a search from the oldest on was read, up to a time: what is old enough of that is done with. */
  progressed({ kind, from, newestFirst, at }: PlannedSearch, upTo: number, now: number): void {
    if (newestFirst) return;
    // Far behind, a search takes long, and what it has read is not to be remembered until it ends.
    this.#newest = Math.max(this.#newest, Math.min(upTo, now));
    if (kind === 'newest' || from > this.#swept) return;
    this.#swept = Math.max(this.#swept, Math.min(upTo, at - LATENESS_MS));
  }

  /** Whether a search is going to take more pages than it may, by what its pages held so far. */
  isTooMuch({ from, at, mostPages }: PlannedSearch, pages: number, upTo: number): boolean {
    if (mostPages === null) return false;
    const share = Math.max(1, upTo - from) / Math.max(1, at - from);
    return pages > mostPages || (pages >= 3 && pages / share > mostPages);
  }

  /** A search is through, at `now`, or was given up. Returns what it leaves open for good. */
  searched(search: PlannedSearch, result: SearchResult, now: number): Gap | null {
    const { kind, at, from, to, newestFirst } = search;
    const { oldest, newest, complete } = result;
    this.#density = densityOf(search, result);
    if (newest !== null) this.#newest = Math.max(this.#newest, Math.min(newest, now));
    if (kind === 'completion') return this.#completed(search, complete, now);
    if (kind === 'sweep') {
      this.#swept = Math.max(this.#swept, to ?? from);
      return null;
    }
    if (kind === 'all') this.#swept = Math.max(this.#swept, at - LATENESS_MS);
    this.#caughtUpAt = Math.max(this.#caughtUpAt ?? 0, at);
    if (this.#live === 'no') this.#nextAt = at + POLL_MS;
    else this.#searchedBeside(at, now);
    if (complete && kind === 'all') this.#countCompleted(at);
    this.#sweepBehindLive();
    if (complete) return null;
    return newestFirst
      ? { from, to: oldest ?? at, reason: 'too many lines: only the newest were read' }
      : {
          from: newest ?? from,
          to: at,
          reason: 'too many lines: those that arrived late were not looked for',
        };
  }

  /** There is no room to remember what was read since `swept`: late lines from then on are given up. */
  giveUpSweeping(now: number): Gap {
    const from = this.#swept;
    this.#swept = Math.max(from, Math.min(now, this.#newest) - LEAST_OVERLAP_MS);
    this.#sampled = [];
    return { from, to: this.#swept, reason: 'too many lines: those that arrived late were not looked for' };
  }

  /** One search right after a session's begin and one when all from before has settled close its gap. */
  #searchedBeside(at: number, now: number): void {
    if (at >= this.#settleAt) {
      this.#live = 'joined';
      return;
    }
    const isBehindBegin = at >= this.#settleAt - SETTLE_MS;
    if (isBehindBegin) this.#hasJoinSearch = true;
    this.#nextAt = isBehindBegin ? this.#settleAt : now;
  }

  #completed({ at, from }: PlannedSearch, complete: boolean, now: number): Gap | null {
    const first = this.#sampled[0] ?? at;
    const last = this.#sampled.at(-1) ?? at;
    this.#nextAt = now + COLLECT_MS;
    if (complete) this.#countCompleted(at);
    else {
      this.#sampled = [];
      this.#noCompletionBefore = now + COMPLETING_PAUSE_MS;
    }
    this.#sweepBehindLive();
    return complete ? null : sampleGap(Math.max(from, first - UPDATE_MS), last);
  }

  /** A search of everything has told what had arrived well before it. */
  #countCompleted(at: number): void {
    const left = this.#sampled.filter((time) => time > at - SETTLE_MS);
    this.#completedUpdates += this.#sampled.length - left.length;
    this.#sampled = left;
  }

  /** Whatever arrived by the last update was told by it, as soon as the gap before the session is closed. */
  #sweepBehindLive(): void {
    if (this.#live !== 'joined') return;
    const [sampled] = this.#sampled;
    const whole = sampled === undefined ? this.#liveAt : sampled - 2 * UPDATE_MS;
    this.#swept = Math.max(this.#swept, this.#since, whole - LATENESS_MS);
  }
}

function sampleGap(from: number, to: number): Gap {
  return { from, to, reason: 'too many lines: live tail gave a sample of them' };
}
