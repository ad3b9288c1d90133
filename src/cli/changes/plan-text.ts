/** Plans as text: what changes, what that does to the world, losses first, and the exact calls. */
import type { BlastRadius } from '../../domain/blast-radius/blast-radius.ts';
import { apiCallOf, awsLineOf } from '../../domain/changes/aws-calls.ts';
import {
  calledChangesOf,
  changesOf,
  isAlreadySo,
  type Place,
  type Plan,
  type Warning,
} from '../../domain/changes/plan.ts';
import { alreadyText } from '../../domain/changes/result-words.ts';
import { changeText, settingLabel, valueText } from '../../domain/changes/words.ts';
import { durationWords } from '../../domain/duration-words.ts';
import { sanitise, widthOf } from '../../domain/text.ts';
import type { Planned } from './ended.ts';
import type { Paint, Style } from './paint.ts';

const STYLE: Readonly<Record<Warning['level'], Style | undefined>> = {
  loss: 'red',
  risk: 'yellow',
  note: undefined,
};

/** One target's plan, whole: for `--dry-run`, and with `calls` left out for the question. */
export function planText(planned: Planned, paint: Paint, withCalls: boolean): string[] {
  const { plan, subject } = planned;
  if (plan === null) {
    const { message, next } = planned.error;
    return [paint.style('bold', sanitise(subject.label)), ...refusalText({ message, next }, paint)];
  }
  const head = `${plan.operation} ${plan.target.name}`;
  const lines = [`${paint.style('bold', head)}  ${placeText(plan.place)}`, ''];
  if (plan.refusal) return [...lines, ...refusalText(plan.refusal, paint), ...warningLines(planned, paint)];
  if (isAlreadySo(plan)) lines.push(`  ${alreadyText(plan)}: nothing to do`);
  else lines.push(...differenceLines(plan));
  lines.push(...warningLines(planned, paint), ...factLines(planned.radius, paint));
  return isAlreadySo(plan) || !withCalls ? lines : [...lines, ...callLines(plan, paint)];
}

/** Several plans in a line each, and below them what is lost or at risk. */
export function plansText(all: readonly Planned[], paint: Paint): string[] {
  const [first] = all.flatMap(({ plan }) => plan ?? []);
  const head = first
    ? [`${paint.style('bold', `${first.operation} ${all.length} functions`)}  ${placeText(first.place)}`, '']
    : [];
  const width = Math.max(...all.map(({ subject }) => widthOf(subject.label)));
  const rows = all.map((planned) => {
    const { subject, plan } = planned;
    const label = `  ${sanitise(subject.label).padEnd(width)}  `;
    if (plan === null) return label + paint.style('red', `left out: ${sanitise(planned.error.message)}`);
    if (plan.refusal) return label + paint.style('red', `left out: ${sanitise(plan.refusal.message)}`);
    return label + (isAlreadySo(plan) ? 'nothing to do' : changesOf(plan).map(changeText).join(', '));
  });
  const warnings = (['loss', 'risk'] as const).flatMap((level) =>
    all.flatMap((planned) =>
      warningsOf(planned)
        .filter((warning) => warning.level === level)
        .map(({ text }) => ({ level, text: `${planned.subject.label}: ${text}` })),
    ),
  );
  return [...head, ...rows, ...signed(warnings, paint)];
}

/** Why nothing is done, and what to do instead. */
export function refusalText(
  { message, next }: { readonly message: string; readonly next: readonly string[] },
  paint: Paint,
): string[] {
  return [...paint.paragraph('  ! ', message, 'red'), ...next.map((line) => `    ${sanitise(line)}`)];
}

/** `account 123456789012, eu-west-1`. */
function placeText({ account, region, profile, endpoint }: Place): string {
  return [`account ${account}`, region, profile, endpoint].filter((part) => part !== null).join(', ');
}

/** Before → after, one setting a line; where stages wait for one another, that too. */
function differenceLines(plan: Plan): string[] {
  const width = Math.max(...changesOf(plan).map(({ setting }) => widthOf(settingLabel(setting))));
  return plan.stages.flatMap(({ changes, watchMs }, index) => {
    const rows = changes.map(({ setting, from, to }) => {
      const label = sanitise(settingLabel(setting)).padEnd(width);
      return `  ${label}  ${valueText(setting, from)} → ${valueText(setting, to)}`;
    });
    if (watchMs === null || index === plan.stages.length - 1) return rows;
    const watched = watchMs === 0 ? 'a look' : `watched for ${durationWords(watchMs / 1_000)}`;
    return [...rows, `  … ${watched}: it stops here when errors or dead letters grow`];
  });
}

function warningsOf({ plan, ...planned }: Planned): readonly Warning[] {
  const radius = 'radius' in planned ? planned.radius : null;
  const all = [...(radius?.warnings ?? []), ...(plan?.warnings ?? [])];
  return all.filter(({ text }, index) => all.findIndex((other) => other.text === text) === index);
}

function warningLines(planned: Planned, paint: Paint): string[] {
  const all = warningsOf(planned);
  const sorted = (['loss', 'risk', 'note'] as const).flatMap((level) =>
    all.filter((each) => each.level === level),
  );
  const instead = 'radius' in planned ? (planned.radius?.pauseInstead ?? null) : null;
  const advice = instead === null || planned.plan === null ? [] : paint.paragraph('  → ', instead, 'green');
  const line = advice.length > 0 ? [`    lambdatop pause ${planned.plan?.target.name}`] : [];
  return [...signed(sorted, paint), ...advice, ...line];
}

function signed(warnings: readonly Warning[], paint: Paint): string[] {
  if (warnings.length === 0) return [];
  return [
    '',
    ...warnings.flatMap(({ level, text }) =>
      paint.paragraph(level === 'note' ? '  · ' : '  ! ', text, STYLE[level]),
    ),
  ];
}

function factLines(radius: BlastRadius | null, paint: Paint): string[] {
  if (!radius) return [];
  const width = Math.max(...radius.facts.map(({ label }) => label.length));
  return [
    '',
    ...radius.facts.flatMap(({ label, value }) =>
      paint.paragraph(`  ${label.padEnd(width)}  `, value ?? 'not known'),
    ),
  ];
}

/** Lines that are copied are never broken. */
function callLines(plan: Plan, paint: Paint): string[] {
  const changes = calledChangesOf(plan);
  const section = (heading: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', paint.style('bold', heading), ...lines.map((line) => `  ${line}`)];
  return [
    ...section(
      'Calls',
      changes.map(apiCallOf).map(({ operation, input }) => `${operation} ${JSON.stringify(input)}`),
    ),
    ...section('The same by hand', [
      ...changes.map((change) => awsLineOf(change, plan.place)),
      plan.commandLine,
    ]),
    ...section('What takes it back', plan.undo === null ? [] : [plan.undo]),
  ];
}
