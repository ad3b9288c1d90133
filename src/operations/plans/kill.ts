/** Stopping a function: reserved concurrency 0, and its triggers off, so that no message is tried in vain. */
import { killRefusal } from '../../domain/blast-radius/kill-refusal.ts';
import type { Place, Plan, PlanRefusal, Warning } from '../../domain/changes/plan.ts';
import type { SettingChange } from '../../domain/changes/setting.ts';
import { sourceName } from '../../domain/changes/words.ts';
import { isPolling } from '../../domain/concurrency/event-source-mapping.ts';
import { totalProvisioned } from '../../domain/concurrency/provisioned.ts';
import type { EventSourceMapping } from '../../gateways/changes.ts';
import { leftAlone, shortfallOf, stateWords } from './left-alone.ts';
import {
  change,
  emptyPlan,
  enabledNow,
  enabledOf,
  lambdatopLine,
  leaving,
  provisionedOf,
  refused,
  reservedNow,
  reservedOf,
  sortWarnings,
  stage,
} from './parts.ts';
import type { Situation } from './situation.ts';

/** Which event source mappings are disabled with the function. */
export type Triggers = 'sqs' | 'all' | 'none';

/** What the person chose. */
export interface KillOptions {
  readonly triggers: Triggers;
  /** Take provisioned concurrency away first: with it, AWS refuses to stop the function. */
  readonly removeProvisioned: boolean;
}

/** Plans to stop a function. What is stopped already stays out, so killing twice completes what is missing. */
export function planKill(situation: Situation, place: Place, options: KillOptions): Plan {
  const { target, facts, provisioned } = situation;
  const { arn } = target;
  const plan: Plan = {
    ...emptyPlan({ operation: 'kill', target, place, words: wordsOf(options) }),
    danger: 'dangerous',
    drain: { timeoutS: facts.timeoutS, queues: [] },
    undo: lambdatopLine(['restore', target.name], place),
  };
  const now = [
    reservedNow(arn, facts.reservedConcurrency),
    ...enabledNow(
      arn,
      (situation.mappings ?? []).filter((mapping) => isMeant(mapping, options.triggers)),
    ),
  ];
  const refusal = refusalOf(situation, options);
  if (refusal) return refused(leaving(plan, now), refusal);
  const removals = (facts.reservedConcurrency === 0 ? [] : (provisioned ?? [])).flatMap(
    ({ qualifier, requested }) => change(provisionedOf(arn, qualifier), requested, null, 'borrow'),
  );
  const triggers = disabled(situation, options.triggers);
  const stop = change(reservedOf(arn), facts.reservedConcurrency, 0, 'borrow');
  const stages =
    removals.length === 0
      ? [stage('stop', [...stop, ...triggers])]
      : [stage('provisioned concurrency and triggers', [...removals, ...triggers]), stage('stop', stop)];
  const warnings = sortWarnings([...warningsOf(situation, options, removals), ...situation.unread]);
  return leaving({ ...plan, stages, warnings, shortfall: shortfallIn(situation, options) }, now);
}

/** Triggers that were to be turned off and are not: their messages are received in vain, so nobody may miss it. */
function shortfallIn({ target, mappings, unread }: Situation, { triggers }: KillOptions): PlanRefusal | null {
  if (triggers === 'none') return null;
  const next = [`turn them off too, once that works: lambdatop kill ${target.name}`];
  if (mappings === null) {
    const why = unread.map(({ text }) => text).join(' ');
    return {
      code: 'access-denied',
      message: `The triggers of ${target.name} were left as they are: ${why}`,
      next,
    };
  }
  return shortfallOf(
    mappings.filter((mapping) => isMeant(mapping, triggers)),
    next,
  );
}

function wordsOf({ triggers, removeProvisioned }: KillOptions): string[] {
  return [
    ...(triggers === 'sqs' ? [] : ['--triggers', triggers]),
    ...(removeProvisioned ? ['--remove-provisioned'] : []),
  ];
}

/** Why AWS would not, or must not, be asked (facts/aws.md sections 0 and 5). */
function refusalOf(
  { target, facts, provisioned, mappings }: Situation,
  options: KillOptions,
): PlanRefusal | null {
  const unstoppable = killRefusal(facts);
  if (unstoppable) return { code: 'refused', ...unstoppable };
  const total = totalProvisioned(provisioned ?? []);
  if (total === 0 || options.removeProvisioned || facts.reservedConcurrency === 0) return null;
  const qualifiers = (provisioned ?? []).map(({ qualifier, requested }) => `${qualifier} (${requested})`);
  return {
    code: 'refused',
    message: `AWS refuses to stop ${target.name} while it has provisioned concurrency: ${qualifiers.join(', ')}.`,
    next: [
      `take that away too: lambdatop kill ${target.name} --remove-provisioned (giving it back takes minutes)`,
      `or stop only $LATEST: lambdatop reserve ${target.name} ${total}`,
      ...(mappings?.length === 0 ? [] : [`or only its triggers: lambdatop pause ${target.name}`]),
    ],
  };
}

function disabled({ target, mappings }: Situation, triggers: Triggers): readonly SettingChange[] {
  return (mappings ?? [])
    .filter((mapping) => isMeant(mapping, triggers) && isPolling(mapping) === true)
    .flatMap((mapping) => change(enabledOf(target.arn, mapping), true, false, 'borrow'));
}

const isMeant = ({ kind }: EventSourceMapping, triggers: Triggers): boolean =>
  triggers === 'all' || (triggers === 'sqs' && kind === 'sqs');

function warningsOf(
  { target, mappings, facts }: Situation,
  { triggers }: KillOptions,
  removals: readonly SettingChange[],
): Warning[] {
  const warnings: Warning[] = [];
  if (removals.length > 0) {
    warnings.push({
      level: 'risk',
      text: 'giving provisioned concurrency back takes AWS minutes; Application Auto Scaling, where it is set up, may put it back while the function is stopped',
    });
  }
  for (const mapping of leftAlone((mappings ?? []).filter((each) => isMeant(each, triggers)))) {
    warnings.push({
      level: 'risk',
      text: `trigger ${sourceName(mapping)} is ${stateWords(mapping)} and is left alone: kill ${target.name} again in a moment to disable it`,
    });
  }
  const left = (mappings ?? []).filter(
    (each) => each.kind === 'sqs' && isPolling(each) && triggers === 'none',
  );
  for (const mapping of left) {
    warnings.push({
      level: 'risk',
      text: `trigger ${sourceName(mapping)} stays on: its messages are received in vain, and then dead-lettered`,
    });
  }
  if (facts.durable) {
    warnings.push({ level: 'note', text: 'durable executions that run now are not ended by this' });
  }
  return warnings;
}
