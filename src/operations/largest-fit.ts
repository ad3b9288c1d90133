/** When AWS refuses a reservation for its floor: what would fit. */
import { AppError } from '../domain/app-error.ts';
import type { PlanResult } from '../domain/changes/result.ts';
import type { ChangesGateway } from '../gateways/changes.ts';
import { mostOf } from './plans/reserve.ts';

/** The same result; where the pool no longer had what was asked for, its error names the most that it has. */
export async function withLargestFit(result: PlanResult, gateway: ChangesGateway): Promise<PlanResult> {
  const { error, plan, reports } = result;
  const refusal = error?.answer.refusal;
  if (!error || refusal?.kind !== 'unreserved-floor') return result;
  const pool = await gateway.concurrencyPool().catch(() => null);
  const asked = reports.find((report) => report.error === error)?.change;
  const present = typeof asked?.from === 'number' ? asked.from : null;
  const most = refusal.floor === null ? null : mostOf(pool, present, refusal.floor);
  if (most === null) return result;
  const { name } = plan.target;
  const isRestore = plan.operation === 'restore';
  const line = isRestore ? `lambdatop restore ${name} --to ${most}` : `lambdatop reserve ${name} ${most}`;
  const next = [
    most > 0
      ? `the most that fits now: ${line}`
      : 'nothing can be reserved now: free some with lambdatop reserve OTHER none',
    ...(isRestore
      ? [`what it had before stays owed; when the pool has it again: lambdatop restore ${name}`]
      : []),
  ];
  const message = `The pool no longer has ${String(asked?.to)} for ${name}: AWS keeps ${refusal.floor} for functions that reserve nothing.`;
  const explained = new AppError(error.code, message, { next, cause: error, answer: error.answer });
  return { ...result, error: explained };
}
