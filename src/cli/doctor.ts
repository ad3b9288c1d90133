/** `lambdatop doctor`: why does it not work, or what will not. */
import { type AppError, EXIT, needsLogin, toAppError } from '../domain/app-error.ts';
import type { AwsAccount, PermissionCheck } from '../gateways/gateways.ts';
import type { WriteAccess } from '../gateways/write-access.ts';
import { onAccount, type Session } from './account.ts';
import { readConfig } from './config-file.ts';
import type { Command, CommandContext } from './context.ts';
import { protectionReport } from './doctor-protection.ts';
import {
  type CheckedPermission,
  type CheckResult,
  type DoctorReport,
  reportJson,
  reportText,
} from './doctor-report.ts';
import { clockSkew, stateDirProblem, terminalFacts } from './doctor-surroundings.ts';
import { wordsOf } from './output.ts';
import { VERSION } from './version.ts';

/** What depends on AWS answering. */
type AwsFindings = Pick<
  DoctorReport,
  'scope' | 'identity' | 'credentialsExpireAt' | 'clockSkewMs' | 'checks' | 'problem'
> & { readonly access: WriteAccess | null };

const NOTHING: AwsFindings = {
  scope: null,
  identity: null,
  credentialsExpireAt: null,
  clockSkewMs: null,
  checks: [],
  problem: null,
  access: null,
};

/** Reports everything it can find out. Exits 0 when every read is allowed, else 1. */
export const doctor: Command = async (invocation, context) => {
  const { output, clock, environment, streams, stateDir } = context;
  const config = await readConfig(environment);
  const { access, ...findings } = await onAccount(invocation, context, (session, signal) =>
    examine(session, context, signal),
  ).catch((thrown): AwsFindings => {
    const problem = toAppError(thrown);
    if (problem.exitCode !== EXIT.failed || problem.code === 'bug') throw thrown;
    return { ...NOTHING, problem };
  });
  const report: DoctorReport = {
    lambdatop: VERSION,
    node: process.versions.node,
    terminal: terminalFacts(streams, environment),
    stateDir: { path: stateDir.root, problem: stateDirProblem(stateDir) },
    protection: protectionReport(config, access),
    ...findings,
  };
  if (invocation.globals.json) await output.data(`${JSON.stringify(reportJson(report), null, 2)}\n`);
  else await output.data(reportText(report, clock.now(), output.colour));
  const { problem, checks } = findings;
  if (problem && !invocation.globals.json) output.say(...wordsOf(problem));
  const allRead = checks.every(
    ({ access, result }) => access === 'write' || result === 'ok' || result === 'unknown',
  );
  return problem === null && allRead ? EXIT.done : EXIT.failed;
};

async function examine(
  { scope, account }: Session,
  { clock }: CommandContext,
  signal: AbortSignal,
): Promise<AwsFindings> {
  const [identity, skew] = await Promise.all([
    account.identity.callerIdentity(signal).catch(toAppError),
    clockSkew(scope, clock, signal),
  ]);
  const found = { ...NOTHING, scope, clockSkewMs: skew, access: account.access };
  if ('code' in identity && tellsItAll(identity)) return { ...found, problem: identity };
  return {
    ...found,
    identity: 'account' in identity ? identity : null,
    credentialsExpireAt: await account.identity.credentialsExpireAt().catch(() => null),
    checks: await Promise.all(account.permissions.checks.map((check) => tryCheck(check, account, signal))),
  };
}

/** Troubles that would only be repeated by every permission. */
function tellsItAll(error: AppError): boolean {
  return needsLogin(error) || error.code === 'unreachable' || error.code === 'clock-skew';
}

async function tryCheck(
  check: PermissionCheck,
  { permissions }: AwsAccount,
  signal: AbortSignal,
): Promise<CheckedPermission> {
  if (check.access === 'write') return { ...check, result: 'unknown', message: 'writes are never tried' };
  try {
    await permissions.tryRead(check.action, signal);
    return { ...check, result: 'ok', message: null };
  } catch (thrown) {
    const error = toAppError(thrown);
    return { ...check, result: RESULT_OF[error.code] ?? 'error', message: error.message };
  }
}

const RESULT_OF: Partial<Record<AppError['code'], CheckResult>> = {
  'access-denied': 'denied',
  unsupported: 'unsupported',
  // There is nothing in the account to try it on.
  'not-found': 'unknown',
};
