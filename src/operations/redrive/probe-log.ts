/** What the log says of a message that was just sent: an error that names it answers sooner than the queue does. */
import { matchErrors } from '../../domain/dead-letters/logged-errors.ts';
import type { DeadLetter } from '../../domain/dead-letters/message.ts';
import { ERROR_PATTERN } from '../../domain/logs/error-pattern.ts';
import { createLineReader } from '../../domain/logs/line-reader.ts';
import type { LogEvent } from '../../domain/logs/log-event.ts';
import type { LogsGateway } from '../../gateways/logs.ts';

/** What was sent, and whose log may tell of it. */
export interface SentProbe {
  readonly letter: DeadLetter;
  /** Its ids where it was sent: message ids, or request ids of invocations. */
  readonly ids: readonly string[];
  /** Names of the functions that get it. */
  readonly functionNames: readonly string[];
  /** ms since the epoch. */
  readonly at: number;
}

/** Clocks differ, ms. */
const EARLY_MS = 2_000;
const MOST_PAGES = 10;
const MOST_FUNCTIONS = 3;
/** Only errors that name the message count here, so when it may have been received does not matter. */
const WHENEVER = { visibilityS: 0, maxReceiveCount: 0, timeoutS: 0 };

/** The error with which it failed, as `orders: KeyError: 'id'`; null when no log tells of one. Never rejects. */
export async function failureInLog(
  { letter, ids, functionNames, at }: SentProbe,
  logs: LogsGateway,
  signal: AbortSignal,
): Promise<string | null> {
  const wanted = ids.filter((id) => /^[\w-]{1,48}$/.test(id));
  if (wanted.length === 0) return null;
  const pattern = [...wanted.map((id) => `?"${id}"`), ERROR_PATTERN].join(' ');
  for (const name of functionNames.slice(0, MOST_FUNCTIONS)) {
    try {
      const { group } = await logs.functionLogging(name, signal);
      const events: LogEvent[] = [];
      let pages = 0;
      const search = { group, streamPrefix: null, pattern, from: at - EARLY_MS, to: null, urgent: true };
      for await (const page of logs.search(search, signal)) {
        events.push(...page.events);
        pages += 1;
        if (pages === MOST_PAGES) break;
      }
      const reader = createLineReader();
      const lines = events
        .sort((one, other) => one.timestamp - other.timestamp)
        .map((event) => reader.read(event));
      const letters = wanted.map((messageId) => ({ ...letter, messageId }));
      for (const { error } of matchErrors(letters, lines, WHENEVER).values()) {
        if (error.namesMessage) return `${name}: ${error.type ?? 'error'}: ${error.message}`;
      }
    } catch {
      // A log that cannot be read tells nothing; the queue itself will.
    }
  }
  return null;
}
