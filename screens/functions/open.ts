/** Opens screen 1. Its one target is a filter: `lambdatop open functions pay-`. */
import type { OpensScreen } from '../screen.ts';
import { createFunctionsFocus } from '../table/functions-focus.ts';
import { functionsHandlers } from './commands.ts';
import { functionsBody } from './Screen.tsx';
import { createFunctionsViewModel, type FunctionsView } from './view-model.ts';

/** See `OpensScreen`. */
export const openFunctions: OpensScreen = ({ stores, now, copy }, [filter]) => {
  const { inventory, health, deadLetters, functionsView } = stores;
  const viewModel = createFunctionsViewModel();
  const focusOf = createFunctionsFocus();
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
    focus: () => focusOf(inventory.getState().functions, functionsView.getState().marks, view),
    frozenAt: () => functionsView.getState().frozen?.at ?? null,
    close: () => {},
  };
};
