/** Who may say yes: `--yes`, or a person at the terminal who types it; for protected targets the account's digits too. */
import { AppError } from '../../domain/app-error.ts';
import { confirmationFor, confirmationForMany } from '../../domain/changes/confirmation.ts';
import { isAlreadySo, type Plan } from '../../domain/changes/plan.ts';
import { accountDigits } from '../../domain/protection/rules.ts';
import type { WriteAccess } from '../../gateways/write-access.ts';
import { refused } from '../../operations/plans/parts.ts';
import type { Input } from '../input.ts';
import type { Planned } from './ended.ts';
import type { ChangeOptions } from './options.ts';
import type { Paint } from './paint.ts';

/** What a person is asked with. */
export interface Asking {
  readonly input: Input;
  readonly paint: Paint;
  readonly signal: AbortSignal;
  /** Names of the account's functions, as far as they are known. */
  readonly siblings: readonly string[];
}

const AGREE = 'then agree on the command line: --yes';

/** Somebody has agreed already, can be asked, or does not have to be: nothing will be changed. */
export function isConsentPossible(
  { yes, dryRun }: ChangeOptions,
  { canAsk }: Pick<Input, 'canAsk'>,
  fromStdin: boolean,
): boolean {
  return yes || dryRun || (canAsk && !fromStdin);
}

/**
 * Whether anybody can agree at all.
 *
 * @throws AppError `refused` without `--yes` where nobody can be asked
 */
export function requireConsent(options: ChangeOptions, input: Input, fromStdin: boolean): void {
  if (isConsentPossible(options, input, fromStdin)) return;
  const why = fromStdin ? 'stdin carries the targets' : 'this is no terminal';
  throw new AppError('refused', `Nothing is changed without a yes, and nobody can be asked: ${why}.`, {
    next: ['look first: --dry-run', AGREE],
  });
}

/**
 * Plans that nobody has agreed to and nobody can: those that are refused say why, and that a yes will be needed too.
 *
 * @throws AppError `refused` when one of them could be applied
 */
export function withoutConsent(
  planned: readonly Planned[],
  options: ChangeOptions,
  input: Input,
  fromStdin: boolean,
): Planned[] {
  return planned.map((each) => {
    const { plan } = each;
    if (!plan?.refusal) {
      requireConsent(options, input, fromStdin);
      return each;
    }
    const { refusal } = plan;
    return { ...each, plan: refused(plan, { ...refusal, next: [...refusal.next, AGREE] }) };
  });
}

/** The plans; those of protected targets refused where `--confirm` does not carry the account's last four digits. */
export function withoutUnconfirmed(
  planned: readonly Planned[],
  { confirm }: ChangeOptions,
  access: WriteAccess,
): Planned[] {
  return planned.map((each) => {
    const { plan } = each;
    if (plan === null || !isToDo(plan)) return each;
    const pattern = access.protectedBy(plan.target.name);
    if (pattern === null || confirm === accountDigits(plan.place.account)) return each;
    const message =
      confirm === null
        ? `${plan.target.name} is protected by the config file (${pattern}).`
        : `${plan.target.name} is protected, and ${confirm} is not how this account's number ends.`;
    const next = ['agree with the last four digits of the account you mean: --confirm DIGITS'];
    return { ...each, plan: refused(plan, { code: 'refused', message, next }) };
  });
}

/**
 * Asks for what has to be typed.
 *
 * @throws AppError `refused` when it was not
 */
export async function askConsent(
  planned: readonly Planned[],
  { confirm }: ChangeOptions,
  access: WriteAccess,
  asking: Asking,
): Promise<void> {
  const plans = planned.flatMap(({ plan }) => (plan && isToDo(plan) ? plan : []));
  const [plan, another] = plans;
  if (!plan) return;
  const isDangerous = plans.some(({ danger }) => danger === 'dangerous');
  const verb = plan.operation === 'rollback' ? 'roll back' : plan.operation;
  const what = another ? `${verb} ${plans.length} functions` : `${verb} ${plan.target.name}`;
  if (!isDangerous) {
    // A way back needs no more than Enter.
    const isUsual = plans.every(({ danger }) => danger === 'slight');
    const choice = isUsual ? '[Y/n]' : '[y/N]';
    const answer = await asking.input.ask(`\n${capital(what)}? ${choice} `, asking.signal);
    const isYes = /^y(es)?$/i.test(answer?.trim() ?? '') || (isUsual && answer?.trim() === '');
    if (!isYes) throw cancelled();
  } else {
    await askForName(plan, plans.length, what, asking);
  }
  const isProtected = plans.some(({ target }) => access.protectedBy(target.name) !== null);
  const digits = accountDigits(plan.place.account);
  if (!isProtected || confirm === digits) return;
  const question = 'Protected: type the last four digits of the account too: ';
  const typed = await asking.input.ask(question, asking.signal);
  if (typed?.trim() !== digits) throw cancelled();
}

async function askForName(plan: Plan, count: number, what: string, asking: Asking): Promise<void> {
  const { paint, input, signal, siblings } = asking;
  const { name } = plan.target;
  const { text, start } =
    count > 1 ? confirmationForMany(plan.operation, count) : confirmationFor(name, siblings);
  const shown =
    start === null
      ? paint.style('bold', text)
      : `${paint.style(['bold', 'underline'], text)}${text === name ? '' : ` (of ${name})`}`;
  const answer = await input.ask(`\nTo ${what}, type ${shown}; Enter cancels: `, signal);
  if (answer?.trim() !== text) throw cancelled();
}

/** There is something to agree to. */
function isToDo(plan: Plan): boolean {
  return plan.refusal === null && !isAlreadySo(plan);
}

/** The person said no, or nothing. */
export function cancelled(): AppError {
  return new AppError('refused', 'Cancelled: nothing was changed.');
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
