/** Names that ask for other lines: from further back, by another pattern, or at a time. */
import { durationWords } from '../../src/domain/duration-words.ts';
import type { LogsQuery } from '../../src/domain/logs/log-target.ts';
import { pointInTime } from '../../src/domain/point-in-time.ts';
import type { Handler } from '../../src/keys/handlers.ts';
import { askForLogs } from '../../src/stores/logs-store.ts';
import type { LogsContext } from './context.ts';

/** Longer patterns are refused (FilterLogEvents and StartLiveTail, facts/aws.md section 3). */
const LONGEST_PATTERN = 1_024;
const EXAMPLES = 'as in 14:05, 14:05:30, 10m (ago), 2026-11-21 14:05';

/** What the names do; `goToTime` moves the place in the tail. */
export function askingCommands({ host }: Pick<LogsContext, 'host'>, goToTime: (at: number) => void) {
  const { logs, logsView, logsLookups, invocationsView } = host.stores;
  const needsTail = (): string | null => (logs.getState().query ? null : 'No function is chosen');
  const timeOf = (text: string): number | null => {
    const at = pointInTime(text, { now: host.now(), utc: logsView.getState().times === 'utc' });
    if (at === null) host.say(`${text} is no time: ${EXAMPLES}`, 'warn');
    return at;
  };
  const begin = (change: Partial<LogsQuery>): void => {
    const { query } = logs.getState();
    if (query) askForLogs(logs, { ...query, ...change });
    logsView.setState({ place: null });
  };
  const readSince = (from: number): void => {
    const now = host.now();
    begin({ since: from });
    host.say(`Reading the newest lines of the last ${durationWords((now - from) / 1_000)}`);
  };
  /** Invocations of so long a past are not in the tail: Logs Insights has them, at a price. */
  const priceHistory = (from: number): void => {
    const { query } = logs.getState();
    if (!query) return;
    logsLookups.setState({
      history: {
        targets: query.targets,
        from,
        to: host.now(),
        phase: 'pricing',
        bytes: null,
        silent: [],
        invocations: [],
        matched: null,
        isCut: false,
        bytesScanned: null,
        error: null,
      },
    });
    invocationsView.setState({ cursor: null, top: 0 });
  };

  return {
    'logs.go-to-time': {
      run: ({ argument }) => {
        const at = argument === null ? null : timeOf(argument);
        if (at !== null) goToTime(at);
      },
      disabled: needsTail,
    },
    'logs.since': {
      run: ({ argument }) => {
        const at = argument === null ? null : timeOf(argument);
        if (at === null) return;
        const { pane } = logsView.getState();
        if (pane === 'invocations' || pane === 'distributions') priceHistory(at);
        else readSince(at);
      },
      disabled: needsTail,
    },
    'logs.pattern': {
      run: ({ argument }) => {
        const [target] = logs.getState().query?.targets ?? [];
        if (argument === null || !target) return;
        if (/^(none|off)$/i.test(argument)) {
          begin({ pattern: null });
          host.say('AWS sends every line again');
        } else if (argument.length > LONGEST_PATTERN) {
          host.say(`AWS takes patterns of at most ${LONGEST_PATTERN} characters`, 'warn');
        } else {
          // Tried before it is used: a pattern that AWS refuses must not end the tail.
          logsLookups.setState({ trial: { pattern: argument, target, phase: 'asking', error: null } });
        }
      },
      disabled: needsTail,
    },
  } satisfies Record<string, Handler>;
}
