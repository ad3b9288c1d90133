/** Opens screen 5. Targets are functions: the cursor stands on the first queue their failed work goes to. */
import { NO_PEEK } from '../../src/stores/dead-letters-peek-store.ts';
import type { OpensScreen } from '../screen.ts';
import { deadLettersHandlers } from './commands.ts';
import { openTrace, type TriageContext } from './context.ts';
import { rowsOf } from './queues/row.ts';
import { createTargetsViewModel } from './queues/view-model.ts';
import { deadLettersBody } from './Screen.tsx';
import { createTriageModels } from './triage/view-model.ts';

/** See `OpensScreen`. */
export const openDeadLetters: OpensScreen = (host, names) => {
  const { stores } = host;
  const { deadLetters, deadLettersPeek, deadLettersView } = stores;
  const targets = createTargetsViewModel();
  deadLettersView.setState({
    isOpen: true,
    names,
    level: 'queues',
    cursor: null,
    top: 0,
    queueArn: null,
    group: null,
  });
  const list = () => targets(deadLetters.getState(), deadLettersView.getState());
  const context: TriageContext = {
    host,
    stores,
    targets,
    models: createTriageModels(),
    list,
    openQueue: () => {
      const { queueArn } = deadLettersView.getState();
      return rowsOf(deadLetters.getState()).find(({ target }) => target.arn === queueArn) ?? null;
    },
  };
  const unsubscribe = deadLettersPeek.subscribe(({ lookup, traces }, before) => {
    if (!lookup?.isOver || before.lookup?.isOver || !lookup.opens) return;
    const trace = traces.get(lookup.messageId);
    if (trace) openTrace(context, trace);
    else host.say('No log tells in which invocation this message failed', 'warn');
  });
  return {
    Body: deadLettersBody(context),
    keys: () => deadLettersHandlers(context),
    focus: () => {
      const { level } = deadLettersView.getState();
      const { rows, cursorIndex } = list();
      const row = level === 'queues' ? rows[cursorIndex] : context.openQueue();
      return row?.functions ?? [];
    },
    frozenAt: () => null,
    close: () => {
      unsubscribe();
      deadLettersPeek.setState(NO_PEEK);
      deadLettersView.setState({ isOpen: false, visible: [] });
    },
  };
};
