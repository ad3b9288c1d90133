/** A rollout as it goes on, told: what changed since the last look, as words and as `--json` events. */
import { formatClock, formatShare } from '../../domain/figures.ts';
import { functionOf, type RolloutRecord } from '../../domain/rollout/record.ts';
import { stepOf } from '../../domain/rollout/rollout.ts';
import { sanitise } from '../../domain/text.ts';

/** What can happen, as scripts know it. */
export type RolloutEventName =
  | 'attached'
  | 'weight'
  | 'step'
  | 'verdict'
  | 'progress'
  | 'held'
  | 'resumed'
  | 'blind'
  | 'sighted'
  | 'trouble'
  | 'aborted'
  | 'promoting'
  | 'promoted'
  | 'rolled-back'
  | 'stopped';

/** One thing that happened. */
export interface Told {
  readonly event: RolloutEventName;
  /** A sentence. */
  readonly words: string;
}

/** How often progress is told while nothing else happens, ms. */
const PROGRESS_EVERY_MS = 10_000;

/** Tells each thing once. */
export class RolloutTeller {
  #before: RolloutRecord | null = null;
  #progressAt = 0;

  /** What happened since the last record. */
  tell(record: RolloutRecord): readonly Told[] {
    const before = this.#before;
    this.#before = record;
    const told: Told[] = [];
    const say = (event: RolloutEventName, words: string): void => {
      told.push({ event, words: sanitise(words) });
    };
    const { rollout, verdict, trouble } = record;
    const { plan } = rollout;
    const was = before?.rollout;
    if (before === null) {
      say('attached', `from ${plan.stable} to ${plan.canary}, process ${record.owner.pid}`);
    }
    if (was?.phase !== rollout.phase || was.step !== rollout.step) say(...phaseWords(record));
    if (rollout.held && !was?.held) say('held', 'held: it goes on when somebody resumes it');
    if (!rollout.held && was?.held) say('resumed', 'resumed');
    if (rollout.blindSince !== null && (was?.blindSince ?? null) === null) {
      const step = `${stepOf(rollout)?.weight ?? 100} %`;
      // A step that was not read back may or may not be what AWS has.
      const weight = rollout.phase === 'baking' ? step : `up to ${step}`;
      const since = `BLIND since ${formatClock(rollout.blindSince)}, with ${weight} on ${plan.canary}`;
      say('blind', `${since}: nothing is advanced`);
    }
    if (rollout.blindSince === null && was != null && was.blindSince !== null)
      say('sighted', 'it sees again, and has judged what it missed');
    if (trouble !== null && trouble.message !== before?.trouble?.message) {
      say('trouble', [trouble.message, ...trouble.next].join(' · '));
    }
    const isNew = verdict !== null && verdict.name !== before?.verdict?.name;
    if (isNew && rollout.aborted === null) say('verdict', verdict.sentence);
    if (record.stopped !== null && before?.stopped == null) say('stopped', record.stopped.sentence);
    if (told.length > 0) this.#progressAt = record.updatedAt;
    else if (record.updatedAt - this.#progressAt >= PROGRESS_EVERY_MS) {
      this.#progressAt = record.updatedAt;
      say('progress', progressWords(record));
    }
    return told;
  }
}

/** What a rollout that has come to its present phase or step tells. */
function phaseWords({ rollout }: RolloutRecord): readonly [RolloutEventName, string] {
  const { plan, phase, step, aborted, moved } = rollout;
  const { stable, canary, strategy } = plan;
  const present = stepOf(rollout);
  const of = `step ${step + 1} of ${strategy.steps.length}`;
  switch (phase) {
    case 'shifting':
      return ['step', `${of}: ${present?.weight} % to ${canary}`];
    case 'baking':
      return ['weight', `${of}: ${present?.weight} % set, watched for ${minutes(present?.bakeMs ?? 0)}`];
    case 'promoting':
      return ['promoting', `promoting ${canary}`];
    case 'promoted':
      return ['promoted', `${canary} has all of the traffic`];
    case 'rolling-back':
      return ['aborted', `rolling back to ${stable}: ${aborted?.reason ?? ''}`];
    case 'rolled-back':
      return ['rolled-back', `${stable} has all of the traffic again: ${aborted?.reason ?? ''}`];
    case 'stopped':
      return ['stopped', moved ?? 'stopped'];
  }
}

/** One object of `--json`. Fields may be added, never changed. */
export function eventJson({ event, words }: Told, record: RolloutRecord): Record<string, unknown> {
  const { rollout, verdict, routing, figures } = record;
  const { plan, phase, step, bakedMs, held, blindSince, aborted } = rollout;
  return {
    event,
    at: new Date(record.updatedAt).toISOString(),
    rollout: record.id,
    function: functionOf(record),
    alias: plan.alias,
    stable: plan.stable,
    canary: plan.canary,
    phase,
    step: step + 1,
    steps: plan.strategy.steps.length,
    weight: stepOf(rollout)?.weight ?? 100,
    bakedS: Math.round(bakedMs / 1_000),
    routing: routing && { version: routing.version, weights: routing.weights },
    seenShare: record.seenShare,
    verdict: verdict?.name ?? null,
    reason: verdict?.sentence ?? null,
    figures,
    held,
    blindSince: blindSince === null ? null : new Date(blindSince).toISOString(),
    aborted,
    message: words,
  };
}

function progressWords({ rollout, verdict, seenShare }: RolloutRecord): string {
  const step = stepOf(rollout);
  const parts = [
    step === null
      ? rollout.phase
      : `${step.weight} % for ${minutes(rollout.bakedMs)} of ${minutes(step.bakeMs)}`,
    // What was seen before it went blind tells nothing of now.
    ...(rollout.blindSince !== null ? ['BLIND'] : []),
    ...(seenShare === null || rollout.blindSince !== null ? [] : [`${formatShare(seenShare)} seen`]),
    ...(verdict === null ? [] : [verdict.sentence]),
  ];
  return parts.join(' · ');
}

/** "0:45", "5:00", "1:02:00". */
function minutes(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = `${String(m).padStart(h > 0 ? 2 : 1, '0')}:${String(s).padStart(2, '0')}`;
  return h > 0 ? `${h}:${tail}` : tail;
}
