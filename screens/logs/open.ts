/** Opens screen 3 for functions named as `orders`, `orders:live` (both versions of the alias), or several of them. */

import { explainPattern } from '../../src/domain/logs/filter-pattern.ts';
import type { LogsQuery } from '../../src/domain/logs/log-target.ts';
import type { PatternTrial } from '../../src/stores/logs-lookups-store.ts';
import { askForLogs } from '../../src/stores/logs-store.ts';
import { FIRST_LOOK } from '../../src/stores/logs-view-store.ts';
import type { OpensScreen } from '../screen.ts';
import type { ScrolledText } from '../table/scrolling.ts';
import { logsHandlers } from './commands.ts';
import type { LogsContext } from './context.ts';
import { createInvocationsModel } from './invocations/view-model.ts';
import { createLineFilters } from './line-filters.ts';
import { createOneInvocation, keyOfLine } from './one-invocation.ts';
import { createPacer } from './pacer.ts';
import { logsBody } from './Screen.tsx';
import { createTailFigures } from './tail-figures.ts';
import { createLinesModel } from './tail-model.ts';
import { targetsFrom } from './targets.ts';

/** A tail begins with what was written since, ms: an incident is older than its first look. */
const FIRST_LOOK_MS = 10 * 60_000;
/** A tail is drawn at most so often, ms: nobody reads faster, and slow lines carry no more. */
const PACE_MS = 250;

/** See `OpensScreen`. */
export const openLogs: OpensScreen = (host, words) => {
  const { stores, now } = host;
  const { logs, logsView, logsLookups, invocationsView } = stores;
  const { targets, problem } = targetsFrom(words);
  if (problem) host.say(problem.message, 'warn');
  let mine: LogsQuery | null =
    targets.length > 0 ? { targets, pattern: null, since: now() - FIRST_LOOK_MS } : null;
  let isClosed = false;

  const begin = (): void => {
    logsView.setState(FIRST_LOOK);
    logsLookups.setState({ invocation: null, trial: null, history: null });
    invocationsView.setState({ cursor: null, top: 0, filter: '', typing: null, onlyTrouble: false });
    askForLogs(logs, mine);
  };
  const { asked } = logsLookups.getState();
  logsLookups.setState({ asked: null });
  begin();

  const filters = createLineFilters(logs, logsView);
  const figures = createTailFigures(logs);
  const one = createOneInvocation(stores);
  const askedKey = asked && keyOfLine(asked);
  if (askedKey) one.open(askedKey, asked, 'lines');
  const table = createInvocationsModel();
  const pacer = createPacer(PACE_MS, now, () =>
    logsView.setState(({ revision }) => ({ revision: revision + 1 })),
  );
  let searchBefore = '';
  let distributionsSize: ScrolledText = { lines: 0, shown: 0 };
  const context: LogsContext = {
    host,
    filters,
    figures,
    one,
    tail: createLinesModel(() => {
      const { lines, dropped, received } = logs.getState();
      return { all: lines, shown: filters.shown(), dropped, received };
    }),
    table: () =>
      table({
        log: figures.invocations(),
        history: logsLookups.getState().history?.invocations ?? [],
        view: invocationsView.getState(),
        now: now(),
      }),
    distributions: {
      size: () => distributionsSize,
      setSize: (size) => {
        distributionsSize = size;
      },
    },
    searchBefore: () => searchBefore,
  };
  const unsubscribes = [
    logs.subscribe(({ query }) => {
      // Another query than this screen's belongs to a screen over it.
      if (query && query.targets === mine?.targets) mine = query;
      pacer.touch();
    }),
    logsView.subscribe(({ typing, search }, before) => {
      if (typing && !before.typing) searchBefore = search.text;
    }),
    logsLookups.subscribe(({ trial }, before) => {
      if (!trial || trial.phase === before.trial?.phase) return;
      if (trial.phase === 'asking') host.say(`Trying the pattern ${trial.pattern}…`);
      if (trial.phase === 'refused') {
        host.say(`${refusalWords(trial)}; the tail goes on as it was`, 'warn');
      }
      const { query } = logs.getState();
      if (trial.phase === 'accepted' && query) {
        askForLogs(logs, { ...query, pattern: trial.pattern });
        logsView.setState({ place: null });
        host.say(`AWS sends only what matches ${trial.pattern}; :pattern none ends that`);
      }
    }),
  ];

  return {
    Body: logsBody(context, () => {
      // Shown again after another logs screen that lay over this one: that one's tail is gone.
      if (!isClosed && logs.getState().query?.targets !== mine?.targets) begin();
    }),
    keys: () => logsHandlers(context),
    focus: () => [...new Set(targets.map(({ functionName }) => functionName))],
    frozenAt: () => null,
    close: () => {
      isClosed = true;
      pacer.stop();
      filters.close();
      figures.close();
      one.close();
      for (const unsubscribe of unsubscribes) unsubscribe();
      if (logs.getState().query?.targets === mine?.targets) askForLogs(logs, null);
    },
  };
};

/** Where a pattern is wrong and how it may be meant, as far as that can be told; else what AWS said. */
function refusalWords({ pattern, error }: PatternTrial): string {
  const why = error?.code === 'invalid' ? explainPattern(pattern) : null;
  if (why === null) return error?.message ?? 'AWS refuses the pattern';
  const { at, problem, instead } = why;
  const place = at < pattern.length ? `at ${pattern.slice(at, at + 12)}` : 'at its end';
  return `AWS refuses the pattern ${place}: ${problem}${instead === null ? '' : `; perhaps ${instead}`}`;
}
