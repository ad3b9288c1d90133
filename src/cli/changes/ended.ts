/** Targets on their way through a command: as planned, and as they ended. */
import type { AppError } from '../../domain/app-error.ts';
import type { BlastRadius } from '../../domain/blast-radius/blast-radius.ts';
import type { Plan } from '../../domain/changes/plan.ts';
import type { Outcome, PlanResult } from '../../domain/changes/result.ts';
import type { FunctionName } from '../../domain/function-name.ts';
import type { ChangeRequest } from '../../operations/requests.ts';
import { exitCodeOf, exitCodeOfAll } from '../../operations/runner/outcome.ts';

/** One target as it was asked for. */
export interface Subject {
  /** As it was typed. */
  readonly label: string;
  readonly request: ChangeRequest;
}

/** What is to be done, as far as the command line tells. */
export interface Order {
  readonly subjects: readonly Subject[];
  /** The functions that were named, to see whether they are of here. */
  readonly names: readonly FunctionName[];
  /** The answer is a list. */
  readonly several: boolean;
  /** Stdin carried the targets. */
  readonly fromStdin: boolean;
}

/** A target after planning; either a plan or the error that kept it from being made. */
export type Planned =
  | {
      readonly subject: Subject;
      readonly plan: Plan;
      /** What a kill would do to the world; null for other changes, and where nobody is to read it. */
      readonly radius: BlastRadius | null;
    }
  | { readonly subject: Subject; readonly plan: null; readonly error: AppError };

/** A target at the end of the command. */
export interface Ended {
  readonly label: string;
  /** Null: it could not be planned. */
  readonly plan: Plan | null;
  /** Null: it was not applied. */
  readonly result: PlanResult | null;
  readonly outcome: Outcome;
  readonly error: AppError | null;
}

/** The end of a target that could not be planned. */
export function endedUnplanned({ label }: Subject, error: AppError): Ended {
  return { label, plan: null, result: null, outcome: 'failed', error };
}

/** The end of a plan that was not applied: it was only shown, or the rest was called off. */
export function endedUnapplied(
  { label }: Subject,
  plan: Plan,
  outcome: Outcome,
  error: AppError | null,
): Ended {
  return { label, plan, result: null, outcome, error };
}

/** The end of a plan that was applied. */
export function endedApplied({ label }: Subject, result: PlanResult): Ended {
  const { plan, outcome, error } = result;
  return { label, plan, result, outcome, error };
}

/** The command's exit code. */
export function exitCodeOfEnds(ends: readonly Ended[]): number {
  return exitCodeOfAll(ends.map(exitCodeOf));
}
