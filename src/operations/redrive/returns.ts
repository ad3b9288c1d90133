/**
 * Whether what was sent comes back as a dead letter: the answer to the one message that is sent first, and the watch
 * over all the others.
 */
import type { Clock } from '../../domain/clock.ts';
import { kindOf } from '../../domain/dead-letters/kind.ts';
import type { DeadLetter } from '../../domain/dead-letters/message.ts';
import { durationWords } from '../../domain/duration-words.ts';
import { formatCount } from '../../domain/figures.ts';
import type { LogsGateway } from '../../gateways/logs.ts';
import type { QueuesGateway } from '../../gateways/queues.ts';
import type { Sleep } from '../runner/patience.ts';
import type { PeekSession } from './peek-session.ts';
import { failureInLog, type SentProbe } from './probe-log.ts';
import type { OnRedriveProgress } from './request.ts';

/** What became of the message that was sent first. */
export interface ProbeOutcome {
  /** `gone`: neither back nor anywhere to be seen when it had to be; `unknown`: that cannot be told. */
  readonly state: 'gone' | 'back' | 'unknown';
  readonly words: string;
}

/** What watching needs. */
export interface WatchTools {
  readonly queues: QueuesGateway;
  readonly logs: LogsGateway;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly signal: AbortSignal;
  readonly onProgress: OnRedriveProgress;
}

/** FilterLogEvents is everybody's: a look reads one log once. */
const LOOK_EVERY_MS = 5_000;
/** SQS's counts may be a minute behind (facts/aws.md section 4). */
const COUNT_LAG_MS = 60_000;
/** What is due is looked for a little longer. */
const GRACE_MS = 10_000;
/** Messages looked at in one look. */
const MOST_ARRIVALS = 10_000;

/**
 * Waits until a message that keeps failing would be back in the queue.
 *
 * @param forMs how long that takes at most; null = nobody knows
 * @param baseline messages in the queue before it was sent; null = not known
 */
export async function watchProbe(
  sent: SentProbe,
  forMs: number | null,
  baseline: number | null,
  { session, queueArn }: { readonly session: PeekSession; readonly queueArn: string },
  tools: WatchTools,
): Promise<ProbeOutcome> {
  const { clock, sleep, signal, onProgress } = tools;
  if (forMs === null) {
    return { state: 'unknown', words: 'whether the first message failed again cannot be told here' };
  }
  // Where nothing else is left to receive, a message that comes back shows itself; else the count tells first. In a
  // FIFO queue it hides behind those of its group that are held.
  const isFifo = queueArn.endsWith('.fifo');
  const isExhausted = (): boolean => session.end === 'exhausted' && !isFifo;
  let seesArrivals = isExhausted();
  const sentIds = new Set(sent.ids);
  const longestMs = forMs + (seesArrivals ? GRACE_MS : COUNT_LAG_MS);
  const end = clock.now() + longestMs;
  for (let looks = 0; ; ) {
    await session.keep();
    const count = seesArrivals ? null : await countOf(queueArn, tools);
    const hasGrown = count !== null && baseline !== null && count >= baseline;
    if (hasGrown && isFifo) return { state: 'back', words: 'a dead letter came to the queue again' };
    if (seesArrivals || (hasGrown && looks < MOST_LOOKS)) {
      looks += 1;
      if (await isAmong(session, sentIds)) {
        return { state: 'back', words: 'the first message failed again and is back in the queue' };
      }
      seesArrivals = isExhausted();
    }
    const failure = await failureInLog(sent, tools.logs, signal);
    if (failure !== null) return { state: 'back', words: `the first message failed again: ${failure}` };
    const leftMs = Math.max(0, end - clock.now());
    onProgress({ kind: 'probe', leftMs, longestMs, words: 'one message was sent first' });
    if (signal.aborted) return { state: 'unknown', words: 'the first message was not waited for' };
    if (leftMs === 0) return lastWord(longestMs, seesArrivals || (count !== null && !hasGrown));
    await sleep(Math.min(LOOK_EVERY_MS, leftMs), signal);
  }
}

