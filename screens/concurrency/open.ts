/** Opens screen 6. A target is a function to put the cursor on. */
import type { OpensScreen } from '../screen.ts';
import { createFunctionsFocus } from '../table/functions-focus.ts';
import { concurrencyHandlers } from './commands.ts';
import { concurrencyBody } from './Screen.tsx';
import { type ConcurrencyView, createConcurrencyViewModel } from './view-model.ts';

/** See `OpensScreen`. */
export const openConcurrency: OpensScreen = (host, targets) => {
  const { inventory, health, concurrency, changes, concurrencyView } = host.stores;
  const viewModel = createConcurrencyViewModel();
  const focusOf = createFunctionsFocus();
  const listed = inventory.getState().functions;
  const [cursor = null] = listed.filter(({ name }) => targets[0] === name).map(({ arn }) => arn);
  const marks = targets.length > 1 ? listed.filter(({ name }) => targets.includes(name)) : [];
  concurrencyView.setState({ isOpen: true, cursor, marks: new Set(marks.map(({ arn }) => arn)) });
  const view = (): ConcurrencyView =>
    viewModel({
      inventory: inventory.getState(),
      health: health.getState(),
      concurrency: concurrency.getState(),
      changes: changes.getState(),
      view: concurrencyView.getState(),
      now: host.now(),
    });
  return {
    Body: concurrencyBody(host.stores, viewModel),
    keys: () => concurrencyHandlers({ host, view }),
    focus: () => focusOf(inventory.getState().functions, concurrencyView.getState().marks, view),
    frozenAt: () => null,
    close: () => concurrencyView.setState({ isOpen: false, visible: [] }),
  };
};
