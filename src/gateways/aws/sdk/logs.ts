/** The parts of the CloudWatch Logs client that we use. */
export {
  CloudWatchLogsClient as Client,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
