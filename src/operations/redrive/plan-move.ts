/** Plans a move of a whole queue: only messages that SQS itself put there can go back by it. */
import type { PlanRefusal, Warning } from '../../domain/changes/plan.ts';
import { emptyWords, isEmpty } from '../../domain/dead-letters/coverage.ts';
import type { TriagedLetter } from '../../domain/dead-letters/groups.ts';
import { isActive } from '../../domain/dead-letters/move-task.ts';
import { triage } from '../../domain/dead-letters/triage.ts';
import { durationWords } from '../../domain/duration-words.ts';
import { formatCount } from '../../domain/figures.ts';
import type { QueueAttributes } from '../../domain/queue-attributes.ts';
import { queueNameIn } from '../../domain/queue-name.ts';
import { shellLine } from '../../domain/shell.ts';
import { lambdatopLine, sortWarnings } from '../plans/parts.ts';
import { readDestinations } from './destinations.ts';
import type { MovePlan, MoveRequest } from './move-request.ts';
import { openPeek } from './peek-session.ts';
import type { PrepareTools } from './prepare.ts';
import { readTargets } from './target-state.ts';

/** Messages looked at. What a move would do to another kind of message cannot be undone. */
const SAMPLE = 100;
/** AWS ends a task after 36 h. */
const LONGEST_S = 36 * 3_600;

/** Reads what must be known. Rejects with an AppError when the queue cannot be read. Nothing stays hidden. */
export async function planMove(
  { queue, ratePerS, triage: look = triage }: MoveRequest,
  tools: PrepareTools,
  signal: AbortSignal,
): Promise<MovePlan> {
  const { aws, place } = tools;
  const name = queueNameIn(queue.arn);
  const [sourceUrls, tasks, sample] = await Promise.all([
    aws.deadLetterSources.sourceQueueUrls(queue.url, signal),
    aws.messages.moveTasks(queue.arn, signal),
    sampleOf(queue, look, tools, signal),
  ]);
  const sourceArns = new Set([
    ...sourceUrls.map((url) => arnBeside(queue.arn, url)),
    ...sample.flatMap(({ letter }) => letter.sourceQueueArn ?? []),
  ]);
  const found = await readDestinations(
    [...sourceArns].map((queueArn) => ({ by: 'send', queueArn, reason: '' })),
    aws,
    signal,
  );
  const targets = await readTargets(found.byKey.values(), sample, tools, signal);
  const waits = [...found.byKey.values()].map(({ backAfterMs }) => backAfterMs);
  const words = ['redrive', name, ...(ratePerS === null ? [] : ['--rate', String(ratePerS)])];
  const running = tasks.some(isActive);
  return {
    operation: 'redrive',
    queue: { ...queue, name },
    place,
    ratePerS,
    sources: [...sourceArns].map(queueNameIn),
    sampled: sample.length,
    targets,
    probeMs: waits.includes(null) || waits.length === 0 ? null : Math.max(...waits.map(Number)),
    warnings: sample.length === 0 ? [] : sortWarnings([...found.warnings, ...moveWarnings(queue, sample)]),
    refusal:
      refusalOf(name, sourceUrls.length, running, sample) ??
      found.refusal ??
      tooLong(queue, ratePerS, name) ??
      nothingNow(name, queue, sample.length),
    commandLine: lambdatopLine(['dlq', ...words], place),
    calls:
      sample.length === 0
        ? []
        : [
            shellLine([
              ...['aws', 'sqs', 'start-message-move-task', '--source-arn', queue.arn],
              ...(ratePerS === null ? [] : ['--max-number-of-messages-per-second', String(ratePerS)]),
              ...['--region', place.region],
              ...(place.profile === null ? [] : ['--profile', place.profile]),
              ...(place.endpoint === null ? [] : ['--endpoint-url', place.endpoint]),
            ]),
          ],
  };
}

