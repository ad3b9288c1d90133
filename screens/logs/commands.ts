/** Which keys the logs screen takes now: those of the pane it shows, and of the line that is typed. */
import { type Handler, type HandlerSet, handlersFor } from '../../src/keys/handlers.ts';
import { textLine } from '../../src/keys/text-line.ts';
import type { LogsViewState } from '../../src/stores/logs-view-store.ts';
import { filterLine, stepBack as stepBackInTable } from '../table/keys.ts';
import { scrollHandlers } from '../table/scrolling.ts';
import { askingCommands } from './asking-commands.ts';
import type { LogsContext } from './context.ts';
import { invocationCommands } from './invocations/commands.ts';
import { historyCommands } from './invocations/history.ts';
import { keepingCommands } from './keeping-commands.ts';
import { movingCommands } from './moving-commands.ts';
import { keyOfLine } from './one-invocation.ts';
import { goToIndex, lineAt } from './reading.ts';
import { viewingCommands } from './viewing-commands.ts';

/** The handlers of the moment, topmost first. */
export function logsHandlers(context: LogsContext): HandlerSet[] {
  const { pane, typing } = context.host.stores.logsView.getState();
  switch (pane) {
    case 'lines':
      return typing ? [searchLine(context, typing), linesHandlers(context)] : [linesHandlers(context)];
    case 'invocation':
      return [invocationHandlers(context)];
    case 'invocations':
    case 'distributions': {
      const store = context.host.stores.invocationsView;
      return [...filterLine({ store, rows: context.table }), invocationsHandlers(context)];
    }
  }
}

function linesHandlers(context: LogsContext): HandlerSet {
  const { host, tail, one } = context;
  const { logs, logsView } = host.stores;
  const place = () => logsView.getState().place;
  const moving = movingCommands({
    host,
    model: tail,
    filters: context.filters,
    place,
    setPlace: (next) => logsView.setState({ place: next }),
  });
  const goToTime = (at: number): void => {
    const page = tail.page(place());
    const first = logs.getState().lines.at(0);
    const line = logs.getState().lines.at(logs.getState().lines.indexAt(at));
    if (!line) {
      host.say('All lines are older than that; F follows the newest', 'warn');
      return;
    }
    const next = goToIndex(page, page.items.indexOf(line), logs.getState().received);
    if (next) logsView.setState({ place: next });
    if (first && at < first.placeAt)
      host.say('This is the oldest line there is; :since reads from further back');
  };
  const open = (): void => {
    const line = lineAt(tail.page(place()));
    const key = line && keyOfLine(line);
    if (line && key) one.open(key, line, 'lines');
    else host.say(line ? 'This line belongs to no invocation' : 'No line is shown here', 'warn');
  };
  const back = stepBack(logsView.getState());
  return handlersFor('logs', {
    ...moving,
    ...viewingCommands(host),
    ...keepingCommands({ host, model: tail, place }),
    ...askingCommands({ host }, goToTime),
    'go.into': { run: open },
    'logs.invocations': { run: () => logsView.setState({ pane: 'invocations' }) },
    'logs.distributions': { run: () => logsView.setState({ pane: 'distributions' }) },
    'find.start': { run: () => logsView.setState({ typing: textLine(logsView.getState().search.text) }) },
    ...(back ? { 'go.back': { run: () => logsView.setState(back) } } : {}),
  });
}

/** What Esc takes back first: the newest thing that narrows what is shown; null when there is nothing. */
function stepBack({ search, onlyTrouble, level, hidesSystem }: LogsViewState): Partial<LogsViewState> | null {
  if (search.text !== '' && search.only) return { search: { ...search, only: false } };
  if (search.text !== '') return { search: { ...search, text: '', inverted: false } };
  if (onlyTrouble) return { onlyTrouble: false };
  if (level !== null) return { level: null };
  return hidesSystem ? { hidesSystem: false } : null;
}

/** The search line: what it finds is marked while it is typed; Esc gives back the former search. */
function searchLine(
  { host: { stores }, searchBefore }: LogsContext,
  line: NonNullable<LogsViewState['typing']>,
): HandlerSet {
  const { logsView } = stores;
  const search = (text: string): LogsViewState['search'] => ({ ...logsView.getState().search, text });
  return handlersFor(
    'text-entry',
    {},
    {
      line,
      acceptsPaste: true,
      change: (typing) => logsView.setState({ typing, search: search(typing.text) }),
      submit: () => logsView.setState({ typing: null, search: search(line.text.trim()) }),
      cancel: () => logsView.setState({ typing: null, search: search(searchBefore()) }),
    },
  );
}

function invocationHandlers(context: LogsContext): HandlerSet {
  const { host, one } = context;
  const { logsView } = host.stores;
  const place = () => logsView.getState().invocationPlace;
  const moving = movingCommands({
    host,
    model: one.model,
    filters: null,
    place,
    setPlace: (next) => logsView.setState({ invocationPlace: next }),
  });
  const viewing = viewingCommands(host);
  const leave = { run: () => logsView.setState({ pane: logsView.getState().paneBefore }) };
  return handlersFor('logs', {
    ...moving,
    'logs.times': viewing['logs.times'],
    'logs.json': viewing['logs.json'],
    ...keepingCommands({ host, model: one.model, place }),
    'logs.invocations': { run: () => logsView.setState({ pane: 'invocations' }) },
    'go.back': leave,
  });
}

/** Where the figures are shown no row is: they are scrolled, and Enter leads to the rows. */
function figuresHandlers({ host, distributions }: LogsContext) {
  const { logsView } = host.stores;
  const scrolling = scrollHandlers(
    distributions.size,
    () => logsView.getState().distributionsTop,
    (distributionsTop) => logsView.setState({ distributionsTop }),
  );
  return {
    ...scrolling,
    'logs.page-down': scrolling['move.page-down'],
    'logs.page-up': scrolling['move.page-up'],
    'go.into': { run: () => logsView.setState({ pane: 'invocations' }) },
  } satisfies Record<string, Handler>;
}

function invocationsHandlers(context: LogsContext): HandlerSet {
  const { host, one, table } = context;
  const { logsView, invocationsView } = host.stores;
  const { pane } = logsView.getState();
  const show = (next: LogsViewState['pane']) => ({ run: () => logsView.setState({ pane: next }) });
  const back = stepBackInTable(invocationsView.getState());
  const goBack =
    pane === 'distributions'
      ? show('invocations')
      : back
        ? { run: () => invocationsView.setState(back) }
        : show('lines');
  return handlersFor('logs', {
    ...invocationCommands({
      host,
      store: invocationsView,
      table,
      open: (key) => one.open(key, null, pane),
    }),
    ...(pane === 'distributions' && figuresHandlers(context)),
    'logs.times': viewingCommands(host)['logs.times'],
    ...askingCommands({ host }, () => host.say('Times are gone to among the lines; i shows them', 'warn')),
    'logs.invocations': show('lines'),
    'logs.distributions': show(pane === 'distributions' ? 'invocations' : 'distributions'),
    'logs.follow': { run: () => logsView.setState({ pane: 'lines', place: null }) },
    'go.back': goBack,
    ...historyCommands(host),
  });
}
