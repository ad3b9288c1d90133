import { ServiceError } from '../../wire/errors.ts';
import { readText, readTexts } from '../../wire/input.ts';
import type { Call, Operation } from '../../wire/service.ts';
import { invalidParameter, notOfThisClass, outOfBounds } from '../errors.ts';
import type { LogGroup } from '../groups/log-group.ts';
import type { LogGroups } from '../groups/log-groups.ts';
import { findGroup, readBounded } from '../reading/group-input.ts';
import { malformedQuery } from './malformed-query.ts';
import { parseQuery } from './parse-query.ts';
import { QueryRun } from './query-run.ts';

/** Facts, section 3. */
const MOST_GROUPS = 50;
const MOST_RUNNING = 100;
const DEFAULT_LIMIT = 10_000;
const MOST_LIMIT = 100_000;
/** Queries whose results are kept. */
const MOST_KEPT = 500;

/** StartQuery, GetQueryResults, StopQuery: Logs Insights, of which a subset is understood. */
export function queryOperations(groups: LogGroups): Record<string, Operation> {
  const runs = new Map<string, QueryRun>();
  const find = ({ input }: Call) => {
    const id = readText(input, 'queryId');
    if (id === undefined || id === '') throw outOfBounds(id ?? null, 'queryId', 'not be null');
    const run = runs.get(id);
    if (run === undefined)
      throw new ServiceError('ResourceNotFoundException', 'The specified query does not exist.');
    return run;
  };
  return {
    StartQuery: (call) => {
      const running = [...runs.values()].filter(
        ({ status }) => status === 'Scheduled' || status === 'Running',
      );
      const run = startRun(call, groups);
      if (running.length >= MOST_RUNNING) {
        throw new ServiceError(
          'LimitExceededException',
          'Account maximum query concurrency limit of [100] reached.',
        );
      }
      const queryId = call.world.nextId();
      runs.set(queryId, run);
      const [oldest] = runs.keys();
      if (runs.size > MOST_KEPT && oldest !== undefined) runs.delete(oldest);
      return { queryId };
    },
    GetQueryResults: (call) => {
      const run = find(call);
      run.step();
      const { status, statistics } = run;
      return { queryLanguage: 'CWLI', results: run.results(), statistics, status };
    },
    StopQuery: (call) => {
      const run = find(call);
      if (run.status !== 'Scheduled' && run.status !== 'Running') {
        throw invalidParameter('The specified query is not running.');
      }
      run.status = 'Cancelled';
      return { success: true };
    },
  };
}

function startRun(call: Call, groups: LogGroups): QueryRun {
  const { world, input } = call;
  const language = readText(input, 'queryLanguage') ?? 'CWLI';
  if (language !== 'CWLI')
    throw invalidParameter(`The query language ${language} is not supported by this endpoint.`);
  const start = readBounded(input, 'startTime', 0, Number.MAX_SAFE_INTEGER);
  const end = readBounded(input, 'endTime', 0, Number.MAX_SAFE_INTEGER);
  if (start === undefined) throw outOfBounds(null, 'startTime', 'not be null');
  if (end === undefined) throw outOfBounds(null, 'endTime', 'not be null');
  if (start > end) throw invalidParameter('End time should not be less than start time.');
  const limit = readBounded(input, 'limit', 1, MOST_LIMIT) ?? DEFAULT_LIMIT;
  const wanted = readGroups(call, groups);
  const query = parseQuery(readText(input, 'queryString') ?? '');
  // Seconds, both inclusive (facts, section 3); later ones than now, as of a client that gives ms, are now.
  const now = world.clock.now();
  const until = Math.min((end + 1) * 1000, now + 1);
  if (wanted.every((group) => end * 1000 < Math.max(group.created, group.since))) {
    throw malformedQuery(
      `Query's end date and time is either before the log groups creation time or exceeds the log groups log retention settings ([${start},${end}])`,
    );
  }
  return new QueryRun(query, wanted, start * 1000, until, now, limit);
}

function readGroups({ world, input }: Call, groups: LogGroups): LogGroup[] {
  const single = readText(input, 'logGroupName');
  const given = [
    single === undefined ? [] : [single],
    readTexts(input, 'logGroupNames'),
    readTexts(input, 'logGroupIdentifiers'),
  ].filter((list) => list.length > 0);
  const [names, other] = given;
  if (names === undefined || other !== undefined) {
    throw invalidParameter(
      'Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be specified.',
    );
  }
  if (names.length > MOST_GROUPS) {
    throw outOfBounds(
      `[${names.join(', ')}]`,
      'logGroupNames',
      `have length less than or equal to ${MOST_GROUPS}`,
    );
  }
  return names.map((name) => {
    try {
      const group = findGroup(name, groups, world);
      if (group.groupClass === 'DELIVERY') {
        throw notOfThisClass(group.name, group.groupClass, 'StartQuery');
      }
      return group;
    } catch (error) {
      if (!(error instanceof ServiceError) || error.name !== 'ResourceNotFoundException') throw error;
      // The service's own inner reply, request and all, is part of the text (as recorded from AWS).
      throw new ServiceError(
        error.name,
        `Log group '${name}' does not exist for account ID '${world.account}' (Service: AWSLogs; Status Code: 400; Error Code: ${error.name}; Request ID: ${world.nextId()}; Proxy: null)`,
      );
    }
  });
}
