/** `lambdatop dlq retain QUEUE`: has a queue keep its messages longer, so that none expires unread. */
import { AppError } from '../../domain/app-error.ts';
import { parseDuration } from '../../domain/duration.ts';
import { textOption } from '../changes/options.ts';
import { runChange } from '../changes/run.ts';
import type { Command } from '../context.ts';
import type { Invocation } from '../parse.ts';

/** What AWS takes, seconds: a minute to 14 days. */
const SHORTEST_S = 60;
const LONGEST_S = 1_209_600;

/** For `--for`, else for as long as AWS allows. */
export const retain: Command = async (invocation, context) => {
  const [queue = ''] = invocation.words;
  const request = { operation: 'retain' as const, queue, forS: secondsIn(invocation) };
  const order = { subjects: [{ label: queue, request }], names: [], several: false, fromStdin: false };
  return runChange(async () => order, invocation, context);
};

function secondsIn(invocation: Invocation): number {
  const text = textOption(invocation, 'for');
  if (text === null) return LONGEST_S;
  const seconds = Math.round(parseDuration(text, '--for') / 1_000);
  if (seconds >= SHORTEST_S && seconds <= LONGEST_S) return seconds;
  throw new AppError('usage', `SQS keeps messages for a minute to 14 days, not for ${text}.`, {
    next: ['as long as possible: --for 14d'],
  });
}
