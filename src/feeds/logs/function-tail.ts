/**
 * The lines of one function as they come: searches where the plan wants them, a live tail session's updates in
 * between, every event once. Reads on for as long as it runs, whatever fails meanwhile.
 */
import { type AppError, toAppError } from '../../domain/app-error.ts';
import type { Clock } from '../../domain/clock.ts';
import type { LogEvent } from '../../domain/logs/log-event.ts';
import type { LogsQuery } from '../../domain/logs/log-target.ts';
import { type EventWay, SEARCH } from '../../domain/logs/merge.ts';
import type { PlannedSearch } from '../../domain/logs/planned-search.ts';
import { ReadingPlan } from '../../domain/logs/reading-plan.ts';
import type { TargetStatus, UnreadSpan } from '../../domain/logs/tail-status.ts';
import type { LogsGateway } from '../../gateways/logs.ts';
import { createPoller, type Poller } from '../poller.ts';
import { ALIAS_MS, AliasVersions } from './alias-versions.ts';
import { EventGate } from './event-gate.ts';
import { HeldLines } from './held-lines.ts';
import type { LiveCarrier } from './live-carrier.ts';
import { type FunctionTarget, findSource, type LogSource, searchPrefixes, targetName } from './log-source.ts';
import { inParts, type OrderedPage, SearchSum, searchInOrder } from './search-in-order.ts';

/** The first pause while there is no log group, ms; it doubles up to the longest. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;
/** So many events are looked at in one go: a few ms. */
const MOST_AT_ONCE = 1_000;

/** What a tail needs. */
export interface FunctionTailOptions {
  readonly target: FunctionTarget;
  readonly gateway: LogsGateway;
  readonly clock: Clock;
  readonly query: LogsQuery;
  /** Of a long past only so many of the newest lines are read; null = all of them. */
  readonly newestLines: number | null;
  readonly live: LiveCarrier;
  readonly onEvents: (events: readonly LogEvent[]) => void;
  readonly onUnread: (span: UnreadSpan) => void;
  /** Its status is another. */
  readonly onChange: () => void;
  /** Resolves when whoever takes the lines can take more. */
  readonly room: () => Promise<void>;
}

/** See the file's head. */
export class FunctionTail {
  readonly #options: FunctionTailOptions;
  readonly #poller: Poller;
  readonly #gate = new EventGate();
  readonly #held = new HeldLines();
  readonly #aliases: AliasVersions;
  #plan: ReadingPlan;
  #source: LogSource | null = null;
  #pauseMs = FIRST_PAUSE_MS;
  #isLive = false;
  /** Why there is no live tail; why nothing can be searched. */
  #liveReason: string | null = null;
  #error: AppError | null = null;
  #isWaiting = false;

