import { readText } from '../../wire/input.ts';
import type { Input, Operation } from '../../wire/service.ts';
import { alreadyExists, invalidParameter, noSuchStream, outOfBounds } from '../errors.ts';
import type { LogGroups } from '../groups/log-groups.ts';
import { existing } from './groups.ts';

/** CreateLogStream, DeleteLogStream. */
export function streamWrites(groups: LogGroups): Record<string, Operation> {
  return {
    CreateLogStream: (call) => {
      const { world } = call;
      const name = readStreamName(call.input);
      const group = existing(call, groups);
      if (group.source.findStream(name) !== undefined) throw alreadyExists('log stream');
      groups.storedIn(group.name).streams.set(name, { name, created: world.clock.now() });
      return {};
    },
    DeleteLogStream: (call) => {
      const group = existing(call, groups);
      const name = readStreamName(call.input);
      if (group.source.findStream(name) === undefined) throw noSuchStream();
      if (group.stored?.streams.has(name) !== true) {
        throw invalidParameter('Streams that Lambda writes cannot be deleted in the embedded account.');
      }
      group.stored.remove(name);
      return {};
    },
  };
}

/** The stream a write names. */
export function readStreamName(input: Input): string {
  const name = readText(input, 'logStreamName') ?? '';
  if (name.length > 512) {
    throw invalidParameter('Invalid LogGroup or LogStream, both must have length less than or equal to 512.');
  }
  if (!/^[^:*]+$/.test(name)) {
    throw outOfBounds(name, 'logStreamName', 'satisfy regular expression pattern: [^:*]*');
  }
  return name;
}
