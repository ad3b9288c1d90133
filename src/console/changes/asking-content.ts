/** The dialog of a change while it asks: what would happen, as far as it is known, and how to say yes. */

import type { AppError } from '../../domain/app-error.ts';
import { type BlastRadius, blastRadius } from '../../domain/blast-radius/blast-radius.ts';
import type { Findings } from '../../domain/blast-radius/findings.ts';
import { confirmationFor, confirmationForMany } from '../../domain/changes/confirmation.ts';
import { changesOf, isAlreadySo, type Plan, type Target } from '../../domain/changes/plan.ts';
import { changeText } from '../../domain/changes/words.ts';
import type { Button, DialogContent, Fact, Field, Remark, Section } from '../../domain/dialog/content.ts';
import { stepsInDialog } from '../next-steps.ts';
import { type Asked, amountField, choicesOf } from './asked.ts';
import { callSections, differencesOf, refusalRemarks, warningRemarks } from './plan-sections.ts';

/** One target and what is known about changing it. */
export interface Subject {
  readonly target: Target;
  /** Null while it is being made. */
  readonly plan: Plan | null;
  /** Why no plan could be made. */
  readonly error: AppError | null;
  /** What a kill would do to the world; null for other changes. */
  readonly findings: Findings | null;
}

/** What the dialog is made of. */
export interface AskingInputs {
  readonly asked: Asked;
  readonly subjects: readonly Subject[];
  /** `123456789012 · eu-west-1`. */
  readonly where: string;
  /** Names of the account's other functions. */
  readonly siblings: readonly string[];
  /** The account's last four digits, where a target is protected; null where none is. */
  readonly digits: string | null;
  /** ARNs of the one target's event sources. */
  readonly sources: readonly string[];
  /** What the screen knew before anything was read, for the first look. */
  readonly preview: readonly Fact[];
}

/** Ids of the buttons. */
export const CONFIRM = 'confirm';
export const CANCEL = 'cancel';
export const PAUSE_INSTEAD = 'pause';
export const CAP_INSTEAD = 'cap';

/** Ids of the fields. */
export const NAME_FIELD = 'name';
export const DIGITS_FIELD = 'digits';

const VERB: Readonly<Record<Asked['kind'], string>> = {
  kill: 'Kill',
  restore: 'Restore',
  reserve: 'Reserve concurrency for',
  pause: 'Pause triggers of',
  resume: 'Resume triggers of',
  undo: 'Undo the change of',
  retain: 'Keep messages longer in',
};

const YES: Readonly<Record<Asked['kind'], string>> = {
  kill: 'Kill',
  restore: 'Restore',
  reserve: 'Reserve',
  pause: 'Pause',
  resume: 'Resume',
  undo: 'Undo',
  retain: 'Keep longer',
};

/** Targets whose names are told in the title and typed; more are counted. */
const isSingle = (subjects: readonly Subject[]): boolean => subjects.length === 1;

/** See the file's head. */
export function askingContent(inputs: AskingInputs): DialogContent {
  const { asked, subjects, sources } = inputs;
  const plans = subjects.flatMap(({ plan }) => plan ?? []);
  const [only] = subjects;
  const name = only && isSingle(subjects) ? only.target.name : `${subjects.length} functions`;
  const fields = fieldsOf(inputs, plans);
  return {
    title: `${VERB[asked.kind]} ${name}`,
    dangerous: isDangerous(asked, plans),
    sections: only && isSingle(subjects) ? singleSections(only, inputs) : manySections(inputs),
    choices: choicesOf(asked, { plans, sources }),
    fields,
    buttons: buttonsOf(inputs, plans, fields.length > 0),
    preferred: CANCEL,
    busy: isReading(inputs) ? 'Reading what it has now…' : null,
  };
}

function isDangerous(asked: Asked, plans: readonly Plan[]): boolean {
  return asked.kind === 'kill' || plans.some(({ danger }) => danger === 'dangerous');
}

function isReading({ asked, subjects }: AskingInputs): boolean {
  if (asked.kind === 'reserve' && asked.to === undefined) return false;
  return subjects.some(({ plan, error }) => plan === null && error === null);
}

function singleSections(subject: Subject, { asked, where, preview }: AskingInputs): Section[] {
  const { plan, error, findings } = subject;
  const radius = findings && radiusOf(findings, asked);
  const notes = radius?.warnings.filter(({ level }) => level === 'note') ?? [];
  const dangers = radius?.warnings.filter(({ level }) => level !== 'note') ?? [];
  const remarks: Remark[] = [
    ...errorRemarks(error),
    ...(plan ? refusalRemarks(plan) : []),
    ...(radius?.pauseInstead ? [{ text: radius.pauseInstead, tone: 'good', sign: '→' } as const] : []),
    ...warningRemarks([...dangers, ...(plan?.warnings ?? [])]),
  ];
  return [
    { kind: 'facts', facts: [{ label: 'account', value: where }, ...(radius ? [] : preview)] },
    ...(plan && plan.refusal === null ? [changeSection(plan)] : []),
    ...remarksIn(remarks),
    ...(radius ? [factsOf(radius)] : []),
    ...remarksIn(warningRemarks(notes)),
    ...(plan ? callSections([plan]) : []),
  ];
}

