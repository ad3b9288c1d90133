/** The figures as a table for people and as a file for whoever compares runs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import path from 'node:path';
import type { Figure, Missing } from './figure.ts';
import { findAwsCli } from './setting.ts';

const REPORTS = path.join(import.meta.dirname, 'reports');

/** All that one run found, and where. */
export interface Report {
  readonly at: Date;
  readonly machine: Readonly<Record<string, string>>;
  readonly results: readonly (Figure | Missing)[];
}

/** What the figures depend on. */
export function machine(): Record<string, string> {
  const processors = cpus();
  return {
    system: `${platform()} ${release()} ${arch()}`,
    processors: `${processors.length} x ${processors[0]?.model.trim() ?? 'unknown'}`,
    memory: `${Math.round(totalmem() / 1e9)} GB`,
    node: process.version,
    aws: findAwsCli()?.version ?? 'not installed',
  };
}

/** Prints a line for each figure: measured, budget, verdict, how. */
export function printReport({ machine: on, results }: Report): void {
  process.stdout.write(`${Object.values(on).join(' · ')}\n\n`);
  for (const result of results) process.stdout.write(`${lineFor(result)}\n`);
}

function lineFor(result: Figure | Missing): string {
  if ('missing' in result) return `MISSING  ${result.what}: ${result.missing}`;
  const { what, measured, budget, unit, detail } = result;
  const figures = `${rounded(measured)} ${unit} (budget ${rounded(budget)})`;
  return `${verdict(result).padEnd(8)} ${what.padEnd(66)} ${figures.padEnd(32)} ${detail}`;
}

function verdict({ measured, budget }: Figure): 'PASS' | 'MISSED' {
  return measured <= budget ? 'PASS' : 'MISSED';
}

function rounded(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}

/** Writes the report to a file named by its day; returns its path. */
export function writeReport({ at, machine: on, results }: Report): string {
  mkdirSync(REPORTS, { recursive: true });
  const file = path.join(REPORTS, `${at.toISOString().slice(0, 10)}.json`);
  const judged = results.map((result) =>
    'missing' in result ? result : { ...result, verdict: verdict(result) },
  );
  writeFileSync(file, `${JSON.stringify({ at, machine: on, results: judged }, null, 2)}\n`);
  return path.relative(process.cwd(), file);
}
