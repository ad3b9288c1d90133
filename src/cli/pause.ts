/** `lambdatop pause` and `resume`: event source mappings off and on; concurrency is left alone. */
import { AppError } from '../domain/app-error.ts';
import { changeFunctions } from './changes/functions.ts';
import { textOption } from './changes/options.ts';
import type { Command } from './context.ts';

const commandFor =
  (operation: 'pause' | 'resume'): Command =>
  async (invocation, context) => {
    const source = textOption(invocation, 'source');
    if (source !== null && !/^arn:aws[a-zA-Z-]*:[a-z]/.test(source)) {
      throw new AppError('usage', `--source takes the ARN of a queue or stream, not ${source}.`, {
        next: [`lambdatop ${operation} ${invocation.words[0]} --dry-run names them`],
      });
    }
    const requestFor = (name: string) => ({ operation, function: name, options: { source } });
    return changeFunctions(invocation.words, requestFor, invocation, context);
  };

/** Turns triggers off and waits until nothing that they sent runs any more. */
export const pause = commandFor('pause');

/** Turns on again what `pause` turned off. */
export const resume = commandFor('resume');
