/** What `lambdatop logs` was asked, as far as its arguments alone tell. */
import { AppError } from '../../domain/app-error.ts';
import { type FunctionName, parseFunctionName } from '../../domain/function-name.ts';
import { explainPattern, LONGEST_PATTERN } from '../../domain/logs/filter-pattern.ts';
import { parseInvocationFilter } from '../../domain/logs/invocation-filter.ts';
import type { LogTarget } from '../../domain/logs/log-target.ts';
import { pointInTime } from '../../domain/point-in-time.ts';
import type { Invocation } from '../parse.ts';

/** How far back without `--since`, as `aws logs tail` does. */
const USUAL_SINCE = '10m';

/** A question that makes sense. */
export interface LogsRequest {
  readonly names: readonly FunctionName[];
  readonly targets: readonly LogTarget[];
  /** ms since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly follow: boolean;
  /** CloudWatch's filter pattern, or with `invocations` what our own filter line takes; null = everything. */
  readonly filter: string | null;
  readonly requestId: string | null;
  readonly invocations: boolean;
  /** Costs were agreed to beforehand. */
  readonly yes: boolean;
}

const usage = (message: string, ...next: readonly string[]): AppError =>
  new AppError('usage', message, { next });

/**
 * Reads the command line; `now` in ms since the epoch.
 *
 * @throws AppError `usage`
 */
export function requestFrom({ words, options }: Invocation, now: number): LogsRequest {
  const text = (name: string): string | null => {
    const value = options[name];
    return typeof value === 'string' ? value : null;
  };
  const names = words.map(parseFunctionName);
  const follow = options.follow === true;
  const invocations = options.invocations === true;
  if (follow && text('until') !== null) throw usage('--follow has no end, so --until does not go with it.');
  if (follow && invocations) {
    throw usage(
      '--invocations is of a past, so --follow does not go with it.',
      'lambdatop open logs FUNCTION, then i',
    );
  }
  const time = (name: string, usual: string): number => {
    const at = pointInTime(text(name) ?? usual, { now, utc: false });
    if (at !== null) return at;
    throw usage(`--${name} takes a time, not ${text(name)}.`, 'as in: 10m, 2h, 7d, 14:05, 2026-11-21T14:05Z');
  };
  const from = time('since', USUAL_SINCE);
  const to = text('until') === null ? now : time('until', '0s');
  if (from > to) throw usage(orderWords(text('since'), text('until')));
  const filter = text('filter');
  if (filter !== null && !invocations && filter.length > LONGEST_PATTERN) {
    throw usage(`--filter: ${explainPattern(filter)?.problem ?? 'too long'}.`);
  }
  const refused = invocations && filter !== null ? parseInvocationFilter(filter) : null;
  if (refused?.ok === false)
    throw usage(`--filter: ${refused.problem}.`, 'as in: status:timeout cold:yes duration>3000');
  const requestId = text('request-id');
  if (requestId !== null && filter !== null && !invocations) {
    throw usage('--request-id prints a whole invocation, so --filter does not go with it.');
  }
  if (requestId !== null && !/^[\w-]+$/.test(requestId)) throw usage(`${requestId} is no request id.`);
  const version = versionFrom(text('version'), names);
  const targets = names.map(({ name, qualifier }) => ({
    functionName: name,
    qualifier: qualifier ?? version,
  }));
  return { names, targets, from, to, follow, filter, requestId, invocations, yes: options.yes === true };
}

/** Which of the two times is wrong. */
function orderWords(since: string | null, until: string | null): string {
  if (until === null) return '--since is in the future.';
  return since === null
    ? `--until is before --since, which is ${USUAL_SINCE} unless told.`
    : '--since is later than --until.';
}

function versionFrom(version: string | null, names: readonly FunctionName[]): string | null {
  if (version === null) return null;
  if (!/^(\d+|\$LATEST)$/.test(version)) {
    const [first] = names;
    throw usage(
      `--version takes a number or $LATEST, not ${version}.`,
      ...(/^v\d+$/.test(version) ? [`version ${version.slice(1)}: --version ${version.slice(1)}`] : []),
      `an alias: lambdatop logs ${first?.name}:${version}`,
    );
  }
  const qualified = names.find(({ qualifier }) => qualifier !== null);
  if (qualified)
    throw usage(`${qualified.name}:${qualified.qualifier} and --version ask for different versions.`);
  return version;
}
