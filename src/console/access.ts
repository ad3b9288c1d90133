/** Whose account this is and what may be done in it, as the header says it and `--account` demands it. */
import { AppError } from '../domain/app-error.ts';
import type { AwsAccount } from '../gateways/gateways.ts';
import type { Scope } from '../gateways/scope.ts';
import type { AccountState } from '../stores/account-store.ts';

/** Whether AWS may be changed, as the header says it. */
export function accessState(
  { readOnly }: Scope,
  access: AwsAccount['access'],
): Pick<AccountState, 'readOnly' | 'readOnlySource' | 'writeUntil' | 'production'> {
  const isRefused = access.refusal() !== null;
  return {
    readOnly: isRefused,
    readOnlySource: isRefused ? (readOnly ? '--read-only' : 'config file') : null,
    writeUntil: access.liftedUntil,
    production: access.isProduction,
  };
}

/** The refusal of `--account`. */
export function wrongAccount(account: string, wanted: string): AppError {
  return new AppError('wrong-account', `These credentials belong to account ${account}, not to ${wanted}`, {
    next: ['choose the right --profile, or leave --account away'],
  });
}
