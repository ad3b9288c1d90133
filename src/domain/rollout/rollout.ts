/**
 * A rollout as a pure state machine: what happened goes in, what the alias should be comes out (`desired`). It
 * does nothing itself: a driver sets the alias and tells what it saw.
 *
 *     shifting → baking → shifting → … → promoting → promoted
 *         └────────┴──── abort ────┴──────────┴→ rolling-back → rolled-back
 *
 * An abort works in every state but the last ones, and stays: nothing after it raises the canary's weight.
 */
import type { VerdictName } from '../guard/verdict.ts';
import { type Routing, split, unsplit } from '../traffic/routing.ts';
import type { RolloutStep, Strategy } from './strategy.ts';

/** What is rolled out where. */
export interface RolloutPlan {
  /** Unqualified ARN. */
  readonly functionArn: string;
  readonly alias: string;
  /** The version that serves now. */
  readonly stable: string;
  /** The new one. */
  readonly canary: string;
  readonly strategy: Strategy;
  /** Without a guard time alone decides. */
  readonly guarded: boolean;
}

/** Where a rollout is. */
export type RolloutPhase =
  | 'shifting'
  | 'baking'
  | 'promoting'
  | 'promoted'
  | 'rolling-back'
  | 'rolled-back'
  /** Somebody else changed the alias: it is theirs now. */
  | 'stopped';

/** Who ended it early. */
export type Aborter = 'guard' | 'operator' | 'interrupt';

/** A rollout so far; a plain value that is journalled before each step. */
export interface Rollout {
  readonly plan: RolloutPlan;
  readonly phase: RolloutPhase;
  /** Index of the present step. */
  readonly step: number;
  /** How long the present weight has been watched, ms; stands still while held or blind. */
  readonly bakedMs: number;
  /** When it was last looked at, ms since the epoch; null before the first time and after a pause. */
  readonly lookedAt: number | null;
  /** The operator holds it. */
  readonly held: boolean;
  /** Since when AWS cannot be read (credentials lost), ms since the epoch; null while it can. */
  readonly blindSince: number | null;
  /** Set once, and never taken back. */
  readonly aborted: { readonly by: Aborter; readonly reason: string } | null;
  /** What somebody else made of the alias, when that stopped the rollout. */
  readonly moved: string | null;
}

/** What can happen to a rollout. */
export type RolloutEvent =
  /** The alias was read back as `routing`, which was `desired` when it was sent. */
  | { readonly type: 'set'; readonly at: number; readonly routing: DesiredRouting }
  | {
      readonly type: 'look';
      /** ms since the epoch. */
      readonly at: number;
      /** Null when there is no guard. */
      readonly verdict: VerdictName | null;
      /** The guard's sentence. */
      readonly sentence: string;
      /** A person is there: without one it may hold or roll back, never advance. */
      readonly attached: boolean;
    }
  | { readonly type: 'blind'; readonly at: number }
  /** AWS can be read again, and the minutes that were missed have been judged. */
  | { readonly type: 'sighted' }
  | { readonly type: 'hold' }
  | { readonly type: 'resume' }
  | { readonly type: 'advance' }
  | { readonly type: 'promote' }
  | { readonly type: 'abort'; readonly by: Aborter; readonly reason: string }
  | { readonly type: 'moved'; readonly difference: string };

/** What the alias should be made: split, all to the canary, all back to the stable version. */
export type DesiredRouting =
  | { readonly to: 'split' /** Percent. */; readonly weight: number }
  | { readonly to: 'canary' }
  | { readonly to: 'stable' };

/** Time that passed unwatched (a suspended laptop, a stopped process) does not count; ms. */
const LONGEST_LOOK_MS = 15_000;

/** A rollout that has not changed anything yet. */
export function startRollout(plan: RolloutPlan): Rollout {
  return {
    plan,
    phase: plan.strategy.steps.length === 0 ? 'promoting' : 'shifting',
    step: 0,
    bakedMs: 0,
    lookedAt: null,
    held: false,
    blindSince: null,
    aborted: null,
    moved: null,
  };
}

/** What the alias should be made next; null when nothing is to be done. */
export function desired({ phase, plan, step }: Rollout): DesiredRouting | null {
  if (phase === 'shifting') return { to: 'split', weight: plan.strategy.steps[step]?.weight ?? 0 };
  if (phase === 'promoting') return { to: 'canary' };
  return phase === 'rolling-back' ? { to: 'stable' } : null;
}

/** The alias's versions and weights that are meant. */
export function routingFor({ stable, canary }: RolloutPlan, wanted: DesiredRouting): Routing {
  if (wanted.to === 'split') return split(stable, canary, wanted.weight);
  return unsplit(wanted.to === 'canary' ? canary : stable);
}

