import { describe, expect, test } from 'vitest';
import {
  type DialogState,
  moveFocus,
  openedDialog,
  reasonAgainstButton,
  withContent,
  withTyped,
} from '../../src/domain/dialog/answers.ts';
import type { Button, DialogContent, Field } from '../../src/domain/dialog/content.ts';
import { answerLines } from '../../src/ui/dialog/answer-lines.ts';
import { sectionLines } from '../../src/ui/dialog/section-lines.ts';
import { createTheme } from '../../src/ui/theme.ts';

const theme = createTheme(0);

const field: Field = {
  id: 'name',
  prompt: 'Type the marked part of',
  name: { text: 'orders-worker', start: 7, end: 13 },
  expected: 'worker',
};
const kill: Button = { id: 'kill', label: 'Kill', needsFields: true };
const content: DialogContent = {
  title: 'Kill orders-worker',
  dangerous: true,
  sections: [],
  choices: [
    {
      id: 'triggers',
      label: 'triggers',
      options: [
        { value: 'sqs', label: 'SQS' },
        { value: 'none', label: 'none' },
      ],
      chosen: 'sqs',
    },
  ],
  fields: [field],
  buttons: [{ id: 'cancel', label: 'Cancel' }, kill],
  preferred: 'cancel',
  busy: null,
};
const typed = (state: DialogState, text: string): DialogState =>
  withTyped(state, field, { text, cursor: text.length });

describe('answers to a dialog', () => {
  test('a button that needs the name typed says what is missing', () => {
    const open = openedDialog(1, content);
    expect(reasonAgainstButton(open, kill)).toBe('First type “worker”, the marked part of orders-worker');
    expect(reasonAgainstButton(typed(open, 'worke'), kill)).toContain('What is typed is not “worker”');
    expect(reasonAgainstButton(typed(open, ' worker '), kill)).toBeNull();
  });

  test('without fields the preferred button has the focus', () => {
    expect(openedDialog(1, { ...content, fields: [] }).focus).toBe('cancel');
  });

  test('the focus goes round, and stays where it was when facts come in', () => {
    let state = openedDialog(1, content);
    const seen: string[] = [];
    for (let step = 0; step < 4; step += 1) {
      state = moveFocus(state, 1);
      seen.push(state.focus);
    }
    expect(seen).toEqual(['cancel', 'kill', 'triggers', 'name']);
    const onKill = moveFocus(moveFocus(typed(state, 'work'), 1), 1);
    const updated = withContent(onKill, { ...content, busy: 'reading' });
    expect(updated).toMatchObject({ focus: 'kill', typed: { name: { text: 'work' } } });
  });
});

describe('a dialog as lines', () => {
  test('shows what is chosen, what is to be typed and what cannot be pressed, without colour', () => {
    expect(answerLines(openedDialog(1, content), 60, ' ', theme)).toEqual([
      '  triggers  ‹SQS›  none ',
      '› Type the marked part of orders-[worker]  ▏',
      '[ Cancel ] [ Kill ]',
    ]);
  });

  test('a name too long for the line is shown around the part to type', () => {
    const text = `${'a'.repeat(30)}-worker-${'b'.repeat(26)}`;
    const long = { ...content, fields: [{ ...field, name: { text, start: 31, end: 37 } }] };
    const lines = answerLines(openedDialog(1, long), 40, ' ', theme);
    expect(lines[2]).toMatch(/^ {4}…a+-\[worker\]-b+…$/);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
  });

  test('facts stand in columns; what is still read has dots', () => {
    const facts = [
      { label: 'invocations/min', value: '2,379' },
      { label: 'in flight', value: null },
    ];
    expect(sectionLines([{ kind: 'facts', facts }], 60, theme)).toEqual([
      'invocations/min  2,379',
      'in flight        …',
    ]);
  });

  test('a command that is broken is still one command to a shell', () => {
    const commands = ['aws lambda put-function-concurrency --function-name orders-worker'];
    const lines = sectionLines([{ kind: 'commands', commands }], 40, theme);
    expect(lines).toEqual(['aws lambda put-function-concurrency \\', '    --function-name orders-worker']);
    const arn = `aws x ${'a'.repeat(60)}`;
    const broken = sectionLines([{ kind: 'commands', commands: [arn] }], 40, theme);
    expect(broken.join('\n').replaceAll('\\\n', '').replace(/ +/g, ' ')).toBe(arn);
  });

  test('control sequences in what AWS says are not drawn', () => {
    const remarks = [{ text: 'lost \x1b[31mred\x1b[0m \u202eevents', sign: '!' }];
    expect(sectionLines([{ kind: 'remarks', remarks }], 60, theme)).toEqual(['! lost red events']);
  });
});
