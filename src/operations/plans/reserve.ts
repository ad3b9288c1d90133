/** Reserving concurrency for a function, or giving the reservation up. */
import { isLeft, type OwedValue } from '../../domain/changes/debts.ts';
import type { Place, Plan, Warning } from '../../domain/changes/plan.ts';
import { settingKey } from '../../domain/changes/setting.ts';
import { totalProvisioned } from '../../domain/concurrency/provisioned.ts';
import type { ConcurrencyPool } from '../../gateways/changes.ts';
import {
  change,
  emptyPlan,
  lambdatopLine,
  leaving,
  notedAsPaid,
  paidByOthers,
  refused,
  reservedNow,
  reservedOf,
  sortWarnings,
  stage,
} from './parts.ts';
import type { Situation } from './situation.ts';

/**
 * What AWS usually keeps for functions that reserve nothing. Accounts differ (10 and 50 were seen; facts/aws.md
 * section 5), so it only warns; AWS's own refusal names the account's.
 */
const USUAL_FLOOR = 100;

/**
 * Plans a reservation.
 *
 * @param to executions, at least 1; null = unset
 * @param pool null = could not be read
 * @param now ms since the epoch
 */
export function planReserve(
  situation: Situation,
  place: Place,
  to: number | null,
  pool: ConcurrencyPool | null,
  owed: ReadonlyMap<string, OwedValue>,
  now: number,
): Plan {
  const { target, facts, provisioned, unread } = situation;
  const present = facts.reservedConcurrency;
  const setting = reservedOf(target.arn);
  const words = [to === null ? 'none' : String(to)];
  const reserved = [reservedNow(target.arn, present)];
  const plan: Plan = {
    ...leaving(emptyPlan({ operation: 'reserve', target, place, words }), reserved),
    undo:
      present === 0
        ? lambdatopLine(['kill', target.name, '--triggers', 'none'], place)
        : lambdatopLine(['reserve', target.name, present === null ? 'none' : String(present)], place),
  };
  const total = totalProvisioned(provisioned ?? []);
  if (to !== null && to < total) {
    return refused(plan, {
      code: 'refused',
      message: `${target.name} has ${total} provisioned; AWS refuses to reserve less than that.`,
      next: [`reserve at least that: lambdatop reserve ${target.name} ${total}`],
    });
  }
  const left = pool === null || to === null ? null : pool.unreserved + (present ?? 0) - to;
  if (left !== null && left < 0) {
    return refused(plan, {
      code: 'refused',
      message: `The account has ${(pool?.unreserved ?? 0) + (present ?? 0)} left to reserve, less than ${to}.`,
      next: [fitting(target.name, mostOf(pool, present, USUAL_FLOOR))],
    });
  }
  const warnings: Warning[] = [...unread];
  if (left !== null && left < USUAL_FLOOR) {
    warnings.push({
      level: 'risk',
      text: `that leaves ${left} for functions that reserve nothing; AWS keeps ${USUAL_FLOOR} in most accounts and then refuses`,
    });
  }
  const debt = owed.get(settingKey(setting));
  if (debt && isLeft(debt, present) && present === 0) {
    warnings.push({
      level: 'risk',
      text: `${target.name} is stopped: this lets it run again, without what else was taken from it; all of it comes back with: lambdatop restore ${target.name}`,
    });
  } else if (to !== null && present !== null && to < present) {
    warnings.push({ level: 'note', text: 'what is above the new limit is throttled from now on' });
  }
  const stages = [stage('reserved concurrency', change(setting, present, to, 'set'))];
  // Whoever reserves what is there means it: what was there before is owed no more.
  const paid = debt ? paidByOthers({ ...debt, value: to }, present, now) : [];
  warnings.push(...paid.map(notedAsPaid));
  return leaving({ ...plan, stages, paid, warnings: sortWarnings(warnings) }, reserved);
}

function fitting(name: string, most: number | null): string {
  if (!most) return 'nothing can be reserved now: free some with lambdatop reserve OTHER none';
  return `the most that leaves others the usual ${USUAL_FLOOR}: lambdatop reserve ${name} ${most}`;
}

/** The largest reservation that leaves the pool its floor, at least 0. */
export function mostOf(pool: ConcurrencyPool | null, present: number | null, floor: number): number | null {
  return pool === null ? null : Math.max(0, pool.unreserved + (present ?? 0) - floor);
}
