/** From what was asked for to where it is read: log group, streams, versions. */
import { type AppError, toAppError } from '../../domain/app-error.ts';
import { logGroupOf, readStreamName, streamPrefixes } from '../../domain/logs/log-groups.ts';
import type { LogTarget } from '../../domain/logs/log-target.ts';
import type { FunctionLogging, LogGroup, LogsGateway } from '../../gateways/logs.ts';

const DAY_MS = 86_400_000;
/** So many stream prefixes are searched one by one; a longer time is searched as a whole group. */
const MOST_PREFIXES = 32;

/** Where the configuration cannot be read. */
const UNKNOWN = { groupArn: null, format: null, systemLevel: null, interleaves: false } as const;

/** What is wanted of one function. */
export interface FunctionTarget {
  readonly functionName: string;
  /** Versions and aliases; null = everything. */
  readonly qualifiers: readonly string[] | null;
}

/** Where one function's lines are. */
export interface LogSource {
  readonly functionName: string;
  readonly group: LogGroup;
  /** Null = every version. */
  readonly versions: ReadonlySet<string> | null;
  /** Others may log to the group, and stream names carry the function's name. */
  readonly isShared: boolean;
  readonly interleaves: boolean;
  /** Its system log level lets START and the REPORT of successes unwritten (facts/aws.md section 3). */
  readonly hidesReports: boolean;
}

/** One target for each function: a function asked for as a whole and by alias is wanted as a whole, once. */
export function targetsByFunction(targets: readonly LogTarget[]): FunctionTarget[] {
  const groups = Map.groupBy(targets, ({ functionName }) => functionName);
  return [...groups].map(([functionName, same]) => {
    const qualifiers = same.map(({ qualifier }) => qualifier).filter((qualifier) => qualifier !== null);
    return { functionName, qualifiers: qualifiers.length < same.length ? null : [...new Set(qualifiers)] };
  });
}

/** As a person wrote it: `orders`, `orders:live`. */
export function targetName({ functionName, qualifiers }: FunctionTarget): string {
  return qualifiers === null ? functionName : `${functionName}:${qualifiers.join(',')}`;
}

/**
 * Looks where a function's lines are; null while its log group does not exist. A function that was deleted may
 * have left its group behind. Where the configuration may not be read, the default group is assumed.
 *
 * @throws AppError `not-found` when there is neither a function of that name nor a group
 */
export async function findSource(
  gateway: LogsGateway,
  target: FunctionTarget,
  signal: AbortSignal,
): Promise<LogSource | null> {
  const { functionName } = target;
  let missing: AppError | null = null;
  const logging = await gateway.functionLogging(functionName, signal).catch((thrown): FunctionLogging => {
    const error = toAppError(thrown);
    if (error.code !== 'not-found' && !isDenied(error)) throw error;
    if (error.code === 'not-found') missing = error;
    return { ...UNKNOWN, group: logGroupOf({ name: functionName }) };
  });
  const group = await gateway.findGroup(logging.group, signal).catch((thrown): LogGroup => {
    if (!isDenied(toAppError(thrown))) throw thrown;
    return { name: logging.group, arn: logging.groupArn ?? '', logClass: null, storedBytes: null };
  });
  if (!group && missing) throw missing;
  const versions = await versionsOf(gateway, target, signal);
  if (!group) return null;
  return {
    functionName,
    group,
    versions,
    isShared: group.name !== logGroupOf({ name: functionName }),
    interleaves: logging.interleaves,
    hidesReports: logging.systemLevel === 'WARN',
  };
}

/** The versions that are wanted now: those of an alias change with its traffic. */
export async function versionsOf(
  gateway: LogsGateway,
  { functionName, qualifiers }: FunctionTarget,
  signal: AbortSignal,
): Promise<ReadonlySet<string> | null> {
  if (qualifiers === null) return null;
  const versions = qualifiers.map((qualifier) =>
    isVersion(qualifier) ? [qualifier] : gateway.aliasVersions(functionName, qualifier, signal),
  );
  return new Set((await Promise.all(versions)).flat());
}

/** Whether a target has to be looked at again now and then. */
export function hasAlias({ qualifiers }: FunctionTarget): boolean {
  return qualifiers?.some((qualifier) => !isVersion(qualifier)) === true;
}

function isVersion(qualifier: string): boolean {
  return /^\d+$/.test(qualifier) || qualifier.startsWith('$');
}

function isDenied({ code }: AppError): boolean {
  return code === 'access-denied' || code === 'unsupported';
}

/** Whether a stream is one of the source's. */
export function isWanted({ functionName, group, versions, isShared }: LogSource, stream: string): boolean {
  if (!isShared && versions === null) return true;
  const writer = readStreamName(group.name, stream);
  if (isShared && writer.functionName !== functionName) return false;
  return versions === null || (writer.version !== null && versions.has(writer.version));
}

/** The stream prefixes a live tail of the source needs at `now`; none when it shows the whole group. */
export function livePrefixes({ functionName, group, versions, isShared }: LogSource, now: number): string[] {
  if (!isShared && versions === null) return [];
  const wanted = versions === null ? [null] : [...versions];
  return wanted.flatMap((version) => streamPrefixes({ functionName, group: group.name, version, now }));
}

/**
 * The stream prefixes to search one by one for lines since `from`; `[null]` = the whole group at once. The group
 * of one function is searched whole even for one version: one call instead of one for each day.
 */
export function searchPrefixes(
  { functionName, group, isShared }: LogSource,
  from: number,
  now: number,
): readonly (string | null)[] {
  if (!isShared) return [null];
  const prefixes = new Set<string>();
  for (let day = from; day < now + DAY_MS && prefixes.size <= MOST_PREFIXES; day += DAY_MS) {
    const query = { functionName, group: group.name, version: null, now: Math.min(day, now) };
    for (const prefix of streamPrefixes(query)) prefixes.add(prefix);
  }
  return prefixes.size > MOST_PREFIXES ? [null] : [...prefixes];
}
