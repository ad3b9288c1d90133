/** One row of the list of dead-letter targets, and how it answers sort and filter. */
import { functionsBehind } from '../../../src/domain/dead-letters/discovery.ts';
import { lostAt } from '../../../src/domain/dead-letters/losses.ts';
import { timeLeftS } from '../../../src/domain/dead-letters/queue-figures.ts';
import {
  type KnownTarget,
  remarksOn,
  type TargetRemark,
} from '../../../src/domain/dead-letters/target-words.ts';
import type { FilterField } from '../../../src/domain/filter.ts';
import type { DeadLettersState } from '../../../src/stores/dead-letters-store.ts';
import type { TargetColumn } from '../../../src/stores/dead-letters-view-store.ts';
import type { RowOrder } from '../../table/order.ts';

/** A target, with everything that is known of it. */
export interface TargetRow extends KnownTarget {
  /** Names of the functions whose failed work goes there. */
  readonly functions: readonly string[];
  readonly remarks: readonly TargetRemark[];
  /** Messages in it, those in flight included; null = unknown. */
  readonly lying: number | null;
}

/** What rows are made of. */
type Known = Pick<DeadLettersState, 'targets' | 'queues' | 'figures' | 'losses' | 'failurePaths'>;

/** All rows, in the order of their names. */
export function rowsOf({ targets, queues, figures, losses, failurePaths }: Known): TargetRow[] {
  return targets.map((target) => {
    const reading = queues.get(target.arn);
    const queue = reading?.queue ?? null;
    const known = { target, queue, error: reading?.error ?? null, figures: figures.get(target.arn) ?? null };
    const functions = functionsBehind(target);
    return {
      ...known,
      functions,
      remarks: [
        ...remarksOn(known, lostAt(target, losses?.byFunction ?? null) ?? 0),
        ...(isKept(target, failurePaths) ? [KEPT] : []),
      ],
      lying: queue === null ? null : (queue.depth ?? 0) + (queue.inFlight ?? 0),
    };
  });
}

const KEPT: TargetRemark = {
  level: 'info',
  brief: 'as known before',
  text: 'which functions send here was known to an earlier session: they are being asked again',
};

/** Whether it is listed, in part, by what an earlier session has read. */
function isKept({ sources }: KnownTarget['target'], failurePaths: Known['failurePaths']): boolean {
  return sources.some(
    ({ kind, functionNames }) =>
      kind === 'destination' && functionNames.some((name) => failurePaths.get(name)?.isKept),
  );
}

/** How long the oldest of its messages stays, at most, seconds; null = unknown, or nothing lies there. */
export function leftIn({ queue, figures }: TargetRow): number | null {
  return timeLeftS(queue?.retentionS ?? null, figures?.oldestAgeS ?? null, queue?.depth ?? null);
}

/** Whether somebody should look at it: something lies there, or is being lost. */
export function inTrouble(row: TargetRow): boolean {
  return (row.lying ?? 0) > 0 || row.remarks.some(({ level }) => level === 'bad');
}

const URGENCY = { bad: 3, warn: 2, info: 1 } as const;

/** What each column sorts by; null sorts last in both directions. */
export const ORDER: RowOrder<TargetRow, TargetColumn> = {
  name: ({ target }) => target.arn,
  value: {
    name: ({ target }) => target.name.toLowerCase(),
    depth: ({ lying }) => lying,
    oldest: ({ figures }) => figures?.oldestAgeS ?? null,
    growth: ({ figures }) => figures?.growthPerMin ?? null,
    state: ({ remarks }) => Math.max(0, ...remarks.map(({ level }) => URGENCY[level])),
  },
};

/** What the filter line can ask for. */
export const FILTER_FIELDS: readonly FilterField<TargetRow>[] = [
  { names: ['name'], value: ({ target }) => target.name },
  { names: ['arn'], value: ({ target }) => target.arn },
  { names: ['function', 'of'], value: ({ functions }) => functions.join(' ') },
  { names: ['kind'], value: ({ target }) => target.kinds.join(' ') },
  { names: ['service'], value: ({ target }) => target.service },
  { names: ['depth'], value: ({ lying }) => lying, unit: 'count' },
  { names: ['growth'], value: ({ figures }) => figures?.growthPerMin ?? null, unit: 'count' },
];
