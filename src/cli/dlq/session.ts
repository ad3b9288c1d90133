/** What the subcommands that change a queue have in common: the account, the queue, the redrives, who was cut off. */
import { isAboutLetters } from '../../domain/changes/entry.ts';
import { createOperations } from '../../operations/operations.ts';
import { createRedrives, type Redrives } from '../../operations/redrive/redrives.ts';
import { onAccount, type Session } from '../account.ts';
import { sayRecoveries } from '../changes/recoveries.ts';
import type { CommandContext } from '../context.ts';
import type { Invocation } from '../parse.ts';

/** What a subcommand works with. */
export interface QueueSession extends Session {
  readonly redrives: Redrives;
  readonly signal: AbortSignal;
}

/** How long what is under way may take to end after Ctrl-C, ms: a batch, and giving the others back. */
const GRACE_MS = 30_000;

/** Does one piece of work; what dead processes left open is settled first, and said. */
export function onQueues(
  invocation: Invocation,
  context: CommandContext,
  work: (session: QueueSession) => Promise<number>,
): Promise<number> {
  const { stateDir, clock } = context;
  const letHeapBe = context.keepHeapSmall();
  return onAccount(
    invocation,
    context,
    async (session, signal) => {
      const { scope, account: aws } = session;
      const operations = createOperations({ scope, aws, stateDir, clock });
      await sayRecoveries(operations, context, signal, isAboutLetters);
      return work({ ...session, redrives: createRedrives({ aws, operations, clock }), signal });
    },
    GRACE_MS,
  ).finally(letHeapBe);
}
