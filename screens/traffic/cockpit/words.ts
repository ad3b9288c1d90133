/** A rollout in words: where it is, who drives it, what stands in its way. */
import type { Tone } from '../../../src/domain/dialog/content.ts';
import { durationWords } from '../../../src/domain/duration-words.ts';
import { formatClock } from '../../../src/domain/figures.ts';
import { stepOf } from '../../../src/domain/rollout/rollout.ts';
import { percentText } from '../../../src/domain/traffic/routing.ts';
import { type KnownRollout, weightText } from '../../../src/stores/rollouts-store.ts';
import type { AliasTraffic } from '../../../src/stores/traffic-store.ts';

/** A sentence and how it is meant. */
export interface Said {
  readonly text: string;
  readonly tone: Tone | 'alarm';
}

/** A process writes its rollout down every second; without a word for so long, ms, that is said. */
const SILENT_MS = 5_000;
/** How much of a step may have passed since the last word, ms. */
const LONGEST_GUESS_MS = 2_000;

/** Where it is, in one sentence. */
export function phaseSaid({ record, state }: KnownRollout): Said {
  const { rollout, stopped } = record;
  const { plan, phase, step, held, aborted, moved } = rollout;
  const { stable, canary, strategy } = plan;
  const weight = stepOf(rollout)?.weight;
  const of = `step ${step + 1} of ${strategy.steps.length}`;
  if (phase === 'promoted') return { text: `PROMOTED: ${canary} has all of the traffic`, tone: 'good' };
  if (phase === 'rolled-back')
    return { text: `ROLLED BACK to ${stable}: ${aborted?.reason ?? ''}`, tone: 'bad' };
  if (phase === 'stopped') return { text: `STOPPED: ${moved ?? 'somebody else changed it'}`, tone: 'warn' };
  if (phase === 'rolling-back')
    return { text: `ROLLING BACK to ${stable}: ${aborted?.reason ?? ''}`, tone: 'alarm' };
  if (state === 'unfinished') {
    const why = stopped?.sentence ?? 'its process has died';
    return { text: `UNFINISHED, nobody drives it: ${why}`, tone: 'alarm' };
  }
  if (phase === 'promoting') return { text: `promoting ${canary}`, tone: 'strong' };
  if (held) return { text: `HELD at ${weight} % (${of})`, tone: 'warn' };
  if (phase === 'shifting') return { text: `${of}: setting ${weight} %`, tone: 'strong' };
  return { text: `${of}: ${weight} %`, tone: 'strong' };
}

/** Who drives it. */
export function driverText({ record, state }: KnownRollout, now: number): string {
  const { owner, guard, attached, updatedAt } = record;
  const process = `process ${owner.pid} on ${owner.host}`;
  if (state === 'over') return `ended ${formatClock(updatedAt)}`;
  if (state === 'unfinished') return `last word ${formatClock(updatedAt)}`;
  const silence =
    now - updatedAt > SILENT_MS ? ` · no word for ${durationWords((now - updatedAt) / 1_000)}` : '';
  if (state === 'elsewhere') return `${process}${silence}`;
  const alone =
    guard === null ? 'on its own: does not advance' : 'on its own: may hold or roll back, not advance';
  return `${process} · ${attached ? 'attached' : alone}${silence}`;
}

/** What must not be overlooked, the worst first. */
export function bannersOf(rollout: KnownRollout | null, traffic: AliasTraffic | null, now: number): Said[] {
  return [...(rollout === null ? [] : troublesOf(rollout, now)), ...deploymentSaid(traffic)];
}

function troublesOf({ record, state }: KnownRollout, now: number): Said[] {
  const { rollout, trouble } = record;
  const { blindSince, plan } = rollout;
  if (state === 'over') return [];
  if (blindSince !== null) {
    const since = `since ${formatClock(blindSince)}, ${durationWords((now - blindSince) / 1_000)}`;
    const text = ` BLIND ${since}: ${weightText(record)} on ${plan.canary}, clock stopped `;
    return [{ text, tone: 'alarm' }, ...(trouble === null ? [] : troubleSaid(trouble))];
  }
  return trouble === null ? [] : troubleSaid(trouble);
}

function troubleSaid({
  message,
  next,
}: {
  readonly message: string;
  readonly next: readonly string[];
}): Said[] {
  return [
    { text: `! ${message}`, tone: 'bad' },
    ...(next.length > 0 ? [{ text: `→ ${next.join(' · ')}`, tone: 'warn' } as const] : []),
  ];
}

function deploymentSaid(traffic: AliasTraffic | null): Said[] {
  const deployment = traffic?.deployment ?? null;
  if (deployment === null) return [];
  if (deployment.state === 'unknown') {
    return [{ text: `cannot see whether CodeDeploy moves this alias: ${deployment.why}`, tone: 'dim' }];
  }
  if (deployment.value === null) return [];
  const { id, application, status, weight, targetVersion, isRollback } = deployment.value;
  const share = weight === null ? '' : ` ${percentText(weight)}`;
  const doing = isRollback ? 'takes it back' : `moves it to ${targetVersion ?? '?'}${share}`;
  // What is cut where there is little room comes last.
  return [{ text: `CodeDeploy ${id} ${doing}: B stops it (${status}, ${application})`, tone: 'warn' }];
}

/** How much of the present step has passed, ms; null where no clock runs. */
export function clockOf(
  { record, state }: KnownRollout,
  now: number,
): { readonly bakedMs: number; readonly bakeMs: number } | null {
  const { rollout, updatedAt } = record;
  const step = stepOf(rollout);
  if (step === null || rollout.phase !== 'baking' || state === 'over') return null;
  const runs = state === 'running' && !rollout.held && rollout.blindSince === null;
  const since = runs ? Math.max(0, Math.min(LONGEST_GUESS_MS, now - updatedAt)) : 0;
  return {
    bakedMs: Math.min(rollout.bakedMs + since, Math.max(step.bakeMs, rollout.bakedMs)),
    bakeMs: step.bakeMs,
  };
}
