/** The dialog of a change of an alias's traffic while it asks. */
import type { AppError } from '../../domain/app-error.ts';
import { isAlreadySo, type Plan } from '../../domain/changes/plan.ts';
import type { Button, Choice, DialogContent, Field, Remark, Section } from '../../domain/dialog/content.ts';
import { callSections, differencesOf, refusalRemarks, warningRemarks } from '../changes/plan-sections.ts';
import { stepsByKey } from '../next-steps.ts';

/** Ids of buttons and fields. */
export const CANCEL = 'cancel';
export const CONFIRM = 'confirm';
export const TYPED = 'typed';
const DIGITS = 'digits';
/** Of the field; the choice to override has an id of its own (alias-choices.ts), as everything that takes the focus. */
const DEPLOYMENT = 'deployment';

/** What the dialog is made of. */
export interface AliasContentInputs {
  readonly title: string;
  readonly yes: string;
  /** `123456789012 · eu-west-1`. */
  readonly where: string;
  /** A way back is what Enter presses. */
  readonly isWayBack: boolean;
  /** There is more to it than the first change, which may have been made already. */
  readonly goesOn: boolean;
  /** Null while it is being made, or something is still to be typed. */
  readonly plan: Plan | null;
  readonly error: AppError | null;
  readonly isReading: boolean;
  readonly sections: readonly Section[];
  readonly choices: readonly Choice[];
  /** What is to be typed; null = nothing. */
  readonly prompt: string | null;
  /** The deployment that is overridden, to be typed; null = none. */
  readonly override: string | null;
  /** The account's last four digits, where the alias is protected; null where it is not. */
  readonly digits: string | null;
}

/** See the file's head. */
export function aliasContent(inputs: AliasContentInputs): DialogContent {
  const { title, plan, error, isReading, isWayBack, goesOn, choices } = inputs;
  const fields = fieldsOf(inputs);
  const canBeDone =
    error === null && (plan === null || (plan.refusal === null && (goesOn || !isAlreadySo(plan))));
  const confirm: Button = {
    id: CONFIRM,
    label: inputs.yes,
    tone: 'strong',
    needsFields: fields.length > 0,
    reason: isReading ? 'What it has now is still being read' : null,
  };
  return {
    title,
    dangerous: false,
    sections: sectionsOf(inputs),
    choices,
    fields: canBeDone || inputs.prompt !== null ? fields : [],
    buttons: [{ id: CANCEL, label: canBeDone ? 'Cancel' : 'Close' }, ...(canBeDone ? [confirm] : [])],
    preferred: isWayBack && canBeDone ? CONFIRM : CANCEL,
    busy: isReading ? 'Reading what it has now…' : null,
  };
}

function sectionsOf({ where, plan, error, sections, goesOn }: AliasContentInputs): Section[] {
  const remarks: Remark[] = [
    ...(error === null
      ? []
      : [
          { text: error.message, tone: 'bad', sign: '!' } as const,
          ...stepsByKey(error.next).map((text): Remark => ({ text, sign: '→' })),
        ]),
    ...(plan ? refusalRemarks(plan) : []),
    ...(plan ? warningRemarks(plan.warnings) : []),
  ];
  return [
    { kind: 'facts', facts: [{ label: 'account', value: where }] },
    ...(plan && plan.refusal === null ? [changeSection(plan, goesOn)] : []),
    ...sections,
    ...(remarks.length > 0 ? [{ kind: 'remarks', remarks } as const] : []),
    ...(plan ? callSections([plan]) : []),
  ];
}

function changeSection(plan: Plan, goesOn: boolean): Section {
  if (!isAlreadySo(plan)) return { kind: 'differences', differences: differencesOf(plan) };
  const text = goesOn
    ? 'The first step is set already; it goes on from there.'
    : 'Nothing to do: it is already so.';
  return { kind: 'remarks', remarks: [{ text, tone: 'good' }] };
}

function fieldsOf({ prompt, override, digits }: AliasContentInputs): Field[] {
  const field = (id: string, text: string, expected: string | null): Field => ({
    id,
    prompt: text,
    name: null,
    expected,
  });
  return [
    ...(prompt === null ? [] : [field(TYPED, prompt, null)]),
    ...(override === null ? [] : [field(DEPLOYMENT, `To break the deployment, type ${override}`, override)]),
    ...(digits === null ? [] : [field(DIGITS, 'Protected: type the account’s last four digits', digits)]),
  ];
}
