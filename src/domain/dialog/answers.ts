/** How a person answers a dialog: where the focus is, what is typed and chosen. Pure steps from state to state. */
import type { Button, Choice, DialogContent, Field } from './content.ts';

/** A line being typed; `cursor` counts graphemes. */
export interface TypedText {
  readonly text: string;
  readonly cursor: number;
}

/** What can have the focus, top to bottom as it is drawn. */
export type Stop =
  | { readonly kind: 'choice'; readonly choice: Choice }
  | { readonly kind: 'field'; readonly field: Field }
  | { readonly kind: 'button'; readonly button: Button };

/** An open dialog. */
export interface DialogState {
  /** Another number for each dialog. */
  readonly id: number;
  readonly content: DialogContent;
  /** Id of the choice, field or button with the focus. */
  readonly focus: string;
  /** What is typed, by id of the field. */
  readonly typed: Readonly<Record<string, TypedText>>;
  /** First line of the sections that is shown. */
  readonly top: number;
  /** Why the last key did nothing; null when there is nothing to say. */
  readonly note: string | null;
}

const NOTHING: TypedText = { text: '', cursor: 0 };

/** A dialog as it opens: on its first field, else on the preferred button. */
export function openedDialog(id: number, content: DialogContent): DialogState {
  return { id, content, focus: firstFocus(content), typed: {}, top: 0, note: null };
}

/** The dialog with other content: what was typed stays, the focus too where it still exists. */
export function withContent(state: DialogState, content: DialogContent): DialogState {
  const stays = stopsOf(content).some((stop) => idOf(stop) === state.focus);
  return { ...state, content, focus: stays ? state.focus : firstFocus(content) };
}

function firstFocus({ fields: [field], preferred }: DialogContent): string {
  return field?.id ?? preferred;
}

/** Everything that can have the focus, in order. */
export function stopsOf({ choices, fields, buttons }: DialogContent): Stop[] {
  return [
    ...choices.map((choice): Stop => ({ kind: 'choice', choice })),
    ...fields.map((field): Stop => ({ kind: 'field', field })),
    ...buttons.map((button): Stop => ({ kind: 'button', button })),
  ];
}

/** The id by which `focus` names a stop. */
export function idOf(stop: Stop): string {
  if (stop.kind === 'choice') return stop.choice.id;
  return stop.kind === 'field' ? stop.field.id : stop.button.id;
}

/** What has the focus. */
export function focused({ content, focus }: DialogState): Stop | undefined {
  return stopsOf(content).find((stop) => idOf(stop) === focus);
}

/** The focus moved by one, round the ends. */
export function moveFocus(state: DialogState, step: 1 | -1): DialogState {
  const ids = stopsOf(state.content).map(idOf);
  const next = ids.at((ids.indexOf(state.focus) + step) % ids.length);
  return { ...state, focus: next ?? state.focus, note: null };
}

/** The option `step` after the chosen one, round the ends. */
export function nextOption({ options, chosen }: Choice, step: 1 | -1): string {
  const index = options.findIndex(({ value }) => value === chosen);
  return options.at((index + step) % options.length)?.value ?? chosen;
}

/** The field that typed characters go to: the focused one, else the first that does not hold what it has to. */
export function typingField(state: DialogState): Field | null {
  const stop = focused(state);
  if (stop?.kind === 'field') return stop.field;
  return state.content.fields.find((field) => !holds(state, field)) ?? state.content.fields[0] ?? null;
}

/** What is typed into a field. */
export function typedIn({ typed }: DialogState, field: Field): TypedText {
  return typed[field.id] ?? NOTHING;
}

/** The dialog with a field's line changed; the field has the focus then. */
export function withTyped(state: DialogState, field: Field, line: TypedText): DialogState {
  return { ...state, typed: { ...state.typed, [field.id]: line }, focus: field.id, note: null };
}

/** Whether a field holds what has to be typed into it. Blanks at the ends do not count. */
export function holds(state: DialogState, field: Field): boolean {
  const text = typedIn(state, field).text.trim();
  return field.expected === null ? text !== '' : text === field.expected;
}

/** Why a button cannot be pressed now, as a sentence; null when it can. */
export function reasonAgainstButton(state: DialogState, button: Button): string | null {
  if (button.reason) return button.reason;
  if (!button.needsFields) return null;
  const missing = state.content.fields.find((field) => !holds(state, field));
  if (!missing) return null;
  const isEmpty = typedIn(state, missing).text.trim() === '';
  const { expected, name, prompt } = missing;
  if (expected === null || name === null) return isEmpty ? `First: ${prompt}` : `That is not it: ${prompt}`;
  const what = `“${expected}”, the marked part of ${name.text}`;
  return isEmpty ? `First type ${what}` : `What is typed is not ${what}`;
}
