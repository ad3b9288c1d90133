/** `lambdatop dlq redrive QUEUE`: the whole queue by SQS itself, or what is chosen one by one. */
import { EXIT } from '../../domain/app-error.ts';
import { emptyWords } from '../../domain/dead-letters/coverage.ts';
import type { NamedFunction } from '../../domain/dead-letters/mechanism.ts';
import { exactly, formatCount } from '../../domain/figures.ts';
import { parseFunctionName } from '../../domain/function-name.ts';
import type { QueueAttributes } from '../../domain/queue-attributes.ts';
import { queueNameIn } from '../../domain/queue-name.ts';
import { exitCodeOfRedrive, probeBeside } from '../../operations/redrive/result.ts';
import { requireConsent } from '../changes/consent.ts';
import { type ChangeOptions, changeOptions } from '../changes/options.ts';
import { paintFor } from '../changes/paint.ts';
import type { Command, CommandContext } from '../context.ts';
import type { Invocation } from '../parse.ts';
import { agree } from './consent.ts';
import { moveEndJson, movePlanJson, selectionEndJson, selectionPlanJson } from './json.ts';
import { evidenceFromLogs } from './log-evidence.ts';
import { selectionFrom, textOf, wholeNumber } from './options.ts';
import { sayPrice } from './price.ts';
import { findQueue } from './queue.ts';
import { remainderLines, selectionLines, tellSelection } from './selection-text.ts';
import { onQueues, type QueueSession } from './session.ts';
import { planLines, progressTeller, tellError } from './telling.ts';

/** Messages a second unless told: what a queue's function gets besides its usual work. */
const USUAL_RATE = 100;
/** What SQS moves at most by itself; one by one more would only be throttled. */
const MOST_BY_SQS = 500;
const MOST = 3_000;

/** See the file's head. */
export const redrive: Command = (invocation, context) => {
  const options = changeOptions(invocation);
  const selection = selectionFrom(invocation);
  const isSelective = selection.limit !== null || selection.where !== null;
  const ratePerS = wholeNumber(invocation, 'rate', isSelective ? MOST : MOST_BY_SQS);
  const named = namedFunction(invocation);
  requireConsent(options, context.input, false);
  return onQueues(invocation, context, async (session) => {
    const queue = await findQueue(invocation.words[0] ?? '', session, session.signal);
    if (!isSelective) return move(queue, ratePerS, options, session, invocation, context);
    sayPrice(queue, selection, context.output);
    const prepared = await session.redrives.prepare(
      {
        ...{ queue, ...selection, named, ratePerS: ratePerS ?? USUAL_RATE },
        again: invocation.options.again === true,
        ...(selection.asksLog
          ? { evidence: (letters) => evidenceFromLogs(letters, session, context, session.signal) }
          : {}),
        words: wordsOf('redrive', queueNameIn(queue.arn), invocation),
      },
      session.signal,
    );
    return runPrepared(prepared, options, session, invocation, context);
  });
};

/**
 * Who gets events that do not say for whom they are.
 *
 * @throws AppError `usage`
 */
export function namedFunction(invocation: Invocation): NamedFunction | null {
  const text = textOf(invocation, 'function');
  if (text === null) return null;
  const { name, qualifier } = parseFunctionName(text);
  return { name, qualifier };
}

/** The words of the same command line, for the plan. */
export function wordsOf(subcommand: string, what: string, invocation: Invocation): string[] {
  const conditions = (invocation.lists.where ?? []).flatMap((condition) => ['--where', condition]);
  const valued = ['limit', 'rate', 'function', 'exported'].flatMap((name) => {
    const value = textOf(invocation, name);
    return value === null ? [] : [`--${name}`, value];
  });
  const flags = ['again', 'no-probe', 'without-export'].flatMap((name) =>
    invocation.options[name] === true ? [`--${name}`] : [],
  );
  return [subcommand, what, ...conditions, ...valued, ...flags];
}