/** Looking for it among all others raises their receive counts. */
const MOST_LOOKS = 3;

function lastWord(waitedMs: number, isCertain: boolean): ProbeOutcome {
  const waited = durationWords(waitedMs / 1_000);
  return isCertain
    ? { state: 'gone', words: `the first message has not come back in ${waited}` }
    : { state: 'unknown', words: `after ${waited} it cannot be told whether the first message came back` };
}

async function isAmong(session: PeekSession, sentIds: ReadonlySet<string>): Promise<boolean> {
  session.widen(MOST_ARRIVALS);
  let isFound = false;
  for await (const letters of session.batches()) {
    isFound ||= letters.some((letter) => isOneOf(letter, sentIds));
  }
  return isFound;
}

/** Messages in a queue, hidden ones too; null when that cannot be read now. */
export async function countOf(
  queueArn: string,
  { queues, signal }: Pick<WatchTools, 'queues' | 'signal'>,
): Promise<number | null> {
  try {
    const queue = await queues.queueAttributes(queueArn, signal);
    return queue.depth === null ? null : queue.depth + (queue.inFlight ?? 0) + (queue.delayed ?? 0);
  } catch {
    return null;
  }
}

/** SQS moves a message with its id; Lambda writes the request's id to the dead letter it makes. */
function isOneOf(letter: DeadLetter, sentIds: ReadonlySet<string>): boolean {
  const kind = kindOf(letter);
  const requestId = 'requestId' in kind ? kind.requestId : null;
  return sentIds.has(letter.messageId) || (requestId !== null && sentIds.has(requestId));
}

const GUARD_EVERY_MS = 10_000;
/** So many more are nobody's alarm, nor this share of what was sent (0–1). */
const TOLERATED = 5;
const TOLERATED_SHARE = 0.05;

/** Counts the dead letters while others are taken away, and tells when more come than may. */
export class ReturnGuard {
  readonly #queueArn: string;
  readonly #tools: Pick<WatchTools, 'queues' | 'clock' | 'signal'>;
  readonly #removed: { readonly at: number; readonly count: number }[] = [];
  #baseline: number | null = null;
  #lookedAt: number;
  #sent = 0;

  constructor(queueArn: string, tools: Pick<WatchTools, 'queues' | 'clock' | 'signal'>) {
    this.#queueArn = queueArn;
    this.#tools = tools;
    this.#lookedAt = tools.clock.now();
  }

  /** What lay there before the first was sent; null when that is not known. */
  get baseline(): number | null {
    return this.#baseline;
  }

  /** Counts what lies there before the first is sent. */
  async begin(): Promise<void> {
    this.#baseline = await countOf(this.#queueArn, this.#tools);
  }

  /** So many were sent and taken away. */
  removed(count: number): void {
    if (count === 0) return;
    this.#sent += count;
    this.#removed.push({ at: this.#tools.clock.now(), count });
  }

  /** Why to stop, as a sentence without its full stop; null when all is well, or it is not time to look. */
  async reason(): Promise<string | null> {
    const now = this.#tools.clock.now();
    if (this.#baseline === null || now - this.#lookedAt < GUARD_EVERY_MS) return null;
    this.#lookedAt = now;
    const count = await countOf(this.#queueArn, this.#tools);
    if (count === null) return null;
    const taken = this.#removed
      .filter(({ at }) => now - at >= COUNT_LAG_MS)
      .reduce((sum, each) => sum + each.count, 0);
    const more = count - (this.#baseline - taken);
    if (more <= Math.max(TOLERATED, this.#sent * TOLERATED_SHARE)) return null;
    return `${formatCount(more)} dead letters came to the queue while ${formatCount(this.#sent)} were redriven`;
  }
}
