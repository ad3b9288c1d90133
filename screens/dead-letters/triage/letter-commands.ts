/** What the keys do while one message is open: scroll, search, copy, go to its log. */
import { type Handler, type HandlerSet, handlersFor } from '../../../src/keys/handlers.ts';
import { textLine } from '../../../src/keys/text-line.ts';
import { logHandler, type TriageContext } from '../context.ts';
import { editHandler } from '../redrive.ts';
import { letterView } from './letter-model.ts';

/** The handlers of the page; with an open search line, those of the line lie above them. */
export function letterHandlers(
  context: TriageContext,
  keeping: Readonly<Record<'letters.redrive' | 'letters.save', Handler>>,
): HandlerSet[] {
  const { host, stores } = context;
  const store = stores.letterText;
  const goTo = (top: number): void => {
    const rows = letterView(context)?.rows.length ?? 0;
    store.setState({ top: Math.max(0, Math.min(top, rows - store.getState().room)) });
  };
  const scroll = (rows: (room: number) => number): Handler => ({
    run: () => goTo((letterView(context)?.top ?? 0) + rows(store.getState().room)),
  });
  const toMatch = (step: 1 | -1): Handler => ({
    run: () => {
      const view = letterView(context);
      if (!view) return;
      const { matches, top } = view;
      const next = step === 1 ? matches.find((row) => row > top) : matches.findLast((row) => row < top);
      const target = next ?? (step === 1 ? matches[0] : matches.at(-1));
      if (target !== undefined) goTo(target);
    },
    disabled: () =>
      (letterView(context)?.matches.length ?? 0) > 0 ? null : 'nothing is searched for, or found',
  });
  const body = (): string | null => {
    const { messageId } = store.getState();
    const found = stores.deadLettersPeek
      .getState()
      .letters.find(({ letter }) => letter.messageId === messageId);
    return found?.letter.body ?? null;
  };
  return [
    ...searchLine(context),
    handlersFor('dead-letters', {
      ...keeping,
      'letters.edit': editHandler(context),
      'screen.logs': logHandler(context, () => store.getState().messageId),
      'move.down': scroll(() => 1),
      'move.up': scroll(() => -1),
      'move.page-down': scroll((room) => room),
      'move.page-up': scroll((room) => -room),
      'move.half-page-down': scroll((room) => Math.ceil(room / 2)),
      'move.half-page-up': scroll((room) => -Math.ceil(room / 2)),
      'move.first': { run: () => goTo(0) },
      'move.last': { run: () => goTo(Number.MAX_SAFE_INTEGER) },
      'find.start': { run: () => store.setState({ typing: textLine(store.getState().search) }) },
      'find.next': toMatch(1),
      'find.previous': toMatch(-1),
      'view.copy': {
        run: () => {
          const text = body();
          if (text !== null) host.copy(text, 'the body');
        },
      },
      'go.back': {
        run: () => {
          if (store.getState().search !== '') store.setState({ search: '' });
          else stores.deadLettersView.setState({ level: 'letters' });
        },
      },
      'go.leave': { run: () => stores.deadLettersView.setState({ level: 'letters' }) },
    }),
  ];
}

function searchLine(context: TriageContext): HandlerSet[] {
  const store = context.stores.letterText;
  const { typing: line } = store.getState();
  if (line === null) return [];
  return [
    handlersFor(
      'text-entry',
      {},
      {
        line,
        acceptsPaste: true,
        change: (typing) => store.setState({ typing }),
        submit: () => {
          const view = letterView(context);
          // A search that cannot be made stays open with its reason.
          if (view?.problem) return;
          const { top } = store.getState();
          const next = view?.matches.find((row) => row >= top) ?? view?.matches[0];
          store.setState({ search: line.text, typing: null, ...(next === undefined ? {} : { top: next }) });
        },
        cancel: () => store.setState({ typing: null }),
      },
    ),
  ];
}
