import { ServiceError } from '../wire/errors.ts';
import type { Service } from '../wire/service.ts';
import { describeLogGroups } from './describe-log-groups.ts';

/** Amazon CloudWatch Logs. A new operation is a file and a row here. */
export function createLogs(): Service {
  return {
    name: 'logs',
    target: 'Logs_20140328',
    jsonVersion: '1.1',
    shapeNamespace: 'com.amazonaws.cloudwatchlogs',
    throttled: () => new ServiceError('ThrottlingException', 'Rate exceeded'),
    operations: { DescribeLogGroups: describeLogGroups },
  };
}
