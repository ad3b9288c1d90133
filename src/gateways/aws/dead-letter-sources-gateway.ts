/** Where failed work goes, as pollers read it: behind everything a person waits for. */

import type { DeadLetterSourcesGateway } from '../dead-letter-sources.ts';
import type { Clients } from './clients.ts';
import { readFailurePaths } from './invokers-gateway.ts';
import { type Page, pages } from './pages.ts';
import { readQueue } from './queues-gateway.ts';

/** Without MaxResults SQS lists 1,000 queues and says nothing of the others. */
const LARGEST_PAGE = 1_000;

/** Of the clients' account and region. */
export function deadLetterSourcesGateway(clients: Clients): DeadLetterSourcesGateway {
  return {
    async *queueUrls(signal) {
      const { sdk, send } = await clients.sqs();
      const read = async (NextToken: string | undefined, signal: AbortSignal): Promise<Page<string[]>> => {
        const command = new sdk.ListQueuesCommand({ NextToken, MaxResults: LARGEST_PAGE });
        const page = await send(command, { signal });
        return { value: page.QueueUrls ?? [], next: page.NextToken };
      };
      yield* pages(read, signal);
    },

    queue: (url, signal) => readQueue(clients, url, { signal }),

    async sourceQueueUrls(QueueUrl, signal) {
      const { sdk, send } = await clients.sqs();
      const read = async (NextToken: string | undefined, signal: AbortSignal): Promise<Page<string[]>> => {
        const input = { QueueUrl, NextToken, MaxResults: LARGEST_PAGE };
        const page = await send(new sdk.ListDeadLetterSourceQueuesCommand(input), { signal });
        return { value: page.queueUrls ?? [], next: page.NextToken };
      };
      const urls: string[] = [];
      for await (const page of pages(read, signal)) urls.push(...page);
      return urls;
    },

    failurePaths: (functionName, signal) => readFailurePaths(clients, functionName, { signal }),
  };
}
