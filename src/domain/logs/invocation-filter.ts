/**
 * The filter line of the invocations: `cold:yes status:timeout version:42 duration>3000 error:ValueError`. The
 * language is filter.ts's; comparisons may stand without their colon.
 */
import { type FilterField, type ParsedFilter, parseFilter } from '../filter.ts';
import { hasFailed } from './cold-table.ts';
import { INVOCATION_STATUSES, type Invocation } from './invocation.ts';
import { memoryShareOf } from './invocation-figures.ts';

const yesNo = (value: boolean | null): string | null => (value === null ? null : value ? 'yes' : 'no');

/** What an invocation can be asked for. */
export const INVOCATION_FIELDS: readonly FilterField<Invocation>[] = [
  { names: ['status'], value: ({ status }) => status },
  { names: ['failed'], value: (one) => yesNo(hasFailed(one)) },
  { names: ['cold'], value: ({ isCold }) => yesNo(isCold) },
  { names: ['version'], value: ({ version }) => version },
  { names: ['error'], value: errorTextOf },
  { names: ['duration'], value: ({ durationMs }) => durationMs, unit: 'ms' },
  { names: ['billed'], value: ({ billedDurationMs }) => billedDurationMs, unit: 'ms' },
  { names: ['init'], value: ({ initDurationMs }) => initDurationMs, unit: 'ms' },
  { names: ['memory', 'used'], value: ({ maxMemoryUsedMb }) => maxMemoryUsedMb, unit: 'count' },
  { names: ['memory%', 'used%'], value: memoryShareOf, unit: 'share' },
  { names: ['attempt'], value: ({ attempt }) => attempt, unit: 'count' },
  { names: ['function'], value: ({ functionName }) => functionName },
  { names: ['request', 'id'], value: ({ requestId }) => requestId },
  { names: ['stream'], value: ({ stream }) => stream },
];

/** The type and message of an invocation's error, as one text. Hostile until sanitised. */
export function errorTextOf({ error }: Invocation): string | null {
  if (error === null) return null;
  return error.type === null ? error.message : `${error.type}: ${error.message}`;
}

/** Parses a filter of invocations; plain words and patterns look at request id, version and error. */
export function parseInvocationFilter(text: string): ParsedFilter<Invocation> {
  // Terms as filter.ts splits them: a pattern may hold blanks.
  const terms = text.replace(/-?\/(?:\\.|[^/\\])*\/?\S*|\S+/g, normalTerm);
  return parseFilter(terms, plainTextOf, INVOCATION_FIELDS);
}

function plainTextOf(one: Invocation): string {
  return `${one.requestId} ${one.functionName ?? ''} ${one.status} ${errorTextOf(one) ?? ''}`;
}

const COMPARED = /^(-?[a-z]+%?)(>=|<=|>|<|=)/i;
const EXACT: ReadonlySet<string> = new Set(INVOCATION_STATUSES);

/** `duration>3000` as `duration:>3000`; `version:4` and `status:error` as the whole word they are. */
function normalTerm(term: string): string {
  if (/^-?\//.test(term)) return term;
  const compared = term.replace(COMPARED, '$1:$2');
  const [, field = '', operand = ''] = /^-?([a-z]+):([^=<>].*)$/i.exec(compared) ?? [];
  const isExact =
    (field === 'version' && !operand.includes('*')) ||
    (field === 'status' && EXACT.has(operand.toLowerCase()));
  return isExact ? `${compared.slice(0, compared.indexOf(':'))}:=${operand}` : compared;
}

/** What invocations can be ordered by. */
export const INVOCATION_SORTS = [
  'started',
  'duration',
  'billed',
  'memory',
  'init',
  'status',
  'version',
  'error',
] as const;

/** One of `INVOCATION_SORTS`. */
export type InvocationSort = (typeof INVOCATION_SORTS)[number];

const SORT_VALUES: Readonly<Record<InvocationSort, (one: Invocation) => string | number | null>> = {
  started: ({ startedAt }) => startedAt,
  duration: ({ durationMs }) => durationMs,
  billed: ({ billedDurationMs }) => billedDurationMs,
  memory: ({ maxMemoryUsedMb }) => maxMemoryUsedMb,
  init: ({ initDurationMs }) => initDurationMs,
  status: ({ status }) => INVOCATION_STATUSES.indexOf(status),
  // Versions are numbers, but for `$LATEST`, which is newer than all of them.
  version: ({ version }) => (version === null ? null : Number(version) || Number.MAX_SAFE_INTEGER),
  error: errorTextOf,
};

/** A copy in order; what is not known comes last either way, and of equals the newest first. */
export function sortInvocations(
  invocations: readonly Invocation[],
  by: InvocationSort,
  descending: boolean,
): Invocation[] {
  const wanted = SORT_VALUES[by];
  const sign = descending ? -1 : 1;
  return [...invocations].sort((one, other) => {
    const left = wanted(one);
    const right = wanted(other);
    if (left === right) return other.startedAt - one.startedAt;
    if (left === null || right === null) return left === null ? 1 : -1;
    return left < right ? -sign : sign;
  });
}
