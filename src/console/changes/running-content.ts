/** The dialog of a change that runs, and of its end. */
import type { Plan } from '../../domain/changes/plan.ts';
import type { PlanResult } from '../../domain/changes/result.ts';
import { DONE, ENDED, isGood } from '../../domain/changes/result-words.ts';
import type { DialogContent, Fact, Section } from '../../domain/dialog/content.ts';
import { type DrainState, drainFacts } from './drain.ts';
import { type LeftOut, leftFact, resultFact, resultSections } from './result-words.ts';

/** What is known of a change that runs. */
export interface RunState {
  readonly plans: readonly Plan[];
  readonly left: readonly LeftOut[];
  /** What each is doing, by ARN of its target. */
  readonly progress: ReadonlyMap<string, string>;
  /** How each has ended, by ARN of its target. */
  readonly results: ReadonlyMap<string, PlanResult>;
  readonly calledOff: boolean;
  /** ARNs of targets whose settings were all read back: only their effect is still watched. */
  readonly applied: ReadonlySet<string>;
  /** Functions that were stopped and may still run. */
  readonly drains: readonly DrainState[];
}

/** Ids of the buttons. */
export const BACKGROUND = 'background';
export const STOP = 'stop';
export const CLOSE = 'close';

const DOING: Readonly<Record<Plan['operation'], string>> = {
  kill: 'Killing',
  restore: 'Restoring',
  reserve: 'Reserving concurrency for',
  pause: 'Pausing triggers of',
  resume: 'Resuming triggers of',
  shift: 'Shifting',
  promote: 'Promoting',
  rollback: 'Rolling back',
  publish: 'Publishing',
  retain: 'Changing how long messages are kept in',
  undo: 'Undoing the change of',
};

/** `Killing orders-worker`, `Killing 12 functions`. */
export function titleOf(plans: readonly Plan[]): string {
  const [first, another] = plans;
  if (!first) return '';
  return `${DOING[first.operation]} ${another ? `${plans.length} functions` : first.target.name}`;
}

/** `Killed orders-worker`, `Killed 3 of 4 functions`, `kill of orders-worker: failed`. */
function endTitleOf({ plans, results, left }: RunState): string {
  const [first, another] = plans;
  if (!first) return '';
  const { operation, target } = first;
  const total = plans.length + left.length;
  const good = [...results.values()].filter(isGood).length;
  if (another || left.length > 0) {
    return `${DONE[operation]} ${good === total ? total : `${good} of ${total}`} functions`;
  }
  const outcome = results.get(target.arn)?.outcome ?? 'planned';
  return good === total
    ? `${DONE[operation]} ${target.name}`
    : `${operation} of ${target.name}: ${ENDED[outcome]}`;
}

/** See the file's head. `now` in ms since the epoch. */
export function runContent(state: RunState, now: number): DialogContent {
  const { plans, results, drains } = state;
  const isOver = results.size === plans.length;
  const base = {
    title: titleOf(plans),
    dangerous: plans.some(({ danger }) => danger === 'dangerous'),
    choices: [],
    fields: [],
  };
  if (isOver) {
    return {
      ...base,
      title: endTitleOf(state),
      sections: [
        ...resultSections(
          plans.flatMap(({ target }) => results.get(target.arn) ?? []),
          state.left,
        ),
        ...drains.map((drain) => drainSection(drain, drains.length > 1, now)),
      ],
      buttons: [{ id: CLOSE, label: 'Close' }],
      preferred: CLOSE,
      busy: drains.some(({ until }) => now < until) ? 'Watching; Esc leaves, and it goes on' : null,
    };
  }
  const isSingle = plans.length === 1;
  const [only] = plans;
  return {
    ...base,
    sections: [
      {
        kind: 'facts',
        facts: [...plans.map((plan) => progressFact(plan, state)), ...state.left.map(leftFact)],
      },
    ],
    buttons: [
      { id: BACKGROUND, label: 'Go on in the background' },
      {
        id: STOP,
        label: 'Stop',
        reason: state.calledOff ? 'It is being stopped: what is in flight is finished first' : null,
      },
    ],
    preferred: BACKGROUND,
    busy: busyText(state, isSingle && only ? (state.progress.get(only.target.arn) ?? null) : null),
  };
}

function busyText({ calledOff, plans, results, applied }: RunState, doing: string | null): string {
  const isApplied = plans.every(({ target: { arn } }) => results.has(arn) || applied.has(arn));
  if (isApplied) return 'All is set as asked; watching what comes of it. Esc leaves, and it goes on';
  if (calledOff) return 'Stopping: what is in flight is finished, nothing new begun';
  return doing ?? `${results.size} of ${plans.length} ended; Esc leaves, and it goes on`;
}

function progressFact(plan: Plan, { progress, results }: RunState): Fact {
  const { arn, name } = plan.target;
  const result = results.get(arn);
  if (result) return resultFact(result);
  return { label: name, value: progress.get(arn) ?? 'waits', tone: progress.has(arn) ? 'plain' : 'dim' };
}

function drainSection(drain: DrainState, isOneOfMany: boolean, now: number): Section {
  const facts = drainFacts(drain, now);
  return isOneOfMany ? { kind: 'facts', heading: drain.name, facts } : { kind: 'facts', facts };
}
