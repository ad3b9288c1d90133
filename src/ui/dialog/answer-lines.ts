/** What a person can choose, type and press in a dialog, as styled lines. They stay in sight however far one scrolls. */
import {
  type DialogState,
  focused,
  holds,
  idOf,
  reasonAgainstButton,
  typedIn,
  typingField,
} from '../../domain/dialog/answers.ts';
import type { Button, Choice, Field } from '../../domain/dialog/content.ts';
import { cutEnd, sanitise, widthOf } from '../../domain/text.ts';
import { wrapText } from '../../domain/wrap.ts';
import { inputLine } from '../input-line.ts';
import type { Theme } from '../theme.ts';
import { styleOf } from './section-lines.ts';

/** Choices, fields, what is going on or wrong, and the buttons; `width` columns at most. */
export function answerLines(state: DialogState, width: number, spinner: string, theme: Theme): string[] {
  const { choices, fields, buttons, busy } = state.content;
  const focus = focused(state);
  const focusId = focus === undefined ? '' : idOf(focus);
  const labels = Math.max(0, ...choices.map(({ label }) => widthOf(label)));
  return [
    ...choices.map((choice) => choiceLine(choice, choice.id === focusId, labels, width, theme)),
    ...fields.flatMap((field) => fieldLines(state, field, width, theme)),
    ...(busy === null ? [] : [theme.accent(cutEnd(`${spinner} ${sanitise(busy)}`, width))]),
    ...(state.note === null ? [] : wrapText(sanitise(state.note), width).map((line) => theme.warn(line))),
    ...buttonLines(state, buttons, focusId, width, theme),
  ];
}

/** `triggers  ‹SQS›  all  none`: what is chosen stands in brackets, not only in colour. */
function choiceLine(choice: Choice, isFocused: boolean, labels: number, width: number, theme: Theme): string {
  const { label, options, chosen } = choice;
  const head = `${isFocused ? '›' : ' '} ${label.padEnd(labels)}  `;
  let left = width - widthOf(head);
  const parts: string[] = [];
  for (const option of options) {
    const text = option.value === chosen ? `‹${sanitise(option.label)}›` : ` ${sanitise(option.label)} `;
    const fitted = cutEnd(text, left);
    left -= widthOf(fitted) + 1;
    if (option.value !== chosen) parts.push(theme.dim(fitted));
    else parts.push(isFocused ? theme.cursor(fitted) : theme.strong(fitted));
  }
  return (isFocused ? theme.accent(head) : head) + parts.join(' ');
}

function fieldLines(state: DialogState, field: Field, width: number, theme: Theme): string[] {
  const line = typedIn(state, field);
  const isTyping = typingField(state) === field;
  const prompt = `${isTyping ? '›' : ' '} ${sanitise(field.prompt)} `;
  const name = field.name === null ? '' : marked(field.name, theme);
  const nameWidth =
    field.name === null ? 0 : widthOf(sanitise(field.name.text)) + (theme.level === 0 ? 2 : 0);
  const done = field.expected !== null && holds(state, field);
  const mark = done ? theme.good(' ✓') : '';
  const room = width - (done ? 2 : 0);
  const input = (columns: number): string =>
    isTyping ? inputLine('', line, columns, theme) : cutEnd(sanitise(line.text), columns);
  const least = widthOf(field.expected ?? '') + 2;
  if (widthOf(prompt) + nameWidth + 2 + least <= room) {
    const head = prompt + (name === '' ? '' : `${name}  `);
    return [head + input(room - widthOf(prompt) - (name === '' ? 0 : nameWidth + 2)) + mark];
  }
  const heads = name === '' ? [prompt] : wrapMarked(prompt, field.name, width, theme);
  return [...heads, `    ${input(room - 4)}${mark}`];
}

/** A name too long for one line is shown around the part that is to be typed. */
function wrapMarked(prompt: string, name: Field['name'], width: number, theme: Theme): string[] {
  if (name === null) return [prompt];
  const clean = sanitise(name.text);
  const extra = theme.level === 0 ? 2 : 0;
  if (widthOf(prompt) + widthOf(clean) + extra <= width) return [prompt + marked(name, theme)];
  if (widthOf(clean) + extra + 4 <= width) return [prompt, `    ${marked(name, theme)}`];
  const room = width - 4 - extra - 2;
  const start = Math.max(0, Math.min(name.start - Math.floor(room / 3), clean.length - room));
  const cut = clean.slice(start, start + room);
  const shown = marked({ text: cut, start: name.start - start, end: name.end - start }, theme);
  return [prompt, `    ${start > 0 ? '…' : ''}${shown}${start + room < clean.length ? '…' : ''}`];
}

/** The part to type underlined; without styles, in brackets. */
function marked({ text, start, end }: NonNullable<Field['name']>, theme: Theme): string {
  const [before, part, after] = [text.slice(0, start), text.slice(start, end), text.slice(end)].map(sanitise);
  return theme.level === 0
    ? `${before}[${part}]${after}`
    : `${before}${theme.underline(theme.strong(part ?? ''))}${after}`;
}

/** Buttons in a row, or below one another where they do not fit. What cannot be pressed is dim. */
function buttonLines(
  state: DialogState,
  buttons: readonly Button[],
  focusId: string,
  width: number,
  theme: Theme,
): string[] {
  const drawn = buttons.map((button) => {
    const isFocused = button.id === focusId;
    const label = cutEnd(sanitise(button.label), width - 6);
    const text = isFocused ? `[›${label}‹]` : `[ ${label} ]`;
    if (isFocused) return { text, styled: theme.inverse(text) };
    const style = reasonAgainstButton(state, button) === null ? styleOf(theme, button.tone) : theme.dim;
    return { text, styled: style(text) };
  });
  const lines: string[] = [];
  let used = 0;
  for (const { text, styled } of drawn) {
    const columns = widthOf(text);
    if (lines.length > 0 && used + 1 + columns <= width) {
      lines[lines.length - 1] += ` ${styled}`;
      used += 1 + columns;
    } else {
      lines.push(styled);
      used = columns;
    }
  }
  return lines;
}
