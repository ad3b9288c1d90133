/** What to do next is a key where there is one: whoever sits in the console need not leave it. */
import { expect, test } from 'vitest';
import { sentenceByKey, stepsByKey, stepsInDialog } from '../../src/console/next-steps.ts';

test.each([
  ['bring it back: lambdatop restore orders', 'bring it back: key U (in a shell: lambdatop restore orders)'],
  [
    'lambdatop rollback orders:live --to 41   # 2 % errors',
    'key B (in a shell: lambdatop rollback orders:live --to 41)   # 2 % errors',
  ],
  ['see who: lambdatop journal', 'see who: key 8 (in a shell: lambdatop journal)'],
  ['what else is missing: lambdatop doctor', 'what else is missing: lambdatop doctor'],
  ['find out who deploys', 'find out who deploys'],
])('%s', (step, shown) => {
  expect(stepsByKey([step])).toEqual([shown]);
  expect(sentenceByKey(step)).toBe(shown);
});

test('what the dialog itself lets choose is chosen there', () => {
  const steps = ['take it away too: lambdatop kill orders --remove-provisioned (takes minutes)'];
  expect(stepsInDialog(steps)).toEqual([
    'take it away too: choose it below (in a shell: lambdatop kill orders --remove-provisioned) (takes minutes)',
  ]);
});

test('options that the console has not are left out', () => {
  expect(stepsByKey(['or wait longer: --timeout 15m', '--timeout 15m', 'look again'])).toEqual([
    'look again',
  ]);
});
