/** `lambdatop restore`: brings killed functions back as they were. */
import { parseRestoreStages } from '../domain/changes/restore-stages.ts';
import { changeFunctions } from './changes/functions.ts';
import { reservation, textOption } from './changes/options.ts';
import type { Command } from './context.ts';

/** Brings back the functions named. */
export const restore: Command = async (invocation, context) => {
  const to = textOption(invocation, 'to');
  const stagesText = textOption(invocation, 'stages');
  const options = {
    to: to === null ? undefined : reservation(to, '--to', invocation.words[0] ?? 'FUNCTION'),
    stages: stagesText === null ? null : parseRestoreStages(stagesText),
    stagesText,
  };
  const requestFor = (name: string) => ({ operation: 'restore' as const, function: name, options });
  return changeFunctions(invocation.words, requestFor, invocation, context);
};
