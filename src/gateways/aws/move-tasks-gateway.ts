/** Message move tasks: SQS moves a whole dead-letter queue by itself. */

import type { MessagesGateway } from '../messages.ts';
import type { Clients } from './clients.ts';

/** The most that ListMessageMoveTasks tells; by itself it tells one. */
const MOST_LISTED = 10;

/** Tasks of the clients' account and region. */
export function moveTasks(
  clients: Clients,
): Pick<MessagesGateway, 'moveTasks' | 'startMoveTask' | 'cancelMoveTask'> {
  return {
    async moveTasks(SourceArn, signal) {
      const { sdk, send } = await clients.sqs();
      const command = new sdk.ListMessageMoveTasksCommand({ SourceArn, MaxResults: MOST_LISTED });
      const { Results = [] } = await send(command, { signal, urgent: true });
      return Results.map((task) => ({
        handle: task.TaskHandle ?? null,
        status: task.Status ?? 'UNKNOWN',
        destinationArn: task.DestinationArn ?? null,
        ratePerS: task.MaxNumberOfMessagesPerSecond ?? null,
        moved: task.ApproximateNumberOfMessagesMoved ?? null,
        toMove: task.ApproximateNumberOfMessagesToMove ?? null,
        failureReason: task.FailureReason ?? null,
        startedAt: task.StartedTimestamp ?? null,
      }));
    },
    async startMoveTask(SourceArn, ratePerS) {
      const { sdk, change } = await clients.sqs();
      const MaxNumberOfMessagesPerSecond = ratePerS ?? undefined;
      const command = new sdk.StartMessageMoveTaskCommand({ SourceArn, MaxNumberOfMessagesPerSecond });
      return { handle: (await change(command)).TaskHandle ?? null };
    },
    async cancelMoveTask(TaskHandle) {
      const { sdk, change } = await clients.sqs();
      await change(new sdk.CancelMessageMoveTaskCommand({ TaskHandle }));
    },
  };
}
