/** The parts of the CloudWatch client that we use. */
export { CloudWatchClient as Client, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
