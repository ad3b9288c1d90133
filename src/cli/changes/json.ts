/** Changes as `--json` prints them: field names are a promise to scripts (design.md, "Command line"). */
import type { AppError } from '../../domain/app-error.ts';
import { apiCallOf, awsLineOf } from '../../domain/changes/aws-calls.ts';
import { calledChangesOf, changesOf, type Unchanged } from '../../domain/changes/plan.ts';
import type { PlanResult } from '../../domain/changes/result.ts';
import { underwayText } from '../../domain/changes/result-words.ts';
import { settingKey } from '../../domain/changes/setting.ts';
import { planSettingsJson, type SettingsJson, settingsJson } from '../../domain/changes/words.ts';
import type { Ended, Planned } from './ended.ts';

/** One target's end. */
export function endedJson({ label, plan, result, outcome, error }: Ended): Record<string, unknown> {
  return {
    target: plan?.target.arn ?? label,
    changed: result === null ? false : changedIn(result),
    outcome,
    before: plan && planSettingsJson(plan, 'before'),
    after: result ? afterOf(result) : plan && planSettingsJson(plan, 'before'),
    entry: result?.entry ?? null,
    ...(result ? underwayJson(result.reports) : {}),
    ...(result?.doneBy ? { doneBy: doneByJson(result.doneBy) } : {}),
    ...(error ? { error: errorJson(error) } : {}),
    ...(result?.journalTrouble ? { journalTrouble: errorJson(result.journalTrouble) } : {}),
  };
}

/** One target of `--dry-run`: `after` is what it would be. */
export function plannedJson(planned: Planned): Record<string, unknown> {
  const { plan, subject } = planned;
  const head = { target: plan?.target.arn ?? subject.label, changed: false };
  if (plan === null) {
    return {
      ...head,
      outcome: 'failed',
      before: null,
      after: null,
      entry: null,
      error: errorJson(planned.error),
    };
  }
  const changes = changesOf(plan);
  const called = calledChangesOf(plan);
  const warnings = [...(planned.radius?.warnings ?? []), ...plan.warnings];
  return {
    ...head,
    outcome: plan.refusal ? 'refused' : changes.length === 0 ? 'already' : 'planned',
    before: planSettingsJson(plan, 'before'),
    after: planSettingsJson(plan, 'after'),
    entry: null,
    ...(plan.refusal ? { error: errorJson(plan.refusal) } : {}),
    warnings,
    calls: called.map(apiCallOf),
    commands: [...called.map((change) => awsLineOf(change, plan.place)), plan.commandLine],
    undo: plan.undo,
  };
}

/** What AWS is still at; left out when it is at nothing. */
function underwayJson(reports: PlanResult['reports']): { underway?: string[] } {
  const underway = reports.flatMap((report) => underwayText([report]) ?? []);
  return underway.length === 0 ? {} : { underway };
}

function doneByJson({ id, actor, at }: NonNullable<PlanResult['doneBy']>): Record<string, unknown> {
  return { entry: id, actor, at: new Date(at).toISOString() };
}

function errorJson({
  code,
  message,
  next,
}: Pick<AppError, 'code' | 'message' | 'next'>): Record<string, unknown> {
  return { code, message, next };
}

/** Whether AWS is different now; null when it is not known. */
function changedIn({ outcome, reports }: PlanResult): boolean | null {
  if (outcome === 'already') return false;
  if (reports.some(({ outcome }) => outcome === 'done' || outcome === 'accepted')) return true;
  return reports.some(({ outcome }) => outcome === 'unknown') ? null : false;
}

/** The plan's settings as AWS shows them now; one that is not known is left out: null means unset. */
function afterOf({ plan, reports }: PlanResult): SettingsJson {
  const shown = new Map<string, Unchanged | null>();
  for (const { change, outcome, seen } of reports) {
    const { setting, from, to } = change;
    const key = settingKey(setting);
    if (outcome === 'done') shown.set(key, { setting, value: seen === undefined ? to : seen });
    else if (outcome === 'accepted') shown.set(key, { setting, value: to });
    else if (outcome !== null) shown.set(key, seen === undefined ? null : { setting, value: seen });
    // Of several steps, one that was not begun leaves the setting where the one before it did.
    else if (!shown.has(key)) shown.set(key, { setting, value: seen === undefined ? from : seen });
  }
  return settingsJson([...plan.unchanged, ...[...shown.values()].filter((each) => each !== null)]);
}
