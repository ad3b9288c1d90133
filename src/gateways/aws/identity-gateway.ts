/** Who we are to AWS, and for how long. */

import { AppError } from '../../domain/app-error.ts';
import type { CallerIdentity } from '../../domain/lambda-function.ts';
import type { IdentityGateway } from '../gateways.ts';
import type { CallOptions, Clients } from './clients.ts';
import type { Credentials } from './credentials.ts';

/** The identity behind the scope's credentials; `onAccount` hears whose they are, at every answer. */
export function identityGateway(
  clients: Clients,
  credentials: Credentials,
  onAccount: (account: string) => void,
): IdentityGateway {
  return {
    async callerIdentity(signal) {
      const identity = await readIdentity(clients, { signal, urgent: true });
      onAccount(identity.account);
      return identity;
    },
    async credentialsExpireAt() {
      return (await credentials.get()).expiration?.getTime() ?? null;
    },
    renewCredentials: () => credentials.forget(),
  };
}

/** GetCallerIdentity, which every valid key may call. */
export async function readIdentity(clients: Clients, options: CallOptions): Promise<CallerIdentity> {
  const { sdk, send } = await clients.sts();
  const { Account, Arn } = await send(new sdk.GetCallerIdentityCommand({}), options);
  // An HTML page parses as XML well enough to come out as an answer without members.
  if (!Account || !Arn) {
    throw new AppError('unsupported', 'This endpoint does not support sts:GetCallerIdentity.', {
      operation: 'sts:GetCallerIdentity',
    });
  }
  return { account: Account, arn: Arn };
}
