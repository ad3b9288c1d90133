/** What is left to do after a kill that came about in part only. */
import { AppError } from '../domain/app-error.ts';
import { isSeen } from '../domain/changes/debts.ts';
import type { PlanResult } from '../domain/changes/result.ts';

/** The same result; where a trigger is still on, its error names what that does and how to go on. */
export function withWayOn(result: PlanResult): PlanResult {
  const { plan, outcome, error, reports } = result;
  if (plan.operation !== 'kill' || outcome !== 'partly' || error === null) return result;
  const isStillOn = reports.some(
    (report) => report.change.setting.kind === 'event-source-enabled' && !isSeen(report),
  );
  if (!isStillOn) return result;
  const { code, message, next, operation, answer } = error;
  const wayOn = `a trigger that is still on receives its messages in vain; once that works: lambdatop kill ${plan.target.name}`;
  return {
    ...result,
    error: new AppError(code, message, { next: [...next, wayOn], operation, answer, cause: error }),
  };
}
