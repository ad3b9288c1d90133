import { graphemesOf } from '../domain/text.ts';

/** One line of text being typed. `cursor` counts graphemes before it, 0 to the line's length. */
export interface TextLine {
  readonly text: string;
  readonly cursor: number;
}

/** What a key can do to the line under the cursor. */
type LineEdit =
  | 'delete-back'
  | 'delete-forward'
  | 'delete-word'
  | 'delete-to-start'
  | 'left'
  | 'right'
  | 'start'
  | 'end';

/** What a key can do to a text field: edit its line, or be done with it. */
export type FieldKey = LineEdit | 'submit' | 'cancel';

/** A field that takes typed text. The dispatcher edits the line; the owner keeps and draws it. */
export interface TextField {
  readonly line: TextLine;
  /** False for fields that must be typed by hand: pastes and bursts are refused. */
  readonly acceptsPaste: boolean;
  /** Keys it leaves to the commands of the place at this moment; none when absent. */
  declines?(key: FieldKey): boolean;
  change(line: TextLine): void;
  submit(): void;
  cancel(): void;
}

/** A line with nothing typed, or with `text` and the cursor at its end. */
export function textLine(text = ''): TextLine {
  return { text, cursor: graphemesOf(text).length };
}

/** The line with `text` typed at the cursor. */
export function insertText(line: TextLine, text: string): TextLine {
  const { before, after } = split(line);
  return join([...before, ...graphemesOf(text)], after);
}

/** The line after one editing key. */
function editLine(line: TextLine, edit: LineEdit): TextLine {
  const { before, after } = split(line);
  switch (edit) {
    case 'delete-back':
      return join(before.slice(0, -1), after);
    case 'delete-forward':
      return join(before, after.slice(1));
    case 'delete-word':
      return join(graphemesOf(before.join('').replace(/\S+\s*$|\s+$/u, '')), after);
    case 'delete-to-start':
      return join([], after);
    case 'left':
      return { ...line, cursor: Math.max(line.cursor - 1, 0) };
    case 'right':
      return { ...line, cursor: Math.min(line.cursor + 1, before.length + after.length) };
    case 'start':
      return { ...line, cursor: 0 };
    case 'end':
      return textLine(line.text);
  }
}

/** Do what a key of a text field does. */
export function applyFieldKey(field: TextField, key: FieldKey): void {
  if (key === 'submit') field.submit();
  else if (key === 'cancel') field.cancel();
  else field.change(editLine(field.line, key));
}

/** What of a paste goes into a field: its first line, without control and format characters. */
export function pasteableText(paste: string): string {
  const [firstLine = ''] = paste.split(/[\r\n]/, 1);
  return firstLine.replace(/[\p{Cc}\p{Cf}]/gu, '');
}

function split(line: TextLine): { readonly before: string[]; readonly after: string[] } {
  const graphemes = graphemesOf(line.text);
  return { before: graphemes.slice(0, line.cursor), after: graphemes.slice(line.cursor) };
}

/** Joining may merge two graphemes (a letter and its accent), so the cursor is counted in the joined text. */
function join(before: readonly string[], after: readonly string[]): TextLine {
  const start = before.join('');
  return { text: start + after.join(''), cursor: graphemesOf(start).length };
}
