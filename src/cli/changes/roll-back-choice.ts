/** A roll back that does not know where to: a person chooses among the versions that may serve. */

import { sanitise } from '../../domain/text.ts';
import { evidenceText, type RollBackCandidate } from '../../domain/traffic/candidate.ts';
import type { Operations } from '../../operations/operations.ts';
import { checkVersion } from '../../rollouts/proposal.ts';
import { cancelled } from './consent.ts';
import type { Planned, Subject } from './ended.ts';
import type { ChoiceTools } from './restore-choice.ts';

/** How many versions are shown. */
const MOST_SHOWN = 8;

/**
 * The plans; a single roll back that is refused for the want of `--to` made again with the version that is typed.
 * Enter takes the one that served last, where one was seen to serve.
 *
 * @throws AppError `refused` when nothing was typed, `usage` for what is no version
 */
export async function withRollBackChoice(
  planned: readonly Planned[],
  { input, output, paint, signal, replan }: ChoiceTools,
  operations: Pick<Operations, 'rollBackChoice'>,
): Promise<readonly Planned[]> {
  const [only, another] = planned;
  const { request } = only?.subject ?? {};
  if (!only?.plan?.refusal?.needsVersion || another || request?.operation !== 'rollback') return planned;
  const { candidates } = await operations.rollBackChoice(request.function, request.alias, signal);
  output.say(...paint.paragraph('', only.plan.refusal.message), '');
  output.say(...candidates.slice(0, MOST_SHOWN).map(lineOf));
  const [first] = candidates;
  const usual = first && first.evidence !== 'published' ? first.version : null;
  const hint = usual === null ? 'Enter cancels' : `Enter takes ${usual}`;
  const answer = await input.ask(`\nBack to which version (${hint}): `, signal);
  const to = answer?.trim() || (answer === null ? null : usual);
  if (!to) throw cancelled();
  checkVersion(to, 'This');
  const subject: Subject = { ...only.subject, request: { ...request, options: { ...request.options, to } } };
  return [await replan(subject)];
}

function lineOf(candidate: RollBackCandidate): string {
  return `  ${sanitise(candidate.version).padStart(5)}  ${evidenceText(candidate)}`;
}
