/** ARNs of another account or region are wrong usage: they would name something else here. */
import { AppError } from '../domain/app-error.ts';
import type { FunctionName } from '../domain/function-name.ts';
import type { Session } from './account.ts';

/**
 * Refuses names that were given as ARNs of elsewhere. Asks who we are only when there is an ARN.
 *
 * @throws AppError `usage`
 */
export async function refuseForeignArns(
  names: readonly FunctionName[],
  { scope, account }: Session,
  signal: AbortSignal,
): Promise<void> {
  const arns = names.filter((name) => name.account !== null);
  for (const { name, region } of arns) {
    if (region !== scope.region) {
      throw new AppError('usage', `The ARN of ${name} is of ${region}, and this is ${scope.region}.`, {
        next: [`--region ${region}`],
      });
    }
  }
  if (arns.length === 0) return;
  const identity = await account.identity.callerIdentity(signal);
  const foreign = arns.find((name) => name.account !== identity.account);
  if (!foreign) return;
  const { name, account: other } = foreign;
  throw new AppError('usage', `The ARN of ${name} is of account ${other}, and this is ${identity.account}.`, {
    next: ['name the credentials of that account with --profile'],
  });
}
