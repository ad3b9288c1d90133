/** Stages that open a function's triggers again, at once or little by little. */
import type { Stage } from '../../domain/changes/plan.ts';
import type { RestoreStages } from '../../domain/changes/restore-stages.ts';
import type { SettingChange } from '../../domain/changes/setting.ts';
import { sourceName } from '../../domain/changes/words.ts';
import type { EventSourceMapping } from '../../gateways/changes.ts';
import { change, maximumOf, stage } from './parts.ts';

/** A mapping that is to be opened, or to get its own limit back. */
interface Trigger {
  readonly mapping: EventSourceMapping;
  readonly functionArn: string;
  /** Null when it is on already. */
  readonly opening: SettingChange | null;
  /** The limits it passes, the first before it is opened; the last is its own (null = none), or where it stays. */
  readonly limits: readonly (number | null)[];
  /** Its limit before anything was taken away. */
  readonly ownLimit: number | null;
}

/**
 * The stages of the mappings among what is owed. Each is opened alone, and looked at before the next. With
 * `steps`, queues are opened at the first limit, and then all limits rise together. A low reserved concurrency
 * would not do instead: throttled polls raise receive counts and dead-letter the backlog.
 *
 * @param repayments of which only those of mappings are taken
 */
export function triggerStages(
  repayments: readonly SettingChange[],
  mappings: readonly EventSourceMapping[],
  steps: RestoreStages | null,
): Stage[] {
  const triggers = mappings.flatMap((mapping) => triggerFrom(mapping, repayments, steps));
  const rounds = Math.max(0, ...triggers.map(({ limits }) => limits.length));
  const holdMs = steps?.holdMs ?? null;
  const openings = triggers.flatMap(({ mapping, opening }) =>
    opening ? [stage(`trigger ${sourceName(mapping)}`, [opening], { untilSettled: true, watchMs: 0 })] : [],
  );
  const rises = Array.from({ length: Math.max(0, rounds - 1) }, (_, index) =>
    limitsStage(triggers, index + 1, holdMs),
  );
  const opened = [limitsStage(triggers, 0, null), ...openings];
  return [...(rises.length > 0 ? lastWatched(opened, holdMs) : opened), ...rises].filter(
    ({ changes }) => changes.length > 0,
  );
}

/** None for a mapping that nothing is owed of. */
function triggerFrom(
  mapping: EventSourceMapping,
  repayments: readonly SettingChange[],
  steps: RestoreStages | null,
): Trigger[] {
  const own = repayments.filter(({ setting }) => 'uuid' in setting && setting.uuid === mapping.uuid);
  const opening = own.find(({ setting }) => setting.kind === 'event-source-enabled') ?? null;
  const limit = own.find(({ setting }) => setting.kind === 'event-source-concurrency');
  const [first] = own;
  if (!first || !('functionArn' in first.setting)) return [];
  const ownLimit = limit ? numberOrNone(limit.to) : mapping.maximumConcurrency;
  const isStepped = steps !== null && opening !== null && mapping.kind === 'sqs';
  const limits = isStepped ? ladder(steps, ownLimit) : [ownLimit];
  return [{ mapping, functionArn: first.setting.functionArn, opening, limits, ownLimit }];
}

/** The steps that lie below the mapping's own limit, and that limit where the steps reach it. */
function ladder({ limits, endsWithAll }: RestoreStages, ownLimit: number | null): readonly (number | null)[] {
  const below = limits.filter((limit) => ownLimit === null || limit < ownLimit);
  return endsWithAll || below.length < limits.length ? [...below, ownLimit] : below;
}

function limitsStage(triggers: readonly Trigger[], round: number, watchMs: number | null): Stage {
  const changes = triggers.flatMap(({ mapping, functionArn, limits, ownLimit }) => {
    const to = limits[round];
    if (to === undefined) return [];
    const from = round === 0 ? mapping.maximumConcurrency : (limits[round - 1] ?? null);
    return change(maximumOf(functionArn, mapping), from, to, to === ownLimit ? 'repay' : 'borrow');
  });
  const values = [...new Set(changes.map(({ to }) => (to === null ? 'none' : String(to))))];
  return stage(`maximum concurrency ${values.join(', ')}`, changes, { untilSettled: true, watchMs });
}

function lastWatched(stages: readonly Stage[], watchMs: number | null): Stage[] {
  return stages.map((each, index) => (index === stages.length - 1 ? { ...each, watchMs } : each));
}

const numberOrNone = (value: SettingChange['to']): number | null =>
  typeof value === 'number' ? value : null;
