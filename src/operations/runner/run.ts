/** What one run of a plan has at hand. */
import type { ChangeOutcome, ChangeReport, OnProgress } from '../../domain/changes/result.ts';
import type { Setting, SettingChange, SettingValue } from '../../domain/changes/setting.ts';
import type { Reading, SettingsGateway } from '../settings.ts';
import type { Deadline, Sleep } from './patience.ts';

/** One run of a plan, from its journal entry to its end. */
export interface PlanRun {
  readonly gateway: SettingsGateway;
  readonly sleep: Sleep;
  /** When the person stops waiting (--timeout). */
  readonly deadline: Deadline;
  /** Reads a setting, until the deadline at the latest; rejects with an AppError. */
  look(setting: Setting): Promise<Reading>;
  /** When to stop repeating a call that AWS throttles, if its first attempt is made now. */
  throttlePatience(): Deadline;
  /** Called off: what is in flight is finished, nothing new is begun. */
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  /** The plan takes provisioned concurrency away, which AWS may notice a moment later. */
  readonly removedProvisioned: boolean;
  /** Writes an outcome to the journal, with what AWS shows where only AWS could tell it; never rejects. */
  note(
    change: SettingChange,
    outcome: ChangeOutcome,
    requestId: string | null,
    became?: SettingValue,
  ): Promise<void>;
}

/** A change's end as a report. */
export function reportOf(
  change: SettingChange,
  outcome: ChangeOutcome | null,
  { seen, underway = null, error = null }: Partial<Pick<ChangeReport, 'seen' | 'underway' | 'error'>> = {},
): ChangeReport {
  return { change, outcome, seen, underway, error };
}
