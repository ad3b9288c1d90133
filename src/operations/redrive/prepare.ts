/** From what is asked to a plan: the queue looked through, every message with its way, and what may go wrong. */
import type { Place, PlanRefusal, Warning } from '../../domain/changes/plan.ts';
import { priceWords } from '../../domain/dead-letters/coverage.ts';
import { destinationName } from '../../domain/dead-letters/destination.ts';
import type { DeadLetter } from '../../domain/dead-letters/message.ts';
import { formatCount } from '../../domain/figures.ts';
import { queueNameIn } from '../../domain/queue-name.ts';
import { shellLine } from '../../domain/shell.ts';
import type { Journal } from '../../journal/journal.ts';
import type { LeftOver } from '../../journal/redrive-log.ts';
import { lambdatopLine, sortWarnings } from '../plans/parts.ts';
import type { Sleep } from '../runner/patience.ts';
import { behindDoubtful, refusalForLeft } from './left-letters.ts';
import { openPeek, type PeekSession, type PeekTools } from './peek-session.ts';
import type { LetterRequest, PlannedLetter, SelectionPlan, SelectionRequest } from './request.ts';
import { findWays, type Scanned, scanLetters, scanQueue, type Ways } from './scan.ts';
import { readTargets } from './target-state.ts';
import type { RedriveSources } from './tools.ts';

/** A plan, and the messages it is about: hidden from everybody else until `close`. */
export interface PreparedSelection {
  readonly plan: SelectionPlan;
  readonly request: LetterRequest;
  /** Null for messages of a file. */
  readonly source: { readonly url: string; readonly session: PeekSession } | null;
  /** Gives everything back that is still held. */
  close(): Promise<void>;
}

/** What preparing needs. */
export interface PrepareTools extends PeekTools {
  readonly aws: RedriveSources;
  readonly place: Place;
  readonly leftOver: LeftOver;
  readonly journal: Pick<Journal, 'read'>;
  readonly sleep: Sleep;
}

/** Looked at when not narrowed by a number: what may be in flight. */
const ALL = 100_000;

/** Looks through the queue. Rejects with an AppError when it cannot be read; nothing is held then. */
export async function prepareQueue(
  request: SelectionRequest,
  tools: PrepareTools,
  signal: AbortSignal,
): Promise<PreparedSelection> {
  const { queue, limit } = request;
  const { aws, leftOver } = tools;
  // Receiving more than is wanted would raise their receive counts for nothing.
  const first = request.where === null && limit !== null ? limit : ALL;
  const session = openPeek(queue.url, { limit: first, signal }, tools);
  try {
    const scanned = await scanQueue(session, request, limit ?? ALL, leftOver);
    signal.throwIfAborted();
    // A held message of a FIFO group hides the ones behind it, which may be meant.
    if (!queue.fifo) await session.release(scanned.others);
    const [ways, warnings] = await Promise.all([
      findWays(scanned.meant, queue.arn, request, null, aws, signal),
      queueWarnings(request, aws, signal),
    ]);
    const targets = request.isAgreed ? [] : await targetsOf(ways, tools, signal);
    const { seen, end, lostReplies } = session;
    const plan = planFrom('redrive', queue.arn, request.words, request, scanned, ways, tools.place);
    return {
      plan: {
        ...plan,
        targets,
        look: { queue, seen, end, lostReplies },
        warnings: sortWarnings([...plan.warnings, ...warnings]),
        calls: callsOf(plan.letters, queue.url, tools.place),
      },
      request,
      source: { url: queue.url, session },
      close: async () => void (await session.close()),
    };
  } catch (thrown) {
    await session.close();
    throw thrown;
  }
}

/** The same for messages that were exported: they are sent, and nothing is deleted. */
export async function prepareFile(
  letters: readonly DeadLetter[],
  queueArn: string,
  request: LetterRequest & { readonly words: readonly string[] },
  tools: PrepareTools,
  signal: AbortSignal,
): Promise<PreparedSelection> {
  const scanned = scanLetters(letters, request, tools.leftOver);
  const ways = await findWays(scanned.meant, queueArn, request, null, tools.aws, signal);
  const plan = planFrom('import', queueArn, request.words, request, scanned, ways, tools.place);
  const targets = await targetsOf(ways, tools, signal);
  return {
    plan: { ...plan, targets, calls: callsOf(plan.letters, null, tools.place), probeMs: null },
    request,
    source: null,
    close: async () => {},
  };
}

