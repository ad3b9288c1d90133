/** Log groups of the embedded account, as a client of another make writes and reads them. */
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  type FilteredLogEvent,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';

/** What may be asked of FilterLogEvents, ms since the epoch, both inclusive. */
export interface Span {
  readonly startTime: number;
  readonly endTime: number;
}

/** A client of CloudWatch Logs at an endpoint. */
export function logsClient(endpoint: string): CloudWatchLogsClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return new CloudWatchLogsClient({ endpoint, region: 'eu-west-1', credentials });
}

/** A function's own log group, made if need be, with a stream of one version; returns what writes to it. */
export async function logGroup(client: CloudWatchLogsClient, functionName: string, version = '1') {
  const logGroupName = `/aws/lambda/${functionName}`;
  const date = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  const logStreamName = `${date}/[${version}]${'0123456789abcdef'.repeat(2)}`;
  await client.send(new CreateLogGroupCommand({ logGroupName })).catch(() => {});
  await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  return (...logEvents: { timestamp: number; message: string }[]) =>
    client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
}

/** All events of a group within a time. */
export async function eventsOf(
  client: CloudWatchLogsClient,
  functionName: string,
  span: Span,
): Promise<FilteredLogEvent[]> {
  const events: FilteredLogEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new FilterLogEventsCommand({
        logGroupName: `/aws/lambda/${functionName}`,
        ...span,
        ...(nextToken && { nextToken }),
      }),
    );
    for (const event of page.events ?? []) events.push(event);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return events;
}
