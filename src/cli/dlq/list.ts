/** `lambdatop dlq [FUNCTION]`: the queues that failed work goes to. */
import { AppError } from '../../domain/app-error.ts';
import type { Command } from '../context.ts';

/** Lists dead-letter queues. */
export const list: Command = async () => {
  throw new AppError('unsupported', 'Dead-letter queues cannot be listed by this build.');
};
