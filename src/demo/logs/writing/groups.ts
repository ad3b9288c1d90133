import { readText } from '../../wire/input.ts';
import type { Call, Input, Operation } from '../../wire/service.ts';
import { alreadyExists, invalidParameter, noSuchGroup, outOfBounds } from '../errors.ts';
import type { LogGroup, LogGroupClass } from '../groups/log-group.ts';
import type { LogGroups } from '../groups/log-groups.ts';

const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const CLASSES: readonly LogGroupClass[] = ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY'];

/** CreateLogGroup, DeleteLogGroup, PutRetentionPolicy, DeleteRetentionPolicy. */
export function groupWrites(groups: LogGroups): Record<string, Operation> {
  return {
    CreateLogGroup: ({ input }) => {
      const name = readName(input);
      const groupClass = readText(input, 'logGroupClass') ?? 'STANDARD';
      const known = CLASSES.find((each) => each === groupClass);
      if (known === undefined) {
        throw outOfBounds(groupClass, 'logGroupClass', `satisfy enum value set: [${CLASSES.join(', ')}]`);
      }
      if (name.startsWith('aws/'))
        throw invalidParameter("Log group names can't start with the string 'aws/'.");
      if (groups.named(name) !== undefined) throw alreadyExists('log group');
      groups.create(name, known);
      return {};
    },
    DeleteLogGroup: (call) => {
      groups.delete(existing(call, groups).name);
      return {};
    },
    PutRetentionPolicy: (call) => {
      const { retentionInDays: days } = call.input;
      const { name } = existing(call, groups);
      if (typeof days !== 'number' || !RETENTIONS.includes(days)) {
        throw invalidParameter(`Invalid retention value. Valid values are: [${RETENTIONS.join(', ')}]`);
      }
      groups.retain(name, days);
      return {};
    },
    DeleteRetentionPolicy: (call) => {
      groups.retain(existing(call, groups).name, undefined);
      return {};
    },
  };
}

/** The group a write names, which must be there. */
export function existing({ input }: Call, groups: LogGroups): LogGroup {
  const group = groups.named(readName(input));
  if (group === undefined) throw noSuchGroup();
  return group;
}

function readName(input: Input): string {
  const name = readText(input, 'logGroupName') ?? '';
  if (name.length > 512) {
    throw invalidParameter('Invalid LogGroup or LogStream, both must have length less than or equal to 512.');
  }
  if (!/^[.\-_/#A-Za-z0-9]+$/.test(name)) {
    throw outOfBounds(name, 'logGroupName', 'satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+');
  }
  return name;
}
