/** Asks the logs about messages that SQS moved: these carry neither error nor request id. All others say it themselves. */
import type { LoggedError } from '../../domain/dead-letters/evidence.ts';
import type { FoundError, Receiving } from '../../domain/dead-letters/logged-errors.ts';
import type { DeadLetter } from '../../domain/dead-letters/message.ts';
import type { LogsGateway } from '../../gateways/logs.ts';
import { type EvidenceQuestion, searchEvidence } from './evidence-search.ts';

/** A queue that messages were given up by, as far as it is known; null where it is not. */
export interface SourceFacts {
  readonly visibilityS: number | null;
  readonly maxReceiveCount: number | null;
  /** Who reads it: names, and how long each may take with a message, seconds. */
  readonly readers: readonly { readonly name: string; readonly timeoutS: number | null }[];
}

/** Functions that read one queue and are asked: more than one is rare. */
const MOST_FUNCTIONS = 3;
/** What SQS and Lambda give a new queue, and a new function. */
const USUAL: Receiving = { visibilityS: 30, maxReceiveCount: 3, timeoutS: 30 };

/** What is to be asked about these messages; nothing about those that came from no queue. */
export function questionsAbout(
  letters: readonly DeadLetter[],
  factsOf: (sourceQueueArn: string) => SourceFacts,
): EvidenceQuestion[] {
  return [...bySource(letters)].flatMap(([sourceArn, asked]) => {
    const { visibilityS, maxReceiveCount, readers } = factsOf(sourceArn);
    return readers.slice(0, MOST_FUNCTIONS).map(({ name, timeoutS }) => ({
      functionName: name,
      letters: asked,
      receiving: {
        visibilityS: visibilityS ?? USUAL.visibilityS,
        maxReceiveCount: maxReceiveCount ?? USUAL.maxReceiveCount,
        timeoutS: timeoutS ?? USUAL.timeoutS,
      },
    }));
  });
}

/** ARNs of the queues that gave these messages up. */
export const sourcesOf = (letters: readonly DeadLetter[]): string[] => [...bySource(letters).keys()];

/** What was found of messages so far, by their ids; whose log told it; how far all questions have come (0–1). */
export type OnFound = (found: ReadonlyMap<string, FoundError>, functionName: string, share: number) => void;

/** Asks one question after the other; a log that cannot be read ends it with its AppError. */
export async function askLogs(
  questions: readonly EvidenceQuestion[],
  logs: LogsGateway,
  now: number,
  onFound: OnFound,
  signal: AbortSignal,
): Promise<void> {
  for (const [index, question] of questions.entries()) {
    const tell = (found: ReadonlyMap<string, FoundError>, share: number): void =>
      onFound(found, question.functionName, (index + share) / questions.length);
    await searchEvidence(question, logs, now, tell, signal);
  }
}

/** The errors alone, by message id. */
export async function errorsInLogs(
  questions: readonly EvidenceQuestion[],
  logs: LogsGateway,
  now: number,
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, LoggedError>> {
  const errors = new Map<string, LoggedError>();
  const onFound: OnFound = (found, _, share) => {
    for (const [id, { error }] of found) errors.set(id, error);
    onShare(share);
  };
  await askLogs(questions, logs, now, onFound, signal);
  return errors;
}

function bySource(letters: readonly DeadLetter[]): Map<string, DeadLetter[]> {
  const sources = new Map<string, DeadLetter[]>();
  for (const letter of letters) {
    const { sourceQueueArn } = letter;
    if (sourceQueueArn === null) continue;
    const others = sources.get(sourceQueueArn);
    if (others) others.push(letter);
    else sources.set(sourceQueueArn, [letter]);
  }
  return sources;
}
