/** Who may say yes to a change of a queue: `--yes`, or a person at the terminal; see changes/consent.ts. */
import { AppError } from '../../domain/app-error.ts';
import { confirmationFor } from '../../domain/changes/confirmation.ts';
import { accountDigits } from '../../domain/protection/rules.ts';
import type { WriteAccess } from '../../gateways/write-access.ts';
import { cancelled } from '../changes/consent.ts';
import type { ChangeOptions } from '../changes/options.ts';
import { paintFor } from '../changes/paint.ts';
import type { CommandContext } from '../context.ts';

/** What is agreed to. */
export interface Agreement {
  /** `redrive orders-dlq`. */
  readonly what: string;
  readonly queueName: string;
  readonly account: string;
  /** It loses something for good: part of the queue's name is typed. */
  readonly dangerous: boolean;
}

/**
 * Asks unless `--yes`; of protected queues the account's digits too.
 *
 * @throws AppError `refused` when nobody agrees
 */
export async function agree(
  { what, queueName, account, dangerous }: Agreement,
  { yes, confirm }: ChangeOptions,
  access: WriteAccess,
  { input, output }: Pick<CommandContext, 'input' | 'output'>,
  signal: AbortSignal,
): Promise<void> {
  const digits = accountDigits(account);
  const pattern = access.protectedBy(queueName);
  const isUnconfirmed = pattern !== null && confirm !== digits;
  if (yes) {
    if (!isUnconfirmed) return;
    throw new AppError('refused', `${queueName} is protected by the config file (${pattern}).`, {
      next: ['agree with the last four digits of the account you mean: --confirm DIGITS'],
    });
  }
  if (dangerous) {
    const { text } = confirmationFor(queueName, []);
    const shown = paintFor(output.words).style(['bold', 'underline'], text);
    const of = text === queueName ? '' : ` (of ${queueName})`;
    const typed = await input.ask(`\nTo ${what}, type ${shown}${of}; Enter cancels: `, signal);
    if (typed?.trim() !== text) throw cancelled();
  } else {
    const answer = await input.ask(`\n${what.charAt(0).toUpperCase()}${what.slice(1)}? [y/N] `, signal);
    if (!/^y(es)?$/i.test(answer?.trim() ?? '')) throw cancelled();
  }
  if (!isUnconfirmed) return;
  const typed = await input.ask('Protected: type the last four digits of the account too: ', signal);
  if (typed?.trim() !== digits) throw cancelled();
}
