/** Opens screen 1. Its one target is a filter: `lambdatop open functions pay-`. */
import type { OpensScreen } from '../screen.ts';
import { functionsHandlers } from './commands.ts';
import { functionsBody } from './Screen.tsx';
import { createFunctionsViewModel, type FunctionsView } from './view-model.ts';

/** See `OpensScreen`. */
export const openFunctions: OpensScreen = ({ stores, now, copy }, [filter]) => {
  const { inventory, health, deadLetters, functionsView } = stores;
  const viewModel = createFunctionsViewModel();
  if (filter !== undefined) functionsView.setState({ filter });
  const view = (): FunctionsView =>
    viewModel({
      inventory: inventory.getState(),
      health: health.getState(),
      deadLetters: deadLetters.getState().depthByFunction,
      view: functionsView.getState(),
      now: now(),
    });
  return {
    Body: functionsBody(stores, viewModel),
    keys: () => functionsHandlers({ stores, view, now, copy }),
    focus: () => {
      const { marks } = functionsView.getState();
      const { rows, cursorIndex } = view();
      const marked = inventory.getState().functions.filter(({ arn }) => marks.has(arn));
      if (marked.length > 0) return marked.map(({ name }) => name);
      const focused = rows[cursorIndex];
      return focused ? [focused.lambda.name] : [];
    },
    frozenAt: () => functionsView.getState().frozen?.at ?? null,
    close: () => {},
  };
};
