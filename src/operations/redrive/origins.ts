/**
 * Whose asynchronous events lie in a queue. Lambda does not say it in the message: the function is one that names the
 * queue, and the version is the one under which the request's id is in its log.
 */
import type { AsyncOrigin } from '../../domain/dead-letters/mechanism.ts';
import type { DeadLetter } from '../../domain/dead-letters/message.ts';
import { readStreamName } from '../../domain/logs/log-groups.ts';
import type { AwsAccount } from '../../gateways/gateways.ts';

/** What looking needs. */
export type OriginSources = Pick<AwsAccount, 'functions' | 'logs'>;

/** An asynchronous dead letter. */
export interface AsyncLetter {
  readonly letter: DeadLetter;
  readonly requestId: string;
}

/** Ids in one search: a pattern has at most 1,024 characters (facts/aws.md section 3). */
const IDS_IN_PATTERN = 20;
/** The last attempt ended just before the message was sent; it may have run for 15 minutes. */
const BEFORE_MS = 20 * 60_000;
const AFTER_MS = 5 * 60_000;

/**
 * Finds the origin of each request id. What could not be read is not known, and so nothing is sent on a guess.
 *
 * @param queueArn the queue they lie in
 */
export async function findOrigins(
  letters: readonly AsyncLetter[],
  queueArn: string,
  { functions, logs }: OriginSources,
  signal: AbortSignal,
): Promise<(requestId: string | null) => AsyncOrigin> {
  const candidates: { readonly name: string; readonly arn: string }[] = [];
  if (letters.length > 0) {
    for await (const page of functions.listFunctions(signal)) {
      candidates.push(...page.functions.filter(({ deadLetterArn }) => deadLetterArn === queueArn));
    }
  }
  const functionArns = candidates.map(({ arn }) => arn);
  const logged = new Map<string, { functionArn: string; version: string }>();
  const sorted = letters.toSorted((one, other) => (one.letter.sentAt ?? 0) - (other.letter.sentAt ?? 0));
  for (const { name, arn } of candidates) {
    const logging = await logs.functionLogging(name, signal).catch(() => null);
    for (let at = 0; logging && at < sorted.length; at += IDS_IN_PATTERN) {
      const chunk = sorted.slice(at, at + IDS_IN_PATTERN).filter(({ requestId }) => isPlain(requestId));
      const times = chunk.flatMap(({ letter: { sentAt } }) => sentAt ?? []);
      if (times.length === 0) continue;
      const search = {
        group: logging.group,
        streamPrefix: null,
        pattern: chunk.map(({ requestId }) => `?"${requestId}"`).join(' '),
        from: Math.min(...times) - BEFORE_MS,
        to: Math.max(...times) + AFTER_MS,
        urgent: true,
      };
      try {
        for await (const { events } of logs.search(search, signal)) {
          for (const { message, stream } of events) {
            const { version, functionName } = readStreamName(logging.group, stream);
            const found = chunk.find(({ requestId }) => message.includes(requestId));
            const isOwn = functionName === null || functionName === name;
            if (found && version !== null && isOwn)
              logged.set(found.requestId, { functionArn: arn, version });
          }
        }
      } catch {
        signal.throwIfAborted();
      }
    }
  }
  return (requestId) => ({
    functionArns,
    logged: (requestId !== null && logged.get(requestId)) || null,
  });
}

/** An attribute says whatever its sender wrote; only what looks like an id is put into a pattern. */
function isPlain(requestId: string): boolean {
  return /^[\w-]{1,48}$/.test(requestId);
}
