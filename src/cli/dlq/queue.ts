/** The queue that a word of the command line names. */
import type { QueueAttributes } from '../../domain/queue-attributes.ts';
import { queueArnHere } from '../../domain/queue-name.ts';
import type { Session } from '../account.ts';

/**
 * Reads it.
 *
 * @throws AppError `usage` for what is no queue's name, or a queue of another account or region; `not-found`
 */
export async function findQueue(
  word: string,
  { scope, account: aws }: Session,
  signal: AbortSignal,
): Promise<QueueAttributes> {
  const { account } = await aws.identity.callerIdentity(signal);
  return aws.queues.queueAttributes(queueArnHere(word, account, scope.region), signal);
}
