/** Keys and names that change how lines are drawn, and which. */
import { isObject, jsonOf } from '../../src/domain/logs/log-json.ts';
import { LOG_LEVELS, type LogLevel } from '../../src/domain/logs/log-line.ts';
import type { Handler } from '../../src/keys/handlers.ts';
import type { JsonView, LogSearch, LogsViewState, TimeView } from '../../src/stores/logs-view-store.ts';
import type { ScreenHost } from '../screen.ts';
import { frequentFields } from './drawing/json-text.ts';
import { SCROLL_COLUMNS } from './line-format.ts';

const JSON_VIEWS: readonly JsonView[] = ['folded', 'pretty', 'columns'];
const TIME_VIEWS: readonly TimeView[] = ['clock', 'utc', 'age'];
const LEVELS: readonly (LogLevel | null)[] = [null, 'info', 'warn', 'error'];
const CONTEXTS: readonly number[] = [0, 1, 3, 10];

/** So far text can be scrolled sideways: no more of a line is drawn. */
const MOST_SCROLL = 8_000;
/** JSON lines that are looked through for the fields worth showing. */
const SAMPLE = 500;
const MOST_FIELDS = 12;
/** More lines around a match than this are the whole log. */
const MOST_CONTEXT = 50;

/** What the keys do. */
export function viewingCommands(host: ScreenHost) {
  const { logs, logsView } = host.stores;
  const set = (change: Partial<LogsViewState>): void => logsView.setState(change);
  const search = (change: Partial<LogSearch>): void =>
    set({ search: { ...logsView.getState().search, ...change } });
  const scroll = (columns: number): Handler => ({
    run: () => {
      const { scrollX } = logsView.getState();
      set({ scrollX: Math.max(0, Math.min(MOST_SCROLL, scrollX + columns)) });
    },
    disabled: () => (logsView.getState().wrap ? 'Lines are wrapped; w cuts them' : null),
  });
  const needsSearch = (): string | null =>
    logsView.getState().search.text === '' ? 'Nothing is searched for; / searches' : null;
  /** The fields that the newest JSON lines have most. */
  const usualFields = (): string[] => {
    const { lines } = logs.getState();
    const objects = lines
      .slice(lines.size - SAMPLE)
      .filter(({ kind }) => kind === 'application')
      .map(jsonOf);
    return frequentFields(
      objects.filter((json) => isObject(json)),
      MOST_FIELDS,
    );
  };

  return {
    'logs.wrap': { run: () => set({ wrap: !logsView.getState().wrap, scrollX: 0 }) },
    'logs.times': { run: () => set({ times: after(TIME_VIEWS, logsView.getState().times) }) },
    'logs.json': {
      run: () => {
        const json = after(JSON_VIEWS, logsView.getState().json);
        if (json !== 'columns') {
          set({ json });
          return;
        }
        const fields = usualFields();
        set({ json: fields.length > 0 ? 'columns' : 'folded', fields });
        if (fields.length === 0) host.say('No JSON line with fields is here; J shows them folded or pretty');
      },
    },
    'logs.fields': {
      run: ({ argument }) => {
        const fields = (argument ?? '').split(/[\s,]+/).filter((name) => name !== '');
        if (fields.length > 0) set({ json: 'columns', fields });
      },
    },
    'logs.level': { run: () => set({ level: after(LEVELS, logsView.getState().level) }) },
    'logs.set-level': {
      run: ({ argument }) => {
        const word = argument?.toLowerCase();
        const level = LOG_LEVELS.find((one) => one === word);
        if (level || word === 'all') set({ level: level ?? null });
        else host.say(`Levels are ${LOG_LEVELS.join(', ')}, all`, 'warn');
      },
    },
    'logs.system': { run: () => set({ hidesSystem: !logsView.getState().hidesSystem }) },
    'find.trouble': { run: () => set({ onlyTrouble: !logsView.getState().onlyTrouble }) },
    'logs.only-matches': {
      run: () => search({ only: !logsView.getState().search.only }),
      disabled: needsSearch,
    },
    'logs.invert': {
      run: () => search({ inverted: !logsView.getState().search.inverted }),
      disabled: needsSearch,
    },
    'logs.context': {
      run: () => search({ context: after(CONTEXTS, logsView.getState().search.context), only: true }),
      disabled: needsSearch,
    },
    'logs.set-context': {
      run: ({ argument }) => {
        const context = Number(argument);
        if (Number.isInteger(context) && context >= 0 && context <= MOST_CONTEXT)
          search({ context, only: true });
        else host.say(`A number of lines from 0 to ${MOST_CONTEXT}`, 'warn');
      },
      disabled: needsSearch,
    },
    'move.left': scroll(-SCROLL_COLUMNS),
    'move.right': scroll(SCROLL_COLUMNS),
  } satisfies Record<string, Handler>;
}

/** The one that follows in turn; the first one after the last, and after what is none of them. */
function after<Value>(values: readonly Value[], value: Value): Value {
  const next = values[(values.indexOf(value) + 1) % values.length];
  return next === undefined ? value : next;
}
