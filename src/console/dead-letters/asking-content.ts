/** The dialog that asks before a redrive: what was planned, how it should go, and who gets what says for nobody. */
import type { NamedFunction } from '../../domain/dead-letters/mechanism.ts';
import type { Choice, DialogContent, Field } from '../../domain/dialog/content.ts';
import { durationWords } from '../../domain/duration-words.ts';
import { planSections, type RedrivePlan } from './plan-sections.ts';

/** Ids of buttons, and of what can be chosen. */
export const CANCEL = 'cancel';
export const LOOK = 'look';
export const REDRIVE = 'redrive';
export const PROBE = 'probe';
export const RATE = 'rate';
export const FUNCTION = 'function';
const DIGITS = 'digits';

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
  /** A command line can mean the same messages. */
  readonly hasLine: boolean;
  /** It cannot be done at any rate. */
  readonly isRefused: boolean;
}

const nothing = { choices: [], fields: [], preferred: CANCEL, busy: null } as const;

/** Before a long queue is looked through: what that costs also those messages that are not meant. */
export function pricedContent(title: string, price: readonly string[]): DialogContent {
  return {
    ...nothing,
    title,
    dangerous: false,
    sections: [{ kind: 'remarks', remarks: price.map((text) => ({ text, tone: 'warn', sign: '!' })) }],
    buttons: [
      { id: CANCEL, label: 'Cancel' },
      { id: LOOK, label: 'Look through it' },
    ],
  };
}

/** While the queue is looked through; `step` says what is being done, null = it has just begun. */
export function preparingContent(title: string, step: string | null): DialogContent {
  return {
    ...nothing,
    title,
    dangerous: false,
    sections: [],
    buttons: [{ id: CANCEL, label: 'Cancel' }],
    busy: step ?? 'looking through the queue, and at where its messages would go',
  };
}

/** After it was called off. */
export function endingContent(title: string): DialogContent {
  return {
    ...nothing,
    title,
    dangerous: false,
    sections: [],
    buttons: [{ id: CANCEL, label: 'Close' }],
    busy: 'giving the messages back',
  };
}

/** What would be done, to be confirmed. Where nothing can be, there is only a way out. */
export function askingContent(
  title: string,
  asked: RedrivePlan,
  { probe, ratePerS, named }: AskedRedrive,
  { digits, hasLine, isRefused }: AskingSurroundings,
): DialogContent {
  const { by, plan } = asked;
  const isEmpty = by === 'one' ? plan.letters.length === 0 && plan.toFinish.length === 0 : plan.sampled === 0;
  const asksFunction =
    named !== null || (by === 'one' && plan.left.some(({ needsFunction }) => needsFunction));
  const base = { ...nothing, title, dangerous: false, sections: planSections(asked, hasLine) };
  if ((isRefused || isEmpty) && !asksFunction) {
    return { ...base, buttons: [{ id: CANCEL, label: 'Close' }] };
  }
  return {
    ...base,
    choices: isRefused || isEmpty ? [] : [rateChoice(by, ratePerS), ...probeChoice(plan.probeMs, probe)],
    fields: [...(asksFunction ? [FUNCTION_FIELD] : []), ...(digits === null ? [] : [digitsField(digits)])],
    buttons: [
      { id: CANCEL, label: 'Cancel' },
      {
        id: REDRIVE,
        label: 'Redrive',
        needsFields: digits !== null,
        reason: plan.refusal ? 'It is refused as it stands' : isEmpty ? 'There is nothing to send' : null,
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

function digitsField(digits: string): Field {
  return { id: DIGITS, prompt: 'Type the account’s last four digits', name: null, expected: digits };
}

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
