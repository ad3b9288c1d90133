/** The cockpit as plain data: everything that is known of one alias's traffic at one moment. */
import type { AppError } from '../../../src/domain/app-error.ts';
import { formatClock } from '../../../src/domain/figures.ts';
import type { KnownRollout } from '../../../src/stores/rollouts-store.ts';
import type { AliasTraffic } from '../../../src/stores/traffic-store.ts';
import { type CockpitSide, sidesOfAlias, sidesOfRollout } from './sides.ts';
import { bannersOf, clockOf, driverText, phaseSaid, type Said } from './words.ts';

/** A step of the plan; the last one is the promotion. */
export interface StepMark {
  /** Percent. */
  readonly weight: number;
  /** `left`: where it was when it was taken back, or stopped. */
  readonly state: 'done' | 'present' | 'left' | 'to come';
}

/** See the file's head. */
export interface Cockpit {
  /** `orders:live`. */
  readonly target: string;
  /** A rollout of ours takes orders. */
  readonly isRunning: boolean;
  readonly isHeld: boolean;
  /** Nobody drives it: it can be taken up again. */
  readonly isUnfinished: boolean;
  /** Where the rollout is, or that there is none. */
  readonly headline: Said;
  /** Who drives it; empty without a rollout. */
  readonly driver: string;
  readonly banners: readonly Said[];
  readonly sides: readonly CockpitSide[];
  /** The guard's sentence; null without a rollout. */
  readonly guard: Said | null;
  readonly strategy: string | null;
  readonly steps: readonly StepMark[];
  /** ms; null where no clock runs. */
  readonly clock: { readonly bakedMs: number; readonly bakeMs: number } | null;
  /** Where the figures come from. */
  readonly source: string;
}

/** What a cockpit is made of. */
export interface CockpitInputs {
  readonly target: string;
  /** Null = none is known. */
  readonly rollout: KnownRollout | null;
  /** Null = not read yet. */
  readonly traffic: AliasTraffic | null;
  readonly servedAt: number | null;
  readonly servedError: AppError | null;
  /** ms since the epoch. */
  readonly now: number;
}

/** A rollout that ended is shown for so long after its end, ms. */
const REMEMBERED_MS = 15 * 60_000;
/** Figures of CloudWatch are of so many minutes (feeds/traffic). */
const SERVED_MINUTES = 10;

/** See the file's head. */
export function cockpitOf(inputs: CockpitInputs): Cockpit {
  const { target, traffic, now } = inputs;
  const rollout = inputs.rollout !== null && isShown(inputs.rollout, now) ? inputs.rollout : null;
  const banners = bannersOf(rollout, traffic, now);
  if (rollout === null) {
    return {
      target,
      isRunning: false,
      isHeld: false,
      isUnfinished: false,
      headline: headlineOf(traffic),
      driver: '',
      banners,
      sides: traffic === null ? [] : sidesOfAlias(traffic),
      guard: null,
      strategy: null,
      steps: [],
      clock: null,
      source: metricsSource(inputs),
    };
  }
  const { record } = rollout;
  return {
    target,
    isRunning: rollout.state === 'running',
    isHeld: record.rollout.held,
    isUnfinished: rollout.state === 'unfinished',
    headline: phaseSaid(rollout),
    driver: driverText(rollout, now),
    banners,
    sides: sidesOfRollout(rollout, traffic),
    guard: guardSaid(rollout),
    strategy: record.rollout.plan.strategy.name,
    steps: stepsOf(rollout),
    clock: clockOf(rollout, now),
    source: evidenceSource(rollout),
  };
}

function isShown({ record, state }: KnownRollout, now: number): boolean {
  return state !== 'over' || now - record.updatedAt < REMEMBERED_MS;
}

function headlineOf(traffic: AliasTraffic | null): Said {
  if (traffic === null) return { text: 'reading the alias…', tone: 'dim' };
  const { alias, deployment } = traffic;
  if (deployment?.state === 'known' && deployment.value !== null) {
    return { text: 'CodeDeploy is deploying', tone: 'warn' };
  }
  if (Object.keys(alias.weights).length === 0)
    return { text: `all of the traffic goes to ${alias.version}`, tone: 'plain' };
  const isByHand = deployment?.state === 'known';
  return {
    text: isByHand ? 'split by hand: nobody guards it' : 'split: nobody here guards it',
    tone: 'warn',
  };
}

function guardSaid({ record, state }: KnownRollout): Said | null {
  if (!record.rollout.plan.guarded) return { text: 'no guard: time alone decides', tone: 'warn' };
  if (record.verdict === null) return { text: 'nothing judged yet', tone: 'dim' };
  const { name, sentence } = record.verdict;
  if (state !== 'running') return { text: sentence, tone: 'dim' };
  return { text: sentence, tone: name === 'worse' ? 'bad' : name === 'healthy' ? 'good' : 'warn' };
}

function stepsOf({ record }: KnownRollout): readonly StepMark[] {
  const { plan, step, phase } = record.rollout;
  const weights = [...plan.strategy.steps.map(({ weight }) => weight), 100];
  const present = phase === 'promoted' ? weights.length : step;
  const isLeft = phase === 'rolled-back' || phase === 'stopped' || phase === 'rolling-back';
  return weights.map((weight, index) => ({
    weight,
    state: index < present ? 'done' : index === present ? (isLeft ? 'left' : 'present') : 'to come',
  }));
}

const EVIDENCE: Readonly<Record<KnownRollout['record']['evidence'], string>> = {
  logs: 'evidence: log streams, by the second',
  metrics: 'evidence: CloudWatch, by the minute and late',
  'logs and metrics': 'evidence: log streams and CloudWatch, each invocation counted once',
  none: 'no evidence yet: neither logs nor metrics told of an invocation',
};

function evidenceSource({ record, state }: KnownRollout): string {
  const since = `since ${formatClock(record.startedAt)}`;
  return state === 'running' ? `${EVIDENCE[record.evidence]}, ${since}` : `figures ${since}, as last judged`;
}

function metricsSource({ servedAt, servedError }: CockpitInputs): string {
  if (servedError !== null) return `figures cannot be read: ${servedError.message}`;
  if (servedAt === null) return 'reading the figures…';
  return `CloudWatch, the last ${SERVED_MINUTES} min, read ${formatClock(servedAt)}; l shows the errors`;
}