function targetsOf({ letters }: Ways, tools: PrepareTools, signal: AbortSignal) {
  const destinations = new Set(letters.map(({ destination }) => destination));
  return readTargets(
    destinations,
    letters.map(({ triaged }) => triaged),
    tools,
    signal,
  );
}

function planFrom(
  operation: SelectionPlan['operation'],
  queueArn: string,
  words: readonly string[],
  { ratePerS, named, where, edit }: LetterRequest,
  { toFinish, doubtful, behind }: Scanned,
  { letters, refusal, warnings, left: unfit }: Ways,
  place: Place,
): SelectionPlan {
  const name = queueNameIn(queueArn);
  const left = [...unfit, ...(behind.length > 0 ? [behindDoubtful(behind)] : [])];
  return {
    operation,
    queue: { arn: queueArn, name },
    place,
    letters,
    left,
    // What was sent as it was is not deleted in the name of an edit.
    toFinish: operation === 'redrive' && !edit ? toFinish : [],
    doubtful,
    edited: edit ?? null,
    look: null,
    targets: [],
    ratePerS,
    probeMs: letters[0]?.destination.backAfterMs ?? null,
    warnings: sortWarnings([
      ...warnings,
      ...(letters.length > 0 ? [AT_LEAST_ONCE] : []),
      ...(where ? probableWarning(letters) : []),
      ...doubtfulWarning(doubtful),
    ]),
    refusal:
      refusal ??
      refusalForLeft(left, named !== null, letters.length + toFinish.length > 0) ??
      (edit && letters.length === 0 ? NOT_THERE : null),
    commandLine: lambdatopLine(['dlq', ...words], place),
    calls: [],
  };
}

const NOT_THERE: PlanRefusal = {
  code: 'refused',
  message: 'The message is not there any more, or an earlier run sent it, or may have.',
  next: ['look into the queue again'],
};

const AT_LEAST_ONCE: Warning = {
  level: 'note',
  text: 'SQS and Lambda may deliver a message twice by themselves: the function has to bear it',
};

function probableWarning(letters: readonly PlannedLetter[]): Warning[] {
  const count = letters.filter(({ triaged }) => triaged.evidence.kind === 'probable').length;
  if (count === 0) return [];
  const text = `${formatCount(count)} were chosen by errors that stand near them in time and do not name them`;
  return [{ level: 'risk', text }];
}

function doubtfulWarning(doubtful: readonly string[]): Warning[] {
  if (doubtful.length === 0) return [];
  const text = `${formatCount(doubtful.length)} may have been sent already by an earlier run whose answer was lost: they are left alone (--again sends them too)`;
  return [{ level: 'risk', text }];
}

async function queueWarnings(
  { queue }: SelectionRequest,
  { functions }: RedriveSources,
  signal: AbortSignal,
): Promise<Warning[]> {
  const warnings: Warning[] = priceWords(queue).map((text) => ({ level: 'note', text }));
  try {
    for await (const page of functions.eventSources(signal)) {
      for (const { functionArn, sourceArn, state } of page) {
        if (sourceArn !== queue.arn || state === 'Disabled') continue;
        const text = `${functionArn.split(':')[6]} reads this queue too and takes messages away meanwhile`;
        warnings.push({ level: 'risk', text });
      }
    }
  } catch {
    signal.throwIfAborted();
    warnings.push({ level: 'risk', text: 'whether a function reads this queue could not be read' });
  }
  return warnings;
}

/** What is called for each message, as the `aws` CLI would. */
function callsOf(letters: readonly PlannedLetter[], url: string | null, place: Place): string[] {
  const { region, profile, endpoint } = place;
  const line = (words: readonly string[]): string =>
    shellLine([
      'aws',
      ...words,
      '--region',
      region,
      ...(profile === null ? [] : ['--profile', profile]),
      ...(endpoint === null ? [] : ['--endpoint-url', endpoint]),
    ]);
  const sends = new Set(
    letters.map(({ destination }) =>
      destination.kind === 'queue'
        ? line(['sqs', 'send-message', '--queue-url', destination.url, '--message-body', 'BODY'])
        : line([
            ...['lambda', 'invoke', '--function-name', destinationName(destination)],
            ...['--invocation-type', 'Event', '--payload', 'BODY', '/dev/null'],
          ]),
    ),
  );
  const remove = ['sqs', 'delete-message', '--queue-url', url ?? '', '--receipt-handle', 'HANDLE'];
  return [...sends, ...(url === null || letters.length === 0 ? [] : [line(remove)])];
}