function remarksIn(remarks: readonly Remark[]): Section[] {
  return remarks.length > 0 ? [{ kind: 'remarks', remarks }] : [];
}

function changeSection(plan: Plan): Section {
  if (!isAlreadySo(plan)) return { kind: 'differences', differences: differencesOf(plan) };
  return { kind: 'remarks', remarks: [{ text: 'Nothing to do: it is already so.', tone: 'good' }] };
}

function radiusOf(findings: Findings, asked: Asked): BlastRadius {
  return blastRadius(findings, { disabled: asked.kind === 'kill' ? asked.triggers : 'none' });
}

function factsOf({ facts }: BlastRadius): Section {
  return {
    kind: 'facts',
    facts: facts.map(
      ({ label, value, unknown }): Fact => ({ label, value, tone: unknown ? 'dim' : 'plain' }),
    ),
  };
}

function errorRemarks(error: AppError | null): Remark[] {
  if (!error) return [];
  return [
    { text: error.message, tone: 'bad', sign: '!' },
    ...stepsInDialog(error.next).map((text): Remark => ({ text, sign: '→' })),
  ];
}

function manySections({ asked, subjects, where }: AskingInputs): Section[] {
  const facts = subjects.map((subject): Fact => ({ label: subject.target.name, ...subjectFact(subject) }));
  const remarks = subjects.flatMap(({ target, plan, findings }) => {
    const radius = findings ? radiusOf(findings, asked) : null;
    const warnings = [...(radius?.warnings ?? []), ...(plan?.warnings ?? [])];
    return warnings
      .filter(({ level }) => level !== 'note')
      .map(({ level, text }) => ({ level, text: `${target.name}: ${text}` }));
  });
  const losses = remarks.filter(({ level }) => level === 'loss');
  const others = remarks.filter(({ level }) => level !== 'loss');
  return [
    { kind: 'facts', facts: [{ label: 'account', value: where }] },
    { kind: 'facts', facts },
    ...remarksIn(warningRemarks([...losses, ...others])),
    ...callSections(subjects.flatMap(({ plan }) => plan ?? [])),
  ];
}

function subjectFact({ plan, error }: Subject): Pick<Fact, 'value' | 'tone'> {
  if (error) return { value: error.message, tone: 'bad' };
  if (!plan) return { value: null };
  if (plan.refusal) return { value: `left out: ${plan.refusal.message}`, tone: 'bad' };
  if (isAlreadySo(plan)) return { value: 'already so', tone: 'dim' };
  return { value: changesOf(plan).map(changeText).join(', '), tone: 'strong' };
}

function fieldsOf({ asked, subjects, siblings, digits }: AskingInputs, plans: readonly Plan[]): Field[] {
  const amount = amountField(asked);
  const fields: Field[] = amount ? [amount] : [];
  if (!canStillBeDone(subjects)) return fields;
  if (isDangerous(asked, plans)) fields.push(nameField(asked, subjects, siblings));
  if (digits !== null) {
    const prompt = 'Protected: type the account’s last four digits';
    fields.push({ id: DIGITS_FIELD, prompt, name: null, expected: digits });
  }
  return fields;
}

function nameField(asked: Asked, subjects: readonly Subject[], siblings: readonly string[]): Field {
  const [only] = subjects;
  if (only && isSingle(subjects)) {
    const { name } = only.target;
    const { text, start } = confirmationFor(name, siblings);
    const place = { text: name, start: start ?? 0, end: (start ?? 0) + text.length };
    return { id: NAME_FIELD, prompt: 'Type the underlined part of', name: place, expected: text };
  }
  const { text } = confirmationForMany(asked.kind, subjects.length);
  return { id: NAME_FIELD, prompt: `Type ${text}`, name: null, expected: text };
}

/** Whether there is, or may still turn out to be, something to confirm. */
function canStillBeDone(subjects: readonly Subject[]): boolean {
  return subjects.some(
    ({ plan, error }) => error === null && (plan === null || (plan.refusal === null && !isAlreadySo(plan))),
  );
}

function buttonsOf(inputs: AskingInputs, plans: readonly Plan[], needsFields: boolean): Button[] {
  const { asked, subjects } = inputs;
  const isOpen = canStillBeDone(subjects);
  const tone = isDangerous(asked, plans) ? 'bad' : 'strong';
  const confirm: Button = {
    id: CONFIRM,
    label: isSingle(subjects) ? YES[asked.kind] : `${YES[asked.kind]} ${subjects.length}`,
    tone,
    needsFields,
    reason: isReading(inputs) ? 'What it has now is still being read' : null,
  };
  return [
    { id: CANCEL, label: isOpen ? 'Cancel' : 'Close' },
    ...(isOpen ? [confirm] : []),
    ...(asked.kind === 'kill' && subjects.some(mayHaveSources)
      ? [{ id: PAUSE_INSTEAD, label: 'Pause triggers instead' }]
      : []),
    ...(asked.kind === 'kill' ? [{ id: CAP_INSTEAD, label: 'Cap at N instead' }] : []),
  ];
}

/** Whether there is a trigger that can be paused, or may be. */
function mayHaveSources({ findings }: Subject): boolean {
  return findings?.sources.state !== 'known' || findings.sources.value.length > 0;
}
