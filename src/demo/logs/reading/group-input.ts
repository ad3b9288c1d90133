import { ServiceError } from '../../wire/errors.ts';
import { readText, readTexts } from '../../wire/input.ts';
import type { Call, Input } from '../../wire/service.ts';
import { invalidParameter, noSuchGroup, notOfThisClass, outOfBounds } from '../errors.ts';
import { groupArn, type LogGroup } from '../groups/log-group.ts';
import type { LogGroups } from '../groups/log-groups.ts';
import { InvalidPattern } from '../patterns/invalid-pattern.ts';
import { compilePattern, type Matcher } from '../patterns/pattern.ts';

/** The group a call names by `logGroupName` or `logGroupIdentifier`. Refuses both, neither, and what is not there. */
export function readGroup({ world, input }: Call, groups: LogGroups): LogGroup {
  const name = readText(input, 'logGroupName');
  const identifier = readText(input, 'logGroupIdentifier');
  if (name !== undefined && identifier !== undefined) {
    throw new ServiceError(
      'ValidationException',
      'LogGroup name and LogGroup ARN are mutually exclusive parameters.',
    );
  }
  const wanted = name ?? identifier;
  if (wanted === undefined)
    throw invalidParameter('Either logGroupName or logGroupIdentifier must be specified.');
  return findGroup(wanted, groups, world);
}

/** As `readGroup`, of a group whose events can be read one by one. */
export function readEventGroup(call: Call, groups: LogGroups, operation: string): LogGroup {
  const group = readGroup(call, groups);
  if (group.groupClass !== 'STANDARD') throw notOfThisClass(group.name, group.groupClass, operation);
  return group;
}

/** The group of a name or an ARN, which must not end with `*`. */
export function findGroup(
  identifier: string,
  groups: LogGroups,
  place: { region: string; account: string },
): LogGroup {
  const prefix = groupArn('', place);
  if (identifier.startsWith('arn:') && identifier.endsWith('*')) {
    throw invalidParameter(`The log group identifier must not end with '*': ${identifier}`);
  }
  const name = identifier.startsWith(prefix) ? identifier.slice(prefix.length) : identifier;
  if (!/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name) && !name.startsWith('arn:')) {
    throw outOfBounds(name, 'logGroupName', 'satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+');
  }
  const group = groups.named(name);
  if (group === undefined) throw noSuchGroup();
  return group;
}

/** A whole number within bounds, or undefined; broken bounds are answered in the service's words. */
export function readBounded(input: Input, name: string, least: number, most: number): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new ServiceError('SerializationException', `Value for '${name}' is not a valid integer`);
  }
  if (value < least) throw outOfBounds(value, name, `have value greater than or equal to ${least}`);
  if (value > most) throw outOfBounds(value, name, `have value less than or equal to ${most}`);
  return value;
}

/** A list of stream names within the model's bounds; undefined when absent. */
export function readStreams(input: Input, name: string): string[] | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  const list = readTexts(input, name);
  if (list.length === 0) throw outOfBounds('[]', name, 'have length greater than or equal to 1');
  if (list.length > 100)
    throw outOfBounds(`[${list.join(', ')}]`, name, 'have length less than or equal to 100');
  for (const stream of list) {
    if (/[:*]/.test(stream))
      throw outOfBounds(`[${stream}]`, name, 'satisfy regular expression pattern: [^:*]*');
  }
  return list;
}

/** The matcher of the pattern in a member of the input. */
export function readPattern(input: Input, name: string): Matcher {
  const text = readText(input, name);
  if (text !== undefined && text.length > 1024) {
    throw outOfBounds(text, name, 'have length less than or equal to 1024');
  }
  try {
    return compilePattern(text);
  } catch (error) {
    if (error instanceof InvalidPattern) throw invalidParameter(error.message);
    throw error;
  }
}
