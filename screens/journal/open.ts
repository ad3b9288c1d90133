/** Opens screen 8. Targets are functions: only entries about them are listed at first. */
import type { OpensScreen } from '../screen.ts';
import { focused, journalHandlers } from './commands.ts';
import { detailLines, journalBody } from './Screen.tsx';
import { createJournalViewModel, type JournalView } from './view-model.ts';

/** See `OpensScreen`. */
export const openJournal: OpensScreen = (host, targets) => {
  const { account, changes, journalView } = host.stores;
  const viewModel = createJournalViewModel();
  journalView.setState({ only: targets, cursor: null, top: 0, detail: null, filter: '', onlyTrouble: false });
  const view = (): JournalView => viewModel(changes.getState(), journalView.getState());
  /** As wide as the body last was, so that whole entries scroll by the lines they have there. */
  const drawn = { width: 80, height: 20 };
  return {
    Body: journalBody(host.stores, viewModel, (size) => Object.assign(drawn, size)),
    keys: () =>
      journalHandlers({
        host,
        view,
        detailRoom: () => ({
          lines: detailLines(
            changes.getState(),
            journalView.getState(),
            account.getState(),
            drawn.width,
            null,
          ).length,
          shown: drawn.height,
        }),
      }),
    focus: () => {
      const target = focused({ view })?.target ?? '';
      return target === '' ? [] : [target];
    },
    frozenAt: () => null,
    close: () => {},
  };
};
