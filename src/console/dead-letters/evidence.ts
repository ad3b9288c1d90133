/** Which errors the messages that are looked at are about: whom to ask, and what the answers make of the messages. */
import type { Clock } from '../../domain/clock.ts';
import type { FoundError, Receiving } from '../../domain/dead-letters/logged-errors.ts';
import type { DeadLetter } from '../../domain/dead-letters/message.ts';
import { triage } from '../../domain/dead-letters/triage.ts';
import { findRequest, searchEvidence, withRequest } from '../../feeds/dead-letters/evidence-search.ts';
import type { AwsAccount } from '../../gateways/gateways.ts';
import type { LetterTrace } from '../../stores/dead-letters-peek-store.ts';
import type { SessionStores } from '../../stores/session-stores.ts';

/** What is asked, and where the answers go. */
export interface EvidenceTools {
  readonly aws: AwsAccount;
  readonly stores: SessionStores;
  readonly clock: Clock;
}

/** Functions that read one queue and are asked: more than one is rare. */
const MOST_FUNCTIONS = 3;
/** Where the source queue cannot be read, what SQS gives a new one. */
const USUAL: Receiving = { visibilityS: 30, maxReceiveCount: 3, timeoutS: 30 };

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
  const { deadLetters, deadLettersPeek, inventory } = stores;
  const { targets, queues } = deadLetters.getState();
  const target = targets.find(({ arn }) => arn === queueArn);
  const bySource = Map.groupBy(
    letters.filter(({ sourceQueueArn }) => sourceQueueArn !== null),
    ({ sourceQueueArn }) => sourceQueueArn,
  );
  const questions = [...bySource].flatMap(([sourceArn, asked]) => {
    const source = target?.sources.find(({ arn }) => arn === sourceArn);
    const queue = queues.get(sourceArn ?? '')?.queue;
    return (source?.functionNames ?? []).slice(0, MOST_FUNCTIONS).map((functionName) => ({
      functionName,
      letters: asked,
      receiving: {
        visibilityS: queue?.visibilityTimeoutS ?? USUAL.visibilityS,
        maxReceiveCount: queue?.deadLetters?.maxReceiveCount ?? USUAL.maxReceiveCount,
        timeoutS:
          inventory.getState().functions.find(({ name }) => name === functionName)?.timeoutS ??
          USUAL.timeoutS,
      },
    }));
  });
  if (questions.length === 0) return;
  deadLettersPeek.setState({ evidence: 0, evidenceError: null });
  for (const [index, question] of questions.entries()) {
    const { functionName } = question;
    await searchEvidence(
      question,
      aws.logs,
      clock.now(),
      (found, share) => {
        if (signal.aborted) return;
        tell(found, functionName, stores);
        deadLettersPeek.setState({ evidence: (index + share) / questions.length });
      },
      signal,
    );
  }
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
