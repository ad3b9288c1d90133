/** The dialog of a redrive: what would go where, how it goes, and how it ended. */
import { coverageWords } from '../../domain/dead-letters/coverage.ts';
import { destinationName } from '../../domain/dead-letters/destination.ts';
import { changedLines, editWords } from '../../domain/dead-letters/edit.ts';
import type { NamedFunction } from '../../domain/dead-letters/mechanism.ts';
import { targetRemarks } from '../../domain/dead-letters/target-state.ts';
import type {
  Choice,
  DialogContent,
  Fact,
  Field,
  Remark,
  Section,
  Tone,
} from '../../domain/dialog/content.ts';
import { durationWords } from '../../domain/duration-words.ts';
import type { MovePlan, MoveResult } from '../../operations/redrive/move-request.ts';
import type { RedriveProgress, RedriveResult, SelectionPlan } from '../../operations/redrive/request.ts';

/** Ids of buttons, and of what can be chosen. */
export const CANCEL = 'cancel';
export const REDRIVE = 'redrive';
export const BACKGROUND = 'background';
export const STOP = 'stop';
export const CLOSE = 'close';
export const PROBE = 'probe';
export const RATE = 'rate';
export const FUNCTION = 'function';
export const DIGITS = 'digits';

/** What the person chose. */
export interface AskedRedrive {
  /** One message goes first. */
  readonly probe: boolean;
  /** Messages a second; null = as fast as is usual. */
  readonly ratePerS: number | null;
  /** Who gets events that do not say for whom they are; null = nobody was named. */
  readonly named: NamedFunction | null;
}

/** What is asked besides. */
export interface AskingSurroundings {
  /** The last four of a protected account, which are to be typed; null elsewhere. */
  readonly digits: string | null;
  /** A command line can mean the same messages: one that searches no logs. */
  readonly hasLine: boolean;
  /** It cannot be done at any rate. */
  readonly isRefused: boolean;
}

/** What was planned, by either way. */
export type RedrivePlan =
  | { readonly by: 'one'; readonly plan: SelectionPlan }
  | { readonly by: 'sqs'; readonly plan: MovePlan };

const exactly = (count: number): string => count.toLocaleString('en');

const nothing = { choices: [], fields: [], preferred: CANCEL, busy: null } as const;

/** While the queue is looked through. */
export function preparingContent(title: string): DialogContent {
  return {
    ...nothing,
    title,
    dangerous: false,
    sections: [],
    buttons: [{ id: CANCEL, label: 'Cancel' }],
    busy: 'looking through the queue, and at where its messages would go',
  };
}

/** What would be done, to be confirmed. */
export function askingContent(
  title: string,
  { by, plan }: RedrivePlan,
  { probe, ratePerS, named }: AskedRedrive,
  { digits, hasLine, isRefused }: AskingSurroundings,
): DialogContent {
  const isEmpty = by === 'one' && plan.letters.length === 0 && plan.toFinish.length === 0;
  const refusal = plan.refusal;
  const asksFunction =
    named !== null || (by === 'one' && plan.left.some(({ needsFunction }) => needsFunction));
  return {
    ...nothing,
    title,
    dangerous: false,
    sections: [
      { kind: 'remarks', remarks: by === 'one' ? waysOf(plan) : moveWords(plan) },
      ...(by === 'one' ? editSection(plan) : []),
      ...targetsSection(plan),
      ...warningsOf(plan),
      ...(refusal
        ? [
            {
              kind: 'remarks' as const,
              remarks: [
                { text: refusal.message, tone: 'bad' as const, sign: '✗' },
                ...refusal.next.map((text): Remark => ({ text })),
              ],
            },
          ]
        : [
            {
              kind: 'commands' as const,
              heading: 'as the aws CLI and lambdatop do the same',
              commands: hasLine ? [...plan.calls, plan.commandLine] : plan.calls,
            },
          ]),
    ],
    choices: isRefused || isEmpty ? [] : [rateChoice(by, ratePerS), ...probeChoice(plan.probeMs, probe)],
    fields: [
      ...(asksFunction ? [FUNCTION_FIELD] : []),
      ...(digits === null
        ? []
        : [{ id: DIGITS, prompt: 'Type the account’s last four digits', name: null, expected: digits }]),
    ],
    buttons: [
      { id: CANCEL, label: 'Cancel' },
      {
        id: REDRIVE,
        label: 'Redrive',
        needsFields: digits !== null,
        reason: refusal ? refusal.message : isEmpty ? 'there is nothing to send' : null,
      },
    ],
  };
}

/** Typed by name: it decides only about messages that do not say it themselves. */
const FUNCTION_FIELD: Field = {
  id: FUNCTION,
  prompt: 'Function, as NAME:QUALIFIER',
  name: null,
  expected: null,
};

function probeChoice(probeMs: number | null, probe: boolean): Choice[] {
  if (probeMs === null) return [];
  const options = [
    { value: 'yes', label: `yes: wait at most ${durationWords(probeMs / 1_000)}` },
    { value: 'no', label: 'no: all at once' },
  ];
  return [{ id: PROBE, label: 'one message first', options, chosen: probe ? 'yes' : 'no' }];
}

/** Messages a second that can be chosen; the usual one is the first. */
const RATES = { one: ['100', '10', '30', '300'], sqs: ['free', '10', '30', '100', '300'] } as const;

function rateChoice(by: RedrivePlan['by'], ratePerS: number | null): Choice {
  const [usual] = RATES[by];
  const options = RATES[by].map((value) => ({ value, label: value === 'free' ? 'as SQS likes' : value }));
  return { id: RATE, label: 'a second', options, chosen: ratePerS === null ? usual : String(ratePerS) };
}