  constructor(options: FunctionTailOptions) {
    this.#options = options;
    this.#aliases = new AliasVersions(options.gateway, options.target, options.clock);
    this.#plan = this.#newPlan();
    this.#poller = createPoller({
      read: (signal) => this.#read(signal),
      onError: (error) => this.#failed(error),
    });
  }

  start(): void {
    this.#poller.start();
  }

  stop(): void {
    this.#poller.stop();
    this.#release();
  }

  /** Null until the group is known. */
  get source(): LogSource | null {
    return this.#source;
  }

  /** How many events are remembered, so as to know them again. */
  get memory(): number {
    return this.#gate.size;
  }

  get samples(): { readonly sampled: number; readonly completed: number } {
    return this.#plan.samples;
  }

  get status(): TargetStatus {
    const { target } = this.#options;
    const error = this.#error?.message ?? null;
    return {
      target: targetName(target),
      group: this.#source?.group.name ?? null,
      mode: this.#mode(),
      reason: this.#isLive ? error : (error ?? this.#liveReason),
      error: this.#error,
      caughtUpAt: this.#plan.caughtUpAt,
    };
  }

  /** Gives up what it remembers, and with it lines that come late. */
  forget(): void {
    this.#report(this.#plan.giveUpSweeping(this.#options.clock.now()));
    this.#gate.forget(this.#plan.swept);
  }

  /** A session that carries its lines has begun. */
  liveStarted(): void {
    this.#isLive = true;
    this.#liveReason = null;
    this.#plan.liveStarted(this.#options.clock.now());
    this.#options.onChange();
    this.#poller.refresh();
  }

  /** A session's update; `events` are those of this group. */
  liveUpdated(way: EventWay, events: readonly LogEvent[], sampled: boolean): void {
    this.#held.add(this.#gate.fresh(way, events));
    const mustWait = this.#plan.isCatchingUp && this.#error === null && !this.#held.isFull;
    if (!mustWait) this.#release();
    this.#report(this.#plan.liveUpdated(this.#options.clock.now(), sampled));
    this.#gate.forget(this.#plan.swept);
    if (sampled) this.#poller.nudge();
    this.#options.onChange();
  }

  /** The session is over; another may follow at once. */
  liveEnded(): void {
    this.#isLive = false;
    this.#plan.liveEnded(this.#options.clock.now());
    this.#options.onChange();
    this.#poller.nudge();
  }

  /** There is no session to be had for now, and why. */
  liveRefused(reason: string): void {
    this.#isLive = false;
    this.#liveReason = reason;
    this.#plan.withoutLive(this.#options.clock.now());
    this.#options.onChange();
    this.#poller.nudge();
  }

  /** The group is gone: it is looked for again. */
  groupGone(): void {
    if (!this.#source) return;
    this.#options.live.leave(this);
    this.#isLive = false;
    this.#source = null;
    this.#poller.refresh();
  }

  async #read(signal: AbortSignal): Promise<number> {
    if (!this.#source && !(await this.#open(signal))) {
      this.#pauseMs = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2);
      return this.#pauseMs;
    }
    await this.#followAlias(signal);
    const planned = this.#plan.next(this.#options.clock.now());
    if (typeof planned === 'number') return Math.min(planned, ALIAS_MS);
    try {
      await this.#search(planned, signal);
    } catch (thrown) {
      if (signal.aborted || toAppError(thrown).code !== 'not-found') throw thrown;
      this.groupGone();
      return 0;
    }
    const next = this.#plan.next(this.#options.clock.now());
    return typeof next === 'number' ? Math.min(next, ALIAS_MS) : 0;
  }

  async #open(signal: AbortSignal): Promise<boolean> {
    const { gateway, target, live, onChange } = this.#options;
    this.#source = await findSource(gateway, target, signal);
    this.#aliases.wereRead();
    this.#isWaiting = this.#source === null;
    this.#error = null;
    this.#gate.open(this.#source);
    if (this.#source) {
      this.#pauseMs = FIRST_PAUSE_MS;
      // What the former group was read of is no measure for this one; what was shown is known all the same.
      this.#plan = this.#newPlan();
      live.join(this);
    }
    onChange();
    return this.#source !== null;
  }

  #newPlan(): ReadingPlan {
    const { query, clock, newestLines } = this.#options;
    return new ReadingPlan({ since: query.since, now: clock.now(), newestOnly: newestLines !== null });
  }

  async #followAlias(signal: AbortSignal): Promise<void> {
    const source = this.#source;
    const versions = source && (await this.#aliases.grown(source.versions, signal));
    if (!versions || this.#source !== source) return;
    this.#source = { ...source, versions };
    this.#gate.open(this.#source);
    this.#options.live.renew(this);
  }

  async #search(planned: PlannedSearch, signal: AbortSignal): Promise<void> {
    const { newestLines, room, clock, onChange } = this.#options;
    const sum = new SearchSum(planned.from);
    const backwards: LogEvent[] = [];
    let complete = true;
    for await (const { events, pages } of inParts(this.#pagesOf(planned, signal), MOST_AT_ONCE)) {
      signal.throwIfAborted();
      this.#succeeded();
      sum.add(events, pages);
      const fresh = this.#gate.fresh(SEARCH, events);
      if (planned.newestFirst) backwards.push(...fresh);
      else this.#handOver(this.#held.takeAmong(fresh, sum.upTo));
      this.#plan.progressed(planned, sum.upTo, clock.now());
      this.#gate.forget(this.#plan.swept);
      const isEnough = backwards.length >= (newestLines ?? Number.POSITIVE_INFINITY);
      if (isEnough || this.#plan.isTooMuch(planned, sum.pages, sum.upTo)) {
        complete = false;
        break;
      }
      await room();
    }
    this.#handOver(this.#held.takeAmong(backwards.reverse(), sum.upTo));
    this.#report(this.#plan.searched(planned, sum.result(complete), clock.now()));
    if (!this.#plan.isCatchingUp) this.#release();
    this.#gate.forget(this.#plan.swept);
    onChange();
  }

  #pagesOf(planned: PlannedSearch, signal: AbortSignal): AsyncIterable<OrderedPage> {
    const { gateway, query } = this.#options;
    const { from, to, newestFirst, at } = planned;
    const source = this.#source;
    const prefixes = source ? searchPrefixes(source, from, at) : [];
    // The first lines are waited for by a person.
    const urgent = this.#plan.caughtUpAt === null;
    const group = source?.group.name ?? '';
    const { pattern } = query;
    const end = newestFirst ? {} : { until: at };
    const searches = prefixes.map((streamPrefix) =>
      gateway.search({ group, streamPrefix, pattern, from, to, newestFirst, urgent, ...end }, signal),
    );
    return searchInOrder(searches, newestFirst);
  }

  #handOver(events: readonly LogEvent[]): void {
    if (events.length > 0) this.#options.onEvents(events);
  }

  /** Lets the lines of the session go that waited for older ones. */
  #release(): void {
    this.#handOver(this.#held.takeAll());
  }

  #report(gap: Omit<UnreadSpan, 'target'> | null): void {
    if (gap) this.#options.onUnread({ target: targetName(this.#options.target), ...gap });
  }

  #succeeded(): void {
    if (!this.#error) return;
    this.#error = null;
    this.#options.onChange();
  }

  #failed(error: AppError): void {
    this.#error = error;
    // Without what came before, the session's own lines are better shown than kept back.
    this.#release();
    this.#options.onChange();
  }

  #mode(): TargetStatus['mode'] {
    if (this.#isWaiting) return 'waiting';
    if (this.#isLive) return 'live';
    if (this.#error && this.#error.code !== 'throttled') return 'refused';
    if (!this.#source || (this.#plan.caughtUpAt === null && this.#liveReason === null)) return 'opening';
    return 'polling';
  }
}
