/** What is wrong right now, in a sentence with what to do: nothing fails silently or looks like an empty list. */
import { type AppError, isTransient, needsLogin } from '../domain/app-error.ts';
import { cutEnd, sanitise } from '../domain/text.ts';
import type { HeaderInputs } from './header.ts';

/** A trouble to show. */
interface Problem {
  readonly sentence: string;
  /** What to do, most useful first. */
  readonly next: readonly string[];
  readonly severity: 'error' | 'warn';
}

type Inputs = Pick<HeaderInputs, 'account' | 'inventory' | 'health' | 'width' | 'theme'>;

/** At most two lines above the footer about the worst trouble; none when all is well, or when the body says it. */
export function problemLines(inputs: Inputs): string[] {
  const problem = worstProblem(inputs);
  if (!problem || (inputs.inventory.functions.length === 0 && problem.severity === 'error')) return [];
  const { theme, width } = inputs;
  const style = problem.severity === 'error' ? theme.bad : theme.warn;
  const line = (text: string): string => style(cutEnd(sanitise(text), width));
  return [line(`! ${problem.sentence}`), line(`  → ${problem.next.join(' · ')}`)];
}

/** What the body says while no function is known: why, and what to do. Null as soon as one is. */
export function unreadLines(inputs: Inputs): string[] | null {
  const { inventory, account, theme, width } = inputs;
  if (inventory.functions.length > 0) return null;
  const problem = worstProblem(inputs);
  const cut = (text: string): string => cutEnd(sanitise(text), width - 2);
  if (problem?.severity === 'error') {
    return [
      '',
      `  ${theme.bad(cut(problem.sentence))}`,
      '',
      ...problem.next.map((step) => `  → ${cut(step)}`),
    ];
  }
  if (inventory.phase !== 'ready') return ['', theme.dim('  Reading the functions…')];
  const where = account.region ?? 'this region';
  return [
    '',
    cut(`  No functions in ${where} of account ${account.identity?.account ?? '?'}.`),
    '',
    '  → :region NAME looks in another region',
    '  → :profile NAME looks in another account',
  ];
}

/** The worst trouble. A part that fails does not hide that the rest works. */
function worstProblem({ account, inventory, health }: Inputs): Problem | null {
  if (account.error) return problemOf(account.error, '', 'error');
  if (inventory.error) return problemOf(inventory.error, 'the list of functions', 'error');
  if (health.error) return problemOf(health.error, 'metrics', 'warn');
  if (health.rankingError) return problemOf(health.rankingError, 'the account ranking', 'warn');
  if (health.detailsError) return problemOf(health.detailsError, 'concurrency, state and aliases', 'warn');
  if (account.settingsError) return problemOf(account.settingsError, 'the account figures above', 'warn');
  return null;
}

function problemOf(error: AppError, missing: string, severity: Problem['severity']): Problem {
  const what = missing ? ` (${missing})` : '';
  const retries = needsLogin(error) || isTransient(error);
  const retry = retries ? 'lambdatop tries again by itself; Ctrl-R tries now' : 'Ctrl-R tries again';
  return { sentence: `${error.message}${what}`, next: [...error.next, retry], severity };
}
