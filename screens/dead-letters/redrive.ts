/** Sending dead letters again: from here, the command that does it, ready to paste. */

import { shellWord } from '../../src/domain/shell.ts';
import type { Handler } from '../../src/keys/handlers.ts';
import type { TriageContext } from './context.ts';

/** Says and copies the command for the queue under the cursor or, inside one, for the group that is meant. */
export function redriveHandler(context: TriageContext): Handler {
  const { host } = context;
  return {
    run: () => {
      const command = commandFor(context);
      if (command === null) return;
      host.copy(command, 'the command');
      host.say(`Copied: ${command} (it shows its plan and asks first)`);
    },
    disabled: () => (commandFor(context) === null ? 'No queue that can be read back is focused' : null),
  };
}

function commandFor({ stores, list, openQueue, models }: TriageContext): string | null {
  const { level, group } = stores.deadLettersView.getState();
  const { rows, cursorIndex } = list();
  const row = level === 'queues' ? rows[cursorIndex] : openQueue();
  if (row?.target.service !== 'sqs') return null;
  const whole = `lambdatop dlq redrive ${shellWord(row.target.name)}`;
  const peek = stores.deadLettersPeek.getState();
  const groups = models.groups(peek, stores.letterGroupsView.getState());
  const meant =
    level === 'groups' ? groups.rows[groups.cursorIndex] : groups.rows.find(({ key }) => key === group);
  if (!meant) return whole;
  return `${whole} --where ${shellWord(`signature=${meant.evidence.signature}`)}`;
}
