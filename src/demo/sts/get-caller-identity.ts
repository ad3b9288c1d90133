import type { Operation } from '../wire/service.ts';

/** Who is asking; needs no permission in AWS. */
export const getCallerIdentity: Operation = ({ world }) => ({
  Arn: world.caller.arn,
  UserId: world.caller.userId,
  Account: world.account,
});
