/** Plans as the sections of a dialog: what changes, what it does to the world, and the exact calls. */
import { apiCallOf, awsLineOf } from '../../domain/changes/aws-calls.ts';
import { calledChangesOf, isAlreadySo, type Plan, type Warning } from '../../domain/changes/plan.ts';
import type { SettingChange } from '../../domain/changes/setting.ts';
import { settingLabel, valueText } from '../../domain/changes/words.ts';
import type { Difference, Remark, Section, Tone } from '../../domain/dialog/content.ts';
import { durationWords } from '../../domain/duration-words.ts';
import { sentenceByKey, stepsInDialog } from '../next-steps.ts';

/** How a warning looks: losses in red, first. */
const TONE: Readonly<Record<Warning['level'], Tone>> = { loss: 'bad', risk: 'warn', note: 'plain' };
const SIGN: Readonly<Record<Warning['level'], string>> = { loss: '!', risk: '!', note: '·' };

/** Before → after of a plan; with several stages, what waits for what. */
export function differencesOf(plan: Plan): Difference[] {
  return plan.stages.flatMap(({ changes, watchMs }, index) => {
    const differences = changes.map(differenceOf);
    const isLast = index === plan.stages.length - 1;
    if (watchMs === null || isLast) return differences;
    const watched = watchMs === 0 ? 'a look at the backlog' : `watched for ${durationWords(watchMs / 1_000)}`;
    return [...differences, { what: '', before: watched, after: 'then' }];
  });
}

function differenceOf({ setting, from, to }: SettingChange): Difference {
  return { what: settingLabel(setting), before: valueText(setting, from), after: valueText(setting, to) };
}

/** Warnings as remarks, the same sentence only once. */
export function warningRemarks(warnings: readonly Warning[]): Remark[] {
  const seen = new Set<string>();
  return warnings.flatMap(({ level, text }) => {
    if (seen.has(text)) return [];
    seen.add(text);
    return [{ text: sentenceByKey(text), tone: TONE[level], sign: SIGN[level] }];
  });
}

/** Why nothing will be done, and what to do instead. */
export function refusalRemarks(plan: Plan): Remark[] {
  const { refusal } = plan;
  if (!refusal) return [];
  return [
    { text: refusal.message, tone: 'bad', sign: '!' },
    ...stepsInDialog(refusal.next).map((text): Remark => ({ text, sign: '→' })),
  ];
}

/** The API calls of all plans, and the same by the `aws` and `lambdatop` command lines. */
export function callSections(plans: readonly Plan[]): Section[] {
  const made = plans.filter((plan) => plan.refusal === null && !isAlreadySo(plan));
  const calls = made.flatMap((plan) => calledChangesOf(plan).map(apiCallOf));
  if (calls.length === 0) return [];
  const lines = made.flatMap((plan) => calledChangesOf(plan).map((change) => awsLineOf(change, plan.place)));
  return [
    {
      kind: 'remarks',
      heading: 'Calls',
      remarks: calls.map(({ operation, input }) => ({
        text: `${operation} ${spacedJson(input)}`,
        sign: '·',
      })),
    },
    {
      kind: 'commands',
      heading: 'The same by hand',
      commands: [...lines, ...made.map(({ commandLine }) => commandLine)],
    },
    ...undoSection(made),
  ];
}

function undoSection(plans: readonly Plan[]): Section[] {
  const commands = plans.flatMap(({ undo }) => undo ?? []);
  return commands.length === 0 ? [] : [{ kind: 'commands', heading: 'What takes it back', commands }];
}

/** On one line, and with blanks where it may be broken. */
const spacedJson = (value: unknown): string => JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ');
