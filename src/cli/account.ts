/** Reaching AWS from a command: options and environment to an account, and the guard of `--account`. */
import { AppError } from '../domain/app-error.ts';
import { connect } from '../gateways/aws/account.ts';
import { resolveScope } from '../gateways/aws/scope.ts';
import type { AwsAccount } from '../gateways/gateways.ts';
import type { Scope } from '../gateways/scope.ts';
import { readConfig } from './config-file.ts';
import type { CommandContext } from './context.ts';
import type { Invocation } from './parse.ts';

/** An account to work on, and which one it is. */
export interface Session {
  readonly scope: Scope;
  readonly account: AwsAccount;
}

/**
 * Does one piece of work on the account the command line names, and closes it. Nothing is asked of AWS before
 * the work asks, except who we are when `--account` is given. An interruption ends it at once, whatever AWS does.
 *
 * @param graceMs how long after an interruption the work may still come to an end of its own, ms
 * @throws AppError `wrong-account`, `interrupted`, and whatever the work rejects with
 */
export async function onAccount<Result>(
  { globals }: Invocation,
  context: CommandContext,
  work: (session: Session, signal: AbortSignal) => Promise<Result>,
  graceMs = 0,
): Promise<Result> {
  const signal = context.interruption();
  const { profile, region, endpointUrl, readOnly, write } = globals;
  const attempt = async (): Promise<Result> => {
    const { rules } = await readConfig(context.environment);
    const options = { profile, region, endpointUrl, readOnly, write, rules };
    const scope = await resolveScope(options, context.environment);
    const account = connect(scope, context);
    try {
      if (globals.account) await refuseOtherAccount(account, globals.account, signal);
      return await work({ scope, account }, signal);
    } finally {
      account.close();
    }
  };
  const interrupted = new Promise<never>((_, reject) => {
    const end = (): void => reject(signal.reason);
    // Without grace at once: a call that is called off has words of its own, and they would come first.
    const onAbort = (): void => (graceMs > 0 ? void setTimeout(end, graceMs) : end());
    signal.addEventListener('abort', onAbort, { once: true });
  });
  return Promise.race([attempt(), interrupted]);
}

/**
 * Asks AWS who we are.
 *
 * @throws AppError `wrong-account` when it is another account than the expected one, else what AWS says
 */
export async function refuseOtherAccount(
  account: Pick<AwsAccount, 'identity'>,
  expected: string,
  signal: AbortSignal,
): Promise<void> {
  const identity = await account.identity.callerIdentity(signal);
  if (identity.account === expected) return;
  throw new AppError(
    'wrong-account',
    `These credentials belong to account ${identity.account}, and --account allows only ${expected}.`,
    { next: ['name the right credentials with --profile', `or pass --account ${identity.account}`] },
  );
}
