/** What was planned of a redrive, as the parts of its dialog. */
import { coverageWords, emptyWords } from '../../domain/dead-letters/coverage.ts';
import { destinationName } from '../../domain/dead-letters/destination.ts';
import { changedLines, editWords } from '../../domain/dead-letters/edit.ts';
import { targetRemarks } from '../../domain/dead-letters/target-state.ts';
import type { Remark, Section, Tone } from '../../domain/dialog/content.ts';
import { exactly } from '../../domain/figures.ts';
import { leftBeside } from '../../operations/redrive/left-letters.ts';
import type { MovePlan } from '../../operations/redrive/move-request.ts';
import type { SelectionPlan } from '../../operations/redrive/request.ts';

/** What was planned, by either way. */
export type RedrivePlan =
  | { readonly by: 'one'; readonly plan: SelectionPlan }
  | { readonly by: 'sqs'; readonly plan: MovePlan };

/**
 * What would be done, what speaks for and against it, and how else to do it.
 *
 * @param hasLine a command line can mean the same messages
 */
export function planSections({ by, plan }: RedrivePlan, hasLine: boolean): Section[] {
  return [
    ...remarksSection(by === 'one' ? waysOf(plan) : moveWords(plan)),
    ...(by === 'one' ? editSection(plan) : []),
    ...targetsSection(plan),
    ...warningsOf(plan),
    ...lastSections(plan, hasLine),
  ];
}

function lastSections({ refusal, calls, commandLine }: RedrivePlan['plan'], hasLine: boolean): Section[] {
  if (refusal) {
    const next = refusal.next.map((text): Remark => ({ text }));
    return [{ kind: 'remarks', remarks: [{ text: refusal.message, tone: 'bad', sign: '✗' }, ...next] }];
  }
  if (calls.length === 0) return [];
  const commands = hasLine ? [...calls, commandLine] : calls;
  return [{ kind: 'commands', heading: 'as the aws CLI and lambdatop do the same', commands }];
}

function waysOf(plan: SelectionPlan): Remark[] {
  const { queue, letters, look, toFinish, ratePerS } = plan;
  if (look?.seen === 0) return [{ text: emptyWords(queue.name, look.queue), tone: 'strong' }];
  const ways = Map.groupBy(letters, ({ destination, mechanism }) => {
    const call = destination.kind === 'queue' ? 'SendMessage to' : 'Invoke(Event) of';
    return `${call} ${destinationName(destination)}: ${mechanism.reason}`;
  });
  return [
    ...(letters.length > 0
      ? [{ text: `${exactly(letters.length)} messages, ${ratePerS} a second`, tone: 'strong' as const }]
      : []),
    ...(look ? coverageWords(look) : []).map((text): Remark => ({ text, tone: 'dim' })),
    ...[...ways].map(
      ([way, members]): Remark => ({ text: `${exactly(members.length)} by ${way}`, sign: '→' }),
    ),
    ...leftBeside(plan).flatMap(({ reason, messageIds, next }): Remark[] => [
      { text: `${exactly(messageIds.length)} stay: ${reason}`, tone: 'warn', sign: '!' },
      ...next.map((text): Remark => ({ text, tone: 'dim' })),
    ]),
    ...(toFinish.length > 0
      ? [{ text: `${exactly(toFinish.length)} were sent by an earlier run: they are only deleted` }]
      : []),
  ];
}

function moveWords({ queue, sources, sampled, ratePerS, refusal }: MovePlan): Remark[] {
  if (sampled === 0 && refusal) return [];
  if (sampled === 0) return [{ text: emptyWords(queue.name, queue), tone: 'strong' }];
  const count = queue.depth === null ? 'all messages' : `all ${exactly(queue.depth)} messages`;
  return [
    {
      text: `SQS moves ${count} back to ${sources.join(', ') || 'the queues they came from'}${ratePerS === null ? '' : `, ${ratePerS} a second`}`,
      tone: 'strong',
    },
    { text: 'what SQS moves counts as new: other message ids, and its retention begins again', tone: 'dim' },
  ];
}

/** What is sent instead of what. */
function editSection({ edited }: SelectionPlan): Section[] {
  if (!edited) return [];
  const side = (sign: string, text: string | null, tone: Tone): Remark[] =>
    text === null ? [] : [{ text, sign, tone }];
  const remarks = changedLines(edited).flatMap(({ before, after }) => [
    ...side('-', before, 'bad'),
    ...side('+', after, 'good'),
  ]);
  return [{ kind: 'remarks', heading: editWords(edited), remarks }];
}

function remarksSection(remarks: readonly Remark[]): Section[] {
  return remarks.length === 0 ? [] : [{ kind: 'remarks', remarks }];
}

/** What speaks for and against its coming back. */
function targetsSection({ targets }: Pick<SelectionPlan, 'targets'>): Section[] {
  if (targets.length === 0) return [];
  const signs = { good: '✓', warn: '!' } as const;
  const remarks = targets.flatMap(targetRemarks).map(({ text, tone }): Remark => {
    return tone === 'dim' ? { text, tone } : { text, tone, sign: signs[tone] };
  });
  return [{ kind: 'remarks', heading: 'would it fail again?', remarks }];
}

function warningsOf({ warnings }: Pick<SelectionPlan, 'warnings'>): Section[] {
  return remarksSection(
    warnings.map(({ level, text }): Remark => {
      return level === 'note' ? { text, tone: 'dim' } : { text, tone: 'warn', sign: '!' };
    }),
  );
}
