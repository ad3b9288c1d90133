/** Pausing and resuming a function's event source mappings; concurrency is left alone. */
import { isLeft, type OwedValue } from '../../domain/changes/debts.ts';
import type { Place, Plan, PlanRefusal, Warning } from '../../domain/changes/plan.ts';
import { settingKey } from '../../domain/changes/setting.ts';
import { sourceName } from '../../domain/changes/words.ts';
import { isPolling } from '../../domain/concurrency/event-source-mapping.ts';
import type { EventSourceMapping } from '../../gateways/changes.ts';
import { leftAlone, shortfallOf, stateWords } from './left-alone.ts';
import {
  change,
  emptyPlan,
  enabledNow,
  enabledOf,
  lambdatopLine,
  leaving,
  notedAsPaid,
  paidByOthers,
  refused,
  sortWarnings,
  stage,
} from './parts.ts';
import { knownMappings, type Situation } from './situation.ts';

/** Which mappings are meant: all, or those of one source (ARN). */
export interface TriggerOptions {
  readonly source: string | null;
}

/** Plans to disable mappings and to wait until they are. */
export function planPause(situation: Situation, place: Place, { source }: TriggerOptions): Plan {
  const { target, facts } = situation;
  const sourceWords = source === null ? [] : ['--source', source];
  const plan: Plan = {
    ...emptyPlan({ operation: 'pause', target, place, words: sourceWords }),
    undo: lambdatopLine(['resume', target.name, ...sourceWords], place),
  };
  const meant = mappingsOf(situation, source);
  if ('code' in meant) return refused(plan, meant);
  const changes = meant
    .filter((mapping) => isPolling(mapping) === true)
    .flatMap((mapping) => change(enabledOf(target.arn, mapping), true, false, 'borrow'));
  const paused: Plan = {
    ...plan,
    stages: [stage('pause', changes, { untilSettled: true })],
    drain: {
      timeoutS: facts.timeoutS,
      queues: meant.flatMap(({ kind, sourceArn }) => (kind === 'sqs' && sourceArn ? [sourceArn] : [])),
    },
    warnings: sortWarnings([
      ...untold(meant),
      ...meant.filter((mapping) => isPolling(mapping) === true).flatMap(whatWaits),
    ]),
    shortfall: shortfallOf(meant, [`once AWS is through with it: ${plan.commandLine}`]),
  };
  return leaving(paused, enabledNow(target.arn, meant));
}

/**
 * Plans to enable mappings: those that `pause` disabled, or those of the named source. Of mappings that somebody
 * else disabled it is not known whether they should run: they have to be named.
 */
export function planResume(
  situation: Situation,
  place: Place,
  { source }: TriggerOptions,
  owed: ReadonlyMap<string, OwedValue>,
  now: number,
): Plan {
  const { target, facts } = situation;
  const sourceWords = source === null ? [] : ['--source', source];
  const plan: Plan = {
    ...emptyPlan({ operation: 'resume', target, place, words: sourceWords }),
    undo: lambdatopLine(['pause', target.name, ...sourceWords], place),
  };
  const meant = mappingsOf(situation, source);
  if ('code' in meant) return refused(plan, meant);
  const off = meant.filter((mapping) => isPolling(mapping) === false);
  const ours = off.filter((mapping) => {
    const debt = owed.get(settingKey(enabledOf(target.arn, mapping)));
    return debt?.operation === 'pause' && debt.value === true && isLeft(debt, false);
  });
  if (off.length > 0 && facts.reservedConcurrency === 0) {
    return refused(plan, {
      code: 'refused',
      message: `${target.name} is stopped (reserved concurrency 0): its messages would be received in vain, and dead-lettered.`,
      next: [`bring all of it back: lambdatop restore ${target.name}`],
    });
  }
  const chosen = source === null ? ours : off;
  if (source === null && ours.length === 0 && off.length > 0) {
    return refused(plan, {
      code: 'refused',
      message: `${target.name} has triggers that are off, and lambdatop did not pause them.`,
      next: off.map(({ sourceArn }) => `lambdatop resume ${target.name} --source ${sourceArn ?? 'ARN'}`),
    });
  }
  const changes = chosen.flatMap((mapping) =>
    change(enabledOf(target.arn, mapping), false, true, ours.includes(mapping) ? 'repay' : 'set'),
  );
  const stages = [stage('resume', changes, { untilSettled: true })];
  const paid = meant.flatMap((mapping) => {
    const debt = owed.get(settingKey(enabledOf(target.arn, mapping)));
    return debt?.operation === 'pause' ? paidByOthers(debt, isPolling(mapping) ?? undefined, now) : [];
  });
  const warnings = sortWarnings([...untold(meant), ...paid.map(notedAsPaid)]);
  const shortfall = shortfallOf(meant, [`once AWS is through with it: ${plan.commandLine}`]);
  return leaving({ ...plan, stages, paid, warnings, shortfall }, enabledNow(target.arn, meant));
}

/** The mappings that are meant, or why there are none. */
function mappingsOf(
  situation: Situation,
  source: string | null,
): readonly EventSourceMapping[] | PlanRefusal {
  const { target } = situation;
  const all = knownMappings(situation);
  const meant = source === null ? all : all.filter(({ sourceArn }) => sourceArn === source);
  if (meant.length > 0) return meant;
  return {
    code: 'not-found',
    message:
      source === null
        ? `${target.name} has no event source mappings: what invokes it cannot be paused here.`
        : `${target.name} has no trigger with the source ${source}.`,
    next:
      all.length > 0
        ? all.map(({ sourceArn }) => `--source ${sourceArn ?? 'ARN'}`)
        : [`stop it instead: lambdatop kill ${target.name}`],
  };
}

const untold = (mappings: readonly EventSourceMapping[]): Warning[] =>
  leftAlone(mappings).map((mapping) => ({
    level: 'risk',
    text: `trigger ${sourceName(mapping)} is ${stateWords(mapping)} and is left alone`,
  }));

/** What happens to what arrives meanwhile. */
function whatWaits(mapping: EventSourceMapping): Warning[] {
  const name = sourceName(mapping);
  switch (mapping.kind) {
    case 'sqs':
      return [{ level: 'note', text: `messages wait in ${name} until its retention ends` }];
    case 'kinesis':
    case 'dynamodb':
      return [{ level: 'note', text: `records of ${name} wait until they expire there` }];
    default:
      return [];
  }
}
