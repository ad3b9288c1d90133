/** Live tail for several functions: ten groups share a session, and each session is begun again when it ends. */
import { type AppError, isTransient, needsLogin, toAppError } from '../../domain/app-error.ts';
import type { Clock } from '../../domain/clock.ts';
import type { LogsGateway } from '../../gateways/logs.ts';
import { createPoller, type Poller } from '../poller.ts';
import type { FunctionTail } from './function-tail.ts';
import type { LiveCarrier } from './live-carrier.ts';
import { livePrefixes } from './log-source.ts';

/** StartLiveTail's limit of groups (facts/aws.md section 3). */
const MOST_GROUPS = 10;
/** Sessions of ours; the account has 15, and others are looking too. */
const MOST_SESSIONS = 5;
/** Functions that are found within this time, ms, come into one session. */
const GATHER_MS = 100;
/** A session that lived for less, ms, is begun again only after a growing pause. */
const SHORT_MS = 10_000;
const LONGEST_PAUSE_MS = 30_000;
/** When a refusal is put to the test again: all sessions taken, and everything else, ms. */
const TAKEN_MS = 60_000;
const REFUSED_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

/** What sessions need. */
export interface LiveSessionsOptions {
  readonly gateway: LogsGateway;
  readonly clock: Clock;
  readonly pattern: string | null;
  /** A session that had begun was lost or ended. */
  readonly onReconnect: () => void;
}

interface Session {
  readonly members: Set<FunctionTail>;
  readonly poller: Poller;
  /** Ends the connection, so that it is begun anew. */
  cut: AbortController;
  /** How many in a row ended soon after their begin. */
  short: number;
}

/** See the file's head. */
export class LiveSessions implements LiveCarrier {
  readonly #options: LiveSessionsOptions;
  readonly #sessions = new Set<Session>();
  #gathering: FunctionTail[] = [];
  #timer: NodeJS.Timeout | undefined;
  #ways = 0;

  constructor(options: LiveSessionsOptions) {
    this.#options = options;
  }

  join(member: FunctionTail): void {
    this.#gathering.push(member);
    this.#timer ??= setTimeout(() => this.#begin(), GATHER_MS);
  }

  renew(member: FunctionTail): void {
    this.#sessionOf(member)?.cut.abort();
  }

  leave(member: FunctionTail): void {
    this.#gathering = this.#gathering.filter((other) => other !== member);
    const session = this.#sessionOf(member);
    if (!session) return;
    session.members.delete(member);
    if (session.members.size === 0) this.#end(session);
    else session.cut.abort();
  }

  stop(): void {
    clearTimeout(this.#timer);
    for (const session of this.#sessions) this.#end(session);
  }

  #sessionOf(member: FunctionTail): Session | undefined {
    return [...this.#sessions].find(({ members }) => members.has(member));
  }

  /** Deals the functions that came together out to sessions: streams can be chosen of a single group only. */
  #begin(): void {
    this.#timer = undefined;
    const now = this.#options.clock.now();
    const whole: FunctionTail[] = [];
    for (const member of this.#gathering.splice(0)) {
      const group = member.source?.group;
      if (!group) continue;
      if (group.logClass !== null && group.logClass !== 'STANDARD') {
        member.liveRefused(`log groups of class ${group.logClass} have no live tail`);
      } else if (group.arn === '') member.liveRefused('the ARN of the log group cannot be read');
      else if (prefixesOf(member, now).length > 0) this.#open([member]);
      else whole.push(member);
    }
    for (let at = 0; at < whole.length; at += MOST_GROUPS) this.#open(whole.slice(at, at + MOST_GROUPS));
  }

  #open(members: readonly FunctionTail[]): void {
    if (this.#sessions.size >= MOST_SESSIONS) {
      for (const member of members)
        member.liveRefused(`${MOST_SESSIONS} live tail sessions are open already`);
      return;
    }
    const session: Session = {
      members: new Set(members),
      cut: new AbortController(),
      short: 0,
      poller: createPoller({
        read: (signal) => this.#run(session, signal),
        onError: (error) => {
          for (const member of session.members) member.liveRefused(error.message);
        },
      }),
    };
    this.#sessions.add(session);
    session.poller.start();
  }

  #end(session: Session): void {
    this.#sessions.delete(session);
    session.poller.stop();
  }

  /** One connection from begin to end; returns ms until the next. */
  async #run(session: Session, signal: AbortSignal): Promise<number> {
    const { gateway, clock, pattern, onReconnect } = this.#options;
    const members = [...session.members];
    const groups = members.flatMap(({ source }) => source?.group ?? []);
    const [first] = members;
    if (!first || groups.length < members.length) return TAKEN_MS;
    session.cut = new AbortController();
    const way = ++this.#ways;
    const now = clock.now();
    const streamPrefixes = members.length === 1 ? prefixesOf(first, now) : [];
    const untilMs = streamPrefixes.length === 0 ? Number.POSITIVE_INFINITY : DAY_MS - (now % DAY_MS);
    let startedAt: number | null = null;
    try {
      const either = AbortSignal.any([signal, session.cut.signal]);
      for await (const item of gateway.liveTail({ groups, streamPrefixes, pattern }, either)) {
        if (item.kind === 'ended') break;
        if (item.kind === 'started') {
          startedAt = clock.now();
          for (const member of members) member.liveStarted();
          continue;
        }
        for (const member of members) {
          const { events, sampled } = item;
          const name = member.source?.group.name;
          member.liveUpdated(
            way,
            members.length === 1 ? events : events.filter(({ group }) => group === name),
            sampled,
          );
        }
        // Tomorrow's streams are among the prefixes; those of the day after are not.
        if (clock.now() - now >= untilMs) break;
      }
    } catch (thrown) {
      if (signal.aborted || session.cut.signal.aborted) return 0;
      return this.#refused(session, toAppError(thrown));
    }
    for (const member of members) member.liveEnded();
    if (signal.aborted || startedAt === null) return 0;
    onReconnect();
    session.short = clock.now() - startedAt < SHORT_MS ? session.short + 1 : 0;
    return session.short === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, 500 * 2 ** session.short);
  }

  /** A session that AWS would not begin: one group may be the cause, so several are tried in halves. */
  #refused(session: Session, error: AppError): number {
    if (isTransient(error) && error.code !== 'throttled') throw error;
    if (needsLogin(error) || error.code === 'bug') throw error;
    const members = [...session.members];
    if (error.code === 'throttled') {
      for (const member of members) member.liveRefused(error.message);
      return TAKEN_MS;
    }
    if (members.length > 1) {
      this.#end(session);
      const half = Math.ceil(members.length / 2);
      this.#open(members.slice(0, half));
      this.#open(members.slice(half));
      return REFUSED_MS;
    }
    for (const member of members) {
      if (error.code === 'not-found') member.groupGone();
      else member.liveRefused(error.message);
    }
    return REFUSED_MS;
  }
}

/** The stream prefixes a session needs for a member; empty for a whole group. */
function prefixesOf({ source }: FunctionTail, now: number): readonly string[] {
  return source ? livePrefixes(source, now) : [];
}
