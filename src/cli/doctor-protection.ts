/** What `doctor` tells of the config file: which one, and which of its rules count here. */
import type { ProtectionRule } from '../domain/protection/rules.ts';
import type { WriteAccess } from '../gateways/write-access.ts';
import type { Config } from './config-file.ts';

/** The config file and its effect. */
export interface ProtectionReport {
  readonly file: string;
  readonly found: boolean;
  readonly rules: number;
  /** How many of them count for this profile and account; null when even the profile could not be settled. */
  readonly applying: number | null;
  /** Why nothing may be changed; null when changes may go out. */
  readonly readOnly: string | null;
  readonly production: boolean;
  /** Patterns of names that need the account's last four digits. */
  readonly protected: readonly string[];
}

/** What of the config counts, as far as the account is known. Without access nothing is known to count. */
export function protectionReport(config: Config, access: WriteAccess | null): ProtectionReport {
  const applying: readonly ProtectionRule[] | null = access?.rulesHere ?? null;
  return {
    file: config.file,
    found: config.found,
    rules: config.rules.length,
    applying: applying?.length ?? null,
    readOnly: access?.refusal()?.message ?? null,
    production: access?.isProduction ?? false,
    protected: applying?.flatMap((rule) => rule.protectedNames) ?? [],
  };
}

/** The same in two lines: name and value. */
export function protectionFacts(report: ProtectionReport): [string, string][] {
  const { file, found, rules, applying, readOnly, production } = report;
  const effects = [
    production ? 'production' : '',
    report.protected.length > 0 ? `protects ${report.protected.join(', ')}` : '',
  ].filter(Boolean);
  const here = `${rules} ${rules === 1 ? 'rule' : 'rules'}${applying === null ? '' : `, ${applying} for here`}`;
  const what = found ? [here, ...effects].join('; ') : 'none (it may be missing)';
  const facts: [string, string][] = [['config', `${file}: ${what}`]];
  if (applying === null) return facts;
  return [...facts, ['changes', readOnly === null ? 'allowed by lambdatop' : `refused: ${readOnly}`]];
}
