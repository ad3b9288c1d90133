import { ServiceError } from '../wire/errors.ts';
import type { Service } from '../wire/service.ts';
import type { World } from '../world/world.ts';
import { describeAlarms } from './describe-alarms.ts';
import { createGetMetricData } from './get-metric-data.ts';
import { createGetMetricStatistics } from './get-metric-statistics.ts';
import { createListMetrics } from './list-metrics.ts';
import { createPutMetricData } from './put-metric-data.ts';
import { createSources } from './sources.ts';

/** Amazon CloudWatch, in all three protocols that clients speak to it. A new operation is a file and a row. */
export function createCloudWatch(world: World): Service {
  const sources = createSources(world);
  return {
    name: 'cloudwatch',
    target: 'GraniteServiceVersion20100801',
    jsonVersion: '1.0',
    shapeNamespace: 'com.amazonaws.cloudwatch',
    queryVersion: '2010-08-01',
    xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    queryCompatible: true,
    throttled: () => new ServiceError('ThrottlingException', 'Rate exceeded', { queryCode: 'Throttling' }),
    operations: {
      DescribeAlarms: describeAlarms,
      GetMetricData: createGetMetricData(sources),
      GetMetricStatistics: createGetMetricStatistics(sources),
      ListMetrics: createListMetrics(sources),
      PutMetricData: createPutMetricData(sources),
    },
  };
}
