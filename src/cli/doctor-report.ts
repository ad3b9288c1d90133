/** What `doctor` found, as JSON and for a person. */
import { styleText } from 'node:util';
import type { AppError } from '../domain/app-error.ts';
import type { CallerIdentity } from '../domain/lambda-function.ts';
import { sanitise } from '../domain/text.ts';
import type { PermissionCheck } from '../gateways/gateways.ts';
import type { Scope } from '../gateways/scope.ts';
import { type ProtectionReport, protectionFacts } from './doctor-protection.ts';
import type { TerminalFacts } from './doctor-surroundings.ts';
import { tableText } from './table.ts';

/** How a permission stands; `unknown` when it was not or could not be tried. */
export type CheckResult = 'ok' | 'denied' | 'unsupported' | 'error' | 'unknown';

/** One permission and what trying it gave. */
export interface CheckedPermission extends PermissionCheck {
  readonly result: CheckResult;
  /** What AWS said, or why it was not tried; null when it is allowed. */
  readonly message: string | null;
}

/** All that was found. */
export interface DoctorReport {
  readonly lambdatop: string;
  readonly node: string;
  /** Null when not even that could be settled. */
  readonly scope: Scope | null;
  readonly identity: CallerIdentity | null;
  /** ms since the epoch; null when they do not say, or there are none. */
  readonly credentialsExpireAt: number | null;
  /** How far this machine's clock is ahead, ms; null when unknown. */
  readonly clockSkewMs: number | null;
  readonly terminal: TerminalFacts;
  readonly stateDir: { readonly path: string; readonly problem: AppError | null };
  readonly protection: ProtectionReport;
  readonly checks: readonly CheckedPermission[];
  /** What kept us from knowing more: no region, no credentials, an unreachable endpoint. */
  readonly problem: AppError | null;
}

/** The report for scripts. */
export function reportJson(report: DoctorReport): Record<string, unknown> {
  const { scope, stateDir, credentialsExpireAt, problem, checks } = report;
  return {
    lambdatop: report.lambdatop,
    node: report.node,
    identity: report.identity,
    profile: scope?.profile ?? null,
    region: scope?.region ?? null,
    regionSource: scope?.regionSource ?? null,
    endpoint: scope?.endpoint ?? null,
    endpointSource: scope?.endpointSource ?? null,
    serviceEndpoints: scope?.serviceEndpoints ?? {},
    credentialsExpireAt: credentialsExpireAt === null ? null : new Date(credentialsExpireAt).toISOString(),
    clockSkewMs: report.clockSkewMs,
    terminal: report.terminal,
    stateDir: {
      path: stateDir.path,
      writable: stateDir.problem === null,
      message: stateDir.problem?.message ?? null,
    },
    config: report.protection,
    problem: problem && { code: problem.code, message: problem.message, next: problem.next },
    checks: checks.map(({ action, access, result, neededFor, message }) => ({
      action,
      access,
      result,
      neededFor,
      message,
    })),
  };
}

/** The report for a person; `now` is ms since the epoch. */
export function reportText(report: DoctorReport, now: number, colour: boolean): string {
  const facts: [string, string][] = [
    ['lambdatop', `${report.lambdatop} on Node ${report.node}`],
    ...awsFacts(report, now),
    ['clock', clockText(report.clockSkewMs)],
    ['terminal', terminalText(report.terminal)],
    ['state', report.stateDir.problem?.message ?? `${report.stateDir.path} (writable)`],
    ...protectionFacts(report.protection),
  ];
  const lines = facts.map(([name, value]) => `${name.padEnd(12)}${sanitise(value)}`);
  const hints = report.terminal.hints.map((hint) => `${' '.repeat(12)}${hint}`);
  const parts = [[...lines, ...hints].join('\n').concat('\n')];
  if (report.checks.length > 0) parts.push(checksText(report.checks, colour));
  return parts.join('\n');
}

function awsFacts({ scope, identity, credentialsExpireAt }: DoctorReport, now: number): [string, string][] {
  const facts: [string, string][] = [
    ['account', identity?.account ?? 'unknown'],
    ['identity', identity?.arn ?? 'unknown'],
  ];
  if (!scope) return facts;
  facts.push(
    ['profile', scope.profile ?? 'none named'],
    ['region', `${scope.region} (${scope.regionSource})`],
    ['endpoint', scope.endpoint ? `${scope.endpoint} (${scope.endpointSource})` : 'AWS'],
  );
  for (const [service, url] of Object.entries(scope.serviceEndpoints)) facts.push(['', `${service}: ${url}`]);
  if (credentialsExpireAt !== null) {
    const minutes = Math.round((credentialsExpireAt - now) / 60_000);
    facts.push(['credentials', `expire ${new Date(credentialsExpireAt).toISOString()}, in ${minutes} min`]);
  } else if (identity) facts.push(['credentials', 'without an end that is known']);
  return facts;
}

function clockText(skewMs: number | null): string {
  if (skewMs === null) return 'unknown whether it agrees with AWS';
  const seconds = Math.round(Math.abs(skewMs) / 1_000);
  if (seconds <= 2) return 'agrees with AWS';
  const advice = seconds >= 240 ? ': AWS refuses signatures from 5 min on, set this clock right' : '';
  return `${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} AWS${advice}`;
}

function terminalText(terminal: TerminalFacts): string {
  const { columns, rows, colours, term, utf8, multiplexer, ssh } = terminal;
  const parts = [
    columns === null ? 'none (stdout is not one)' : `${columns}x${rows}`,
    colours === null ? '' : `${colours} colours`,
    term ? `TERM=${term}` : 'no TERM',
    utf8 ? 'UTF-8' : 'not UTF-8',
    multiplexer ? `in ${multiplexer}` : '',
    ssh ? 'over SSH' : '',
  ];
  return parts.filter(Boolean).join(', ');
}

const COLOURS = { ok: 'green', denied: 'red', error: 'red', unsupported: 'yellow', unknown: 'dim' } as const;

function checksText(checks: readonly CheckedPermission[], colour: boolean): string {
  const columns = ['permission', 'access', 'result', 'needed for'].map((head) => ({
    head,
    align: 'left' as const,
  }));
  const rows = checks.map(({ action, access, result, neededFor }) => [action, access, result, neededFor]);
  const [head = '', ...lines] = tableText(columns, rows, colour).trimEnd().split('\n');
  const shown = lines.map((line, index) => {
    const check = checks[index];
    if (!check) return line;
    const { result, message, access } = check;
    const coloured = colour ? styleText(COLOURS[result], line, { validateStream: false }) : line;
    return message !== null && access === 'read' ? `${coloured}\n    ${sanitise(message)}` : coloured;
  });
  return `${[head, ...shown].join('\n')}\n`;
}
