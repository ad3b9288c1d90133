/** A restore whose former value is not known, or no longer stands: a person is asked what it shall be. */
import type { ChangeRequest } from '../../operations/requests.ts';
import type { Input } from '../input.ts';
import type { Output } from '../output.ts';
import { cancelled } from './consent.ts';
import type { Planned, Subject } from './ended.ts';
import { reservation } from './options.ts';
import type { Paint } from './paint.ts';
import { planText } from './plan-text.ts';

/** What asking needs. */
export interface ChoiceTools {
  readonly input: Input;
  readonly output: Output;
  readonly paint: Paint;
  readonly signal: AbortSignal;
  readonly replan: (subject: Subject) => Promise<Planned>;
}

/**
 * The plans; the one of a single target that is refused for the want of `--to` made again with what is typed.
 *
 * @throws AppError `refused` when nothing was typed, `usage` for what is no reservation
 */
export async function withRestoreChoice(
  planned: readonly Planned[],
  { input, output, paint, signal, replan }: ChoiceTools,
): Promise<readonly Planned[]> {
  const [only, another] = planned;
  if (!only?.plan?.refusal?.needsValue || another) return planned;
  output.say(...planText(only, paint, false));
  const { name } = only.plan.target;
  const answer = await input.ask(`\nReserved concurrency for ${name} (N or none; Enter cancels): `, signal);
  const text = answer?.trim() ?? '';
  if (text === '') throw cancelled();
  const request = withValue(only.subject.request, reservation(text, 'This', name));
  return [await replan({ ...only.subject, request })];
}

function withValue(request: ChangeRequest, to: number | null): ChangeRequest {
  return request.operation === 'restore' ? { ...request, options: { ...request.options, to } } : request;
}