async function sampleOf(
  queue: QueueAttributes,
  look: NonNullable<MoveRequest['triage']>,
  tools: PrepareTools,
  signal: AbortSignal,
): Promise<readonly TriagedLetter[]> {
  const session = openPeek(queue.url, { limit: SAMPLE, signal }, tools);
  const sample: TriagedLetter[] = [];
  try {
    for await (const letters of session.batches())
      sample.push(...letters.map((letter) => look(letter, null)));
  } finally {
    // A task moves only what nobody holds.
    await session.close();
  }
  return sample;
}

function refusalOf(
  name: string,
  sources: number,
  running: boolean,
  sample: readonly TriagedLetter[],
): PlanRefusal | null {
  if (running) {
    return {
      code: 'refused',
      message: `A move of ${name} is under way already, and AWS allows one.`,
      next: [`see it: lambdatop dlq tasks ${name}`, `end it: lambdatop dlq cancel ${name}`],
    };
  }
  const others = sample.filter(({ kind }) => kind.kind !== 'sqs-source');
  const selective = `one by one, each by its own way: lambdatop dlq redrive ${name} --limit 100000`;
  if (others.length > 0) {
    const kinds = Object.entries(Object.groupBy(others, ({ kind }) => kind.kind)).map(
      ([kind, letters]) => `${formatCount(letters.length)} ${kind}`,
    );
    const only = `only those that SQS put there: lambdatop dlq redrive ${name} --where kind=sqs-source`;
    return {
      code: 'refused',
      message: `Of ${formatCount(sample.length)} messages looked at in ${name}, SQS did not put all there (${kinds.join(', ')}): a move would fail at them, or bring them to a queue where they do not belong.`,
      next: others.length < sample.length ? [only, selective] : [selective],
    };
  }
  if (sources > 0) return null;
  return {
    code: 'refused',
    message: `${name} is no dead-letter queue of an SQS queue: AWS moves nothing out of it.`,
    next: [selective],
  };
}

/** A move takes only what can be received. */
function nothingNow(name: string, queue: QueueAttributes, sampled: number): PlanRefusal | null {
  if (sampled > 0 || isEmpty(queue)) return null;
  return {
    code: 'refused',
    message: `Nothing can be moved now: ${emptyWords(name, queue)}.`,
    next: ['what is in flight comes back when its visibility timeout is over'],
  };
}

/** Why a move at that rate cannot end in time; null when it can. */
export function tooLong(
  { depth }: Pick<QueueAttributes, 'depth'>,
  ratePerS: number | null,
  name: string,
): PlanRefusal | null {
  if (depth === null || ratePerS === null || depth / ratePerS <= LONGEST_S) return null;
  const takes = durationWords(depth / ratePerS);
  return {
    code: 'refused',
    message: `At ${ratePerS} a second ${name} takes ${takes}, and AWS ends a move after 36 h.`,
    next: [`faster: --rate ${Math.min(500, Math.ceil(depth / LONGEST_S))}`],
  };
}

function moveWarnings({ fifo, depth }: QueueAttributes, sample: readonly TriagedLetter[]): Warning[] {
  const warnings: Warning[] = [
    {
      level: 'note',
      text: 'moved messages get new ids and a new retention, and come between new ones; cancelling brings none back',
    },
  ];
  if (depth !== null && sample.length < depth) {
    const seen = `${formatCount(sample.length)} of about ${formatCount(depth)}`;
    warnings.push({
      level: 'risk',
      text: `what kind they are was looked up for ${seen}; messages of another kind would fail the move`,
    });
  }
  if (fifo) warnings.push({ level: 'note', text: 'their deduplication ids become their message ids' });
  return warnings;
}

/** The ARN of a queue of the same region, from its URL: `…/ACCOUNT/NAME`. */
function arnBeside(queueArn: string, url: string): string {
  const [name = '', account = ''] = new URL(url).pathname.split('/').reverse();
  return [...queueArn.split(':').slice(0, 4), account, name].join(':');
}