/** The present step; null when all are done. */
export function stepOf({ plan, step }: Rollout): RolloutStep | null {
  return plan.strategy.steps[step] ?? null;
}

/** Nothing will happen any more. */
export function hasEnded({ phase }: Rollout): boolean {
  return phase === 'promoted' || phase === 'rolled-back' || phase === 'stopped';
}

/** The rollout after something happened. What cannot happen now changes nothing. */
export function next(rollout: Rollout, event: RolloutEvent): Rollout {
  if (hasEnded(rollout)) return rollout;
  switch (event.type) {
    case 'set':
      return settled(rollout, event.routing, event.at);
    case 'look':
      return looked(rollout, event);
    case 'blind':
      return { ...rollout, blindSince: rollout.blindSince ?? event.at, lookedAt: null };
    case 'sighted':
      return { ...rollout, blindSince: null, lookedAt: null };
    case 'abort':
      return abort(rollout, event.by, event.reason);
    case 'moved':
      return { ...rollout, phase: 'stopped', moved: event.difference };
    default:
      return refusal(rollout, event.type) === null ? ordered(rollout, event.type) : rollout;
  }
}

/** What an operator can order besides an abort. */
export type Order = 'hold' | 'resume' | 'advance' | 'promote';

/** Why an order cannot be carried out now, as a sentence; null when it can. */
export function refusal(rollout: Rollout, order: Order): string | null {
  const { phase, held, blindSince, aborted } = rollout;
  if (aborted) return 'It is being rolled back';
  if (hasEnded(rollout)) return 'It has ended';
  if (order === 'hold') return held ? 'It is held already' : null;
  if (order === 'resume') return held ? null : 'It is not held';
  if (blindSince !== null) return 'AWS cannot be read: nothing is advanced blindly';
  if (phase === 'promoting') return 'It is being promoted';
  return order === 'advance' && phase === 'shifting' ? 'The present step is only being set' : null;
}

function ordered(rollout: Rollout, order: Order): Rollout {
  if (order === 'hold') return { ...rollout, held: true, lookedAt: null };
  if (order === 'resume') return { ...rollout, held: false, lookedAt: null };
  if (order === 'promote') return { ...rollout, held: false, phase: 'promoting' };
  return advanced({ ...rollout, held: false });
}

function abort(rollout: Rollout, by: Aborter, reason: string): Rollout {
  return rollout.aborted ? rollout : { ...rollout, aborted: { by, reason }, phase: 'rolling-back' };
}

/** An answer to what is no longer wanted (a promotion that was aborted on its way) settles nothing. */
function settled(rollout: Rollout, routing: DesiredRouting, at: number): Rollout {
  const wanted = desired(rollout);
  const isWanted =
    wanted?.to === routing.to && (wanted.to !== 'split' || wanted.weight === weightOf(routing));
  if (!isWanted) return rollout;
  if (rollout.phase === 'shifting') return { ...rollout, phase: 'baking', bakedMs: 0, lookedAt: at };
  if (rollout.phase === 'promoting') return { ...rollout, phase: 'promoted' };
  return rollout.phase === 'rolling-back' ? { ...rollout, phase: 'rolled-back' } : rollout;
}

function weightOf(routing: DesiredRouting): number | null {
  return routing.to === 'split' ? routing.weight : null;
}

function looked(rollout: Rollout, look: Extract<RolloutEvent, { type: 'look' }>): Rollout {
  if (rollout.aborted) return rollout;
  if (look.verdict === 'worse') return abort(rollout, 'guard', look.sentence);
  if (rollout.phase !== 'baking' || rollout.held || rollout.blindSince !== null) return rollout;
  const passed = rollout.lookedAt === null ? 0 : look.at - rollout.lookedAt;
  const bakedMs = rollout.bakedMs + Math.max(0, Math.min(passed, LONGEST_LOOK_MS));
  const watched: Rollout = { ...rollout, bakedMs, lookedAt: look.at };
  const isDone = bakedMs >= (stepOf(rollout)?.bakeMs ?? 0);
  // No data is never a pass: the step goes on until the guard says healthy.
  const isFine = !rollout.plan.guarded || look.verdict === 'healthy';
  return isDone && isFine && look.attached ? advanced(watched) : watched;
}

function advanced(rollout: Rollout): Rollout {
  const step = rollout.step + 1;
  const isLast = step >= rollout.plan.strategy.steps.length;
  return { ...rollout, step, bakedMs: 0, lookedAt: null, phase: isLast ? 'promoting' : 'shifting' };
}