function waysOf({ letters, left, look, toFinish, doubtful, ratePerS }: SelectionPlan): Remark[] {
  const ways = Map.groupBy(letters, ({ destination, mechanism }) => {
    const call = destination.kind === 'queue' ? 'SendMessage to' : 'Invoke(Event) of';
    return `${call} ${destinationName(destination)}: ${mechanism.reason}`;
  });
  return [
    { text: `${exactly(letters.length)} messages, ${ratePerS} a second`, tone: 'strong' },
    ...(look ? coverageWords(look) : []).map((text): Remark => ({ text, tone: 'dim' })),
    ...[...ways].map(
      ([way, members]): Remark => ({ text: `${exactly(members.length)} by ${way}`, sign: '→' }),
    ),
    ...left.flatMap(({ reason, messageIds, next }): Remark[] => [
      { text: `${exactly(messageIds.length)} stay: ${reason}`, tone: 'warn', sign: '!' },
      ...next.map((text): Remark => ({ text, tone: 'dim' })),
    ]),
    ...(toFinish.length > 0
      ? [{ text: `${exactly(toFinish.length)} were sent by an earlier run: they are only deleted` }]
      : []),
    ...(doubtful.length > 0
      ? [{ text: `${exactly(doubtful.length)} may have been sent by an earlier run: they are left alone` }]
      : []),
  ];
}

function moveWords({ queue, sources, ratePerS }: MovePlan): Remark[] {
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
  if (warnings.length === 0) return [];
  const remarks = warnings.map(({ level, text }): Remark => {
    return level === 'note' ? { text, tone: 'dim' } : { text, tone: 'warn', sign: '!' };
  });
  return [{ kind: 'remarks', remarks }];
}

/** While it runs. */
export function runningContent(
  title: string,
  progress: RedriveProgress | null,
  stopping: boolean,
): DialogContent {
  return {
    ...nothing,
    title,
    dangerous: false,
    sections: [{ kind: 'facts', facts: progressFacts(progress) }],
    buttons: [
      { id: BACKGROUND, label: 'Go on in the background' },
      {
        id: STOP,
        label: 'Stop',
        tone: 'bad',
        reason: stopping ? 'what is in flight is being finished' : null,
      },
    ],
    preferred: BACKGROUND,
    busy: progressWords(progress),
  };
}

const BAR = 24;

function progressFacts(progress: RedriveProgress | null): Fact[] {
  if (progress?.kind !== 'moving') return [];
  const { done, total, ratePerS, etaMs } = progress;
  const share = total ? Math.min(1, done / total) : 0;
  const filled = Math.round(share * BAR);
  return [
    {
      label: 'moved',
      value: `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)} ${exactly(done)}${total === null ? '' : ` of ${exactly(total)}`}`,
    },
    { label: 'rate', value: ratePerS === null ? '–' : `${Math.round(ratePerS)} a second` },
    { label: 'left', value: etaMs === null ? '–' : durationWords(etaMs / 1_000) },
  ];
}

/** What is going on, in a line. */
export function progressWords(progress: RedriveProgress | null): string {
  switch (progress?.kind) {
    case 'probe':
      return `${progress.words}: ${durationWords(progress.leftMs / 1_000)} of at most ${durationWords(progress.longestMs / 1_000)} left to see whether it comes back`;
    case 'waiting':
      return `${progress.because} Trying again.`;
    case 'moving':
      return `${exactly(progress.done)}${progress.total === null ? '' : ` of ${exactly(progress.total)}`} messages`;
    default:
      return 'beginning';
  }
}

/** How it ended. */
export function endedContent(title: string, result: RedriveResult | MoveResult): DialogContent {
  const isGood = result.outcome === 'done' || result.outcome === 'already' || result.outcome === 'accepted';
  return {
    ...nothing,
    title: `${title}: ${result.outcome}`,
    dangerous: false,
    sections: [
      { kind: 'facts', facts: countFacts(result) },
      { kind: 'remarks', remarks: endRemarks(result, isGood) },
    ],
    buttons: [{ id: CLOSE, label: 'Close' }],
    preferred: CLOSE,
  };
}

function countFacts(result: RedriveResult | MoveResult): Fact[] {
  const fact = (label: string, count: number | null): Fact[] =>
    count === null || count === 0 ? [] : [{ label, value: exactly(count) }];
  if (!('counts' in result)) return fact('left the queue', result.moved);
  const { redriven, finished, doubled, refused, left } = result.counts;
  return [
    ...fact('redriven', redriven),
    ...fact('of an earlier run, deleted', finished),
    ...fact('perhaps twice', doubled),
    ...fact('refused by AWS', refused),
    ...fact('not begun', left),
  ];
}

/** Ids are told up to so many; the journal's log has all. */
const MOST_IDS = 20;

function endRemarks(result: RedriveResult | MoveResult, isGood: boolean): Remark[] {
  const { probe, error, entry } = result;
  const doubled = 'doubled' in result ? result.doubled : [];
  const refused = 'refused' in result ? result.refused : [];
  return [
    ...(probe ? [{ text: probe }] : []),
    ...(error
      ? [
          { text: error.message, tone: isGood ? ('warn' as const) : ('bad' as const), sign: '✗' },
          ...error.next.map((text): Remark => ({ text })),
        ]
      : []),
    ...doubled.slice(0, MOST_IDS).map((id): Remark => ({ text: `may be twice: ${id}`, tone: 'warn' })),
    ...refused
      .slice(0, MOST_IDS)
      .map(({ messageId, why }): Remark => ({ text: `${messageId}: ${why}`, tone: 'warn' })),
    ...(entry === null ? [] : [{ text: `journal ${entry}`, tone: 'dim' as const }]),
  ];
}