/** Shows, asks, runs and tells what was prepared, of a queue or of a file. */
export async function runPrepared(
  prepared: Awaited<ReturnType<QueueSession['redrives']['prepare']>>,
  options: ChangeOptions,
  { redrives, account, signal }: QueueSession,
  invocation: Invocation,
  context: CommandContext,
): Promise<number> {
  const { output, clock } = context;
  const { plan } = prepared;
  const { json } = invocation.globals;
  const probe = plan.operation === 'redrive' && invocation.options['no-probe'] !== true;
  const isNothing = plan.letters.length === 0 && plan.toFinish.length === 0;
  if (options.dryRun) {
    await prepared.close();
    if (json) await output.data(`${JSON.stringify(selectionPlanJson(plan))}\n`);
    else await output.data(`${selectionLines(plan, paintFor(output), { whole: true, probe }).join('\n')}\n`);
    return plan.refusal ? EXIT.refused : EXIT.done;
  }
  try {
    const paint = paintFor(output.words);
    const lines = options.yes
      ? remainderLines(plan, paint)
      : selectionLines(plan, paint, { whole: false, probe });
    if (lines.length > 0) output.say(...lines);
    if (plan.refusal === null && !isNothing) {
      const what = `${plan.operation} ${exactly(plan.letters.length)} messages of ${plan.queue.name}`;
      const agreement = { what, queueName: plan.queue.name, account: plan.place.account, dangerous: false };
      await agree(agreement, options, account.access, context, signal);
    }
  } catch (thrown) {
    await prepared.close();
    throw thrown;
  }
  const result = await redrives.run(prepared, {
    probe,
    onProgress: progressTeller(output, () => clock.now()),
    signal,
  });
  if (json) await output.data(`${JSON.stringify(selectionEndJson(plan, result))}\n`);
  else await tellSelection(plan, result, output);
  return exitCodeOfRedrive(result);
}

async function move(
  queue: QueueAttributes,
  ratePerS: number | null,
  options: ChangeOptions,
  { redrives, account, signal }: QueueSession,
  invocation: Invocation,
  context: CommandContext,
): Promise<number> {
  const { output, clock } = context;
  const { json } = invocation.globals;
  const plan = await redrives.planMove({ queue, ratePerS }, signal);
  const { name, depth } = plan.queue;
  const isEmpty = plan.sampled === 0;
  const head = isEmpty
    ? plan.refusal
      ? []
      : [emptyWords(name, queue)]
    : [
        `redrive ${name}: SQS moves all ${depth === null ? '' : `${formatCount(depth)} messages `}back to ${plan.sources.join(', ') || 'where they came from'}${ratePerS === null ? '' : `, ${ratePerS} a second`}`,
      ];
  if (options.dryRun) {
    if (json) await output.data(`${JSON.stringify(movePlanJson(plan))}\n`);
    else await output.data(`${planLines(head, plan, paintFor(output)).join('\n')}\n`);
    return plan.refusal ? EXIT.refused : EXIT.done;
  }
  if (!options.yes) output.say(...planLines(head, plan, paintFor(output.words)));
  if (plan.refusal === null && !isEmpty) {
    const agreement = {
      what: `redrive ${name}`,
      queueName: name,
      account: plan.place.account,
      dangerous: false,
    };
    await agree(agreement, options, account.access, context, signal);
  }
  const result = await redrives.runMove(plan, {
    probe: invocation.options['no-probe'] !== true,
    wait: options.wait === 'none' ? 'none' : 'applied',
    timeoutMs: options.timeoutMs,
    onProgress: progressTeller(output, () => clock.now()),
    signal,
  });
  if (json) {
    await output.data(`${JSON.stringify(moveEndJson(plan, result))}\n`);
  } else {
    const tried = probeBeside(result);
    if (tried) output.say(`lambdatop: ${tried}`);
    tellError(result.error, output);
    const moved = isEmpty
      ? ', it is empty'
      : result.moved === null
        ? ''
        : `, ${exactly(result.moved)} messages left ${name}`;
    const entry = result.entry === null ? '' : ` (journal ${result.entry})`;
    if (result.error === null) await output.data(`redrive ${name}: ${result.outcome}${moved}${entry}\n`);
  }
  if (result.outcome === 'accepted') return EXIT.done;
  return exitCodeOfRedrive({ outcome: result.outcome, error: result.error });
}
