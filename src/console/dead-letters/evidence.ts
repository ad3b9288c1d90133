/** Which errors the messages that are looked at are about: whom to ask, and what the answers make of the messages. */
import type { Clock } from '../../domain/clock.ts';
import type { FoundError } from '../../domain/dead-letters/logged-errors.ts';
import type { DeadLetter } from '../../domain/dead-letters/message.ts';
import { triage } from '../../domain/dead-letters/triage.ts';
import { type EvidenceQuestion, findRequest, withRequest } from '../../feeds/dead-letters/evidence-search.ts';
import { askLogs, questionsAbout } from '../../feeds/dead-letters/letter-errors.ts';
import type { AwsAccount } from '../../gateways/gateways.ts';
import type { LetterTrace } from '../../stores/dead-letters-peek-store.ts';
import type { SessionStores } from '../../stores/session-stores.ts';

/** What is asked, and where the answers go. */
export interface EvidenceTools {
  readonly aws: AwsAccount;
  readonly stores: SessionStores;
  readonly clock: Clock;
}

/** Functions whose logs are asked for one request. */
const MOST_FUNCTIONS = 3;

/** What the logs are to be asked about messages that SQS moved, by what is known of their queues here. */
export function questionsFor(
  letters: readonly DeadLetter[],
  queueArn: string,
  { deadLetters, inventory }: Pick<SessionStores, 'deadLetters' | 'inventory'>,
): EvidenceQuestion[] {
  const { targets, queues } = deadLetters.getState();
  const { functions } = inventory.getState();
  const target = targets.find(({ arn }) => arn === queueArn);
  return questionsAbout(letters, (sourceArn) => {
    const queue = queues.get(sourceArn)?.queue;
    const names = target?.sources.find(({ arn }) => arn === sourceArn)?.functionNames ?? [];
    return {
      visibilityS: queue?.visibilityTimeoutS ?? null,
      maxReceiveCount: queue?.deadLetters?.maxReceiveCount ?? null,
      readers: names.map((name) => {
        return { name, timeoutS: functions.find((one) => one.name === name)?.timeoutS ?? null };
      }),
    };
  });
}

/**
 * Searches the logs for messages that SQS moved; all others say themselves what is known of them. Fills `letters`,
 * `traces` and `evidence` of the peek store as it goes.
 */
export async function findEvidence(
  letters: readonly DeadLetter[],
  queueArn: string,
  { aws, stores, clock }: EvidenceTools,
  signal: AbortSignal,
): Promise<void> {
  const { deadLettersPeek } = stores;
  const questions = questionsFor(letters, queueArn, stores);
  if (questions.length === 0) return;
  deadLettersPeek.setState({ evidence: 0, evidenceError: null });
  await askLogs(
    questions,
    aws.logs,
    clock.now(),
    (found, functionName, evidence) => {
      if (signal.aborted) return;
      tell(found, functionName, stores);
      deadLettersPeek.setState({ evidence });
    },
    signal,
  );
  if (!signal.aborted) deadLettersPeek.setState({ evidence: 1 });
}

/** Finds the invocation in which one message failed, if any log tells; fills `traces`. */
export async function findTrace(
  messageId: string,
  queueArn: string,
  { aws, stores, clock }: EvidenceTools,
  signal: AbortSignal,
): Promise<void> {
  const { deadLetters, deadLettersPeek } = stores;
  const { letters, traces } = deadLettersPeek.getState();
  const triaged = letters.find(({ letter }) => letter.messageId === messageId);
  if (!triaged) return;
  const put = (trace: LetterTrace): void =>
    deadLettersPeek.setState((state) => ({ traces: new Map(state.traces).set(messageId, trace) }));
  const known = traces.get(messageId);
  if (known) {
    if (known.line.requestId === null) {
      put({ ...known, line: await withRequest(known.line, aws.logs, signal) });
    }
    return;
  }
  const { kind, letter } = triaged;
  const requestId = 'requestId' in kind ? kind.requestId : null;
  if (requestId === null) return;
  const target = deadLetters.getState().targets.find(({ arn }) => arn === queueArn);
  const names =
    kind.kind === 'destination'
      ? [kind.functionArn.split(':')[6] ?? '']
      : (target?.sources ?? []).flatMap((source) => (source.kind === 'async' ? source.functionNames : []));
  for (const functionName of names.slice(0, MOST_FUNCTIONS)) {
    const at = letter.sentAt ?? clock.now();
    const line = await findRequest(functionName, requestId, at, aws.logs, signal);
    if (!line) continue;
    put({ functionName, line });
    return;
  }
}

/** Groups messages anew by what was found of them. */
function tell(
  found: ReadonlyMap<string, FoundError>,
  functionName: string,
  { deadLettersPeek }: SessionStores,
): void {
  deadLettersPeek.setState(({ letters, traces }) => ({
    letters: letters.map((one) => {
      const logged = found.get(one.letter.messageId)?.error;
      return logged ? triage(one.letter, logged) : one;
    }),
    traces: new Map<string, LetterTrace>([
      ...traces,
      ...[...found].map(([id, { line }]) => [id, { functionName, line }] as const),
    ]),
  }));
}
