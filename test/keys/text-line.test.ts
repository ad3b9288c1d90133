import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyFieldKey,
  type FieldKey,
  insertText,
  pasteableText,
  type TextLine,
  textLine,
} from '../../src/keys/text-line.ts';

/** The line after some keys, in a field that refuses to end. */
function press(line: TextLine, ...keys: readonly FieldKey[]): TextLine {
  const field = {
    line,
    acceptsPaste: true,
    change(next: TextLine) {
      field.line = next;
    },
    submit() {},
    cancel() {},
  };
  for (const key of keys) applyFieldKey(field, key);
  return field.line;
}

describe('editing a line', () => {
  it('inserts and deletes at the cursor', () => {
    const line = insertText(press(textLine('ac'), 'left'), 'b');
    expect(line).toEqual({ text: 'abc', cursor: 2 });
    expect(press(line, 'delete-back')).toEqual({ text: 'ac', cursor: 1 });
    expect(press(line, 'delete-forward')).toEqual({ text: 'ab', cursor: 2 });
    expect(press(line, 'delete-to-start')).toEqual({ text: 'c', cursor: 0 });
  });

  it('deletes words with the blanks behind them', () => {
    expect(press(textLine('one two  '), 'delete-word').text).toBe('one ');
    expect(press(textLine('one two'), 'delete-word', 'delete-word').text).toBe('');
    expect(press(textLine('  '), 'delete-word').text).toBe('');
  });

  it('counts what a person sees as one character', () => {
    expect(press(textLine('a👩‍💻é'), 'left', 'delete-back')).toEqual({ text: 'aé', cursor: 1 });
    expect(insertText(textLine('e'), '\u0301')).toEqual({ text: 'e\u0301', cursor: 1 });
  });

  it('never puts the cursor outside the line', () => {
    const keys: readonly FieldKey[] = [
      ...(['delete-back', 'delete-forward', 'delete-word', 'delete-to-start'] as const),
      ...(['left', 'right', 'start', 'end'] as const),
    ];
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.constantFrom(...keys)), (text, pressed) => {
        const line = press(textLine(text), ...pressed);
        expect(line.cursor).toBeGreaterThanOrEqual(0);
        expect(line.cursor).toBeLessThanOrEqual(textLine(line.text).cursor);
      }),
    );
  });
});

it('takes of a paste the first line, without control and direction characters', () => {
  expect(pasteableText('my-\x1b[31mfunc\u202etion\nsecond')).toBe('my-[31mfunction');
  expect(pasteableText('\r\nsecond')).toBe('');
});
