import { ServiceError } from '../wire/errors.ts';
import type { Service } from '../wire/service.ts';
import type { World } from '../world/world.ts';
import { describeLogGroups } from './describe-log-groups.ts';
import { describeLogStreams } from './describe-log-streams.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { getLogEvents } from './get-log-events.ts';
import { LogGroups } from './groups/log-groups.ts';
import { queryOperations } from './insights/operations.ts';
import { startLiveTail } from './live-tail/start-live-tail.ts';
import { groupWrites } from './writing/groups.ts';
import { putLogEvents } from './writing/put-log-events.ts';
import { streamWrites } from './writing/streams.ts';

/** Amazon CloudWatch Logs. A new operation is a file and a row here. */
export function createLogs(world: World): Service {
  const groups = new LogGroups(world);
  return {
    name: 'logs',
    target: 'Logs_20140328',
    jsonVersion: '1.1',
    shapeNamespace: 'com.amazonaws.cloudwatchlogs',
    throttled: () => new ServiceError('ThrottlingException', 'Rate exceeded'),
    operations: {
      DescribeLogGroups: describeLogGroups(groups),
      DescribeLogStreams: describeLogStreams(groups),
      FilterLogEvents: filterLogEvents(groups),
      GetLogEvents: getLogEvents(groups),
      StartLiveTail: startLiveTail(groups),
      ...groupWrites(groups),
      ...streamWrites(groups),
      PutLogEvents: putLogEvents(groups),
      ...queryOperations(groups),
    },
  };
}
