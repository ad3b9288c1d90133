/** Event source mappings: reads, and writes of one attempt. AWS carries the writes out in the background. */

import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import { AppError } from '../../domain/app-error.ts';
import { type EventSourceMapping, eventSourceKind } from '../../domain/concurrency/event-source-mapping.ts';
import type { ChangesGateway } from '../changes.ts';
import { functionNameOf } from './arns.ts';
import type { Clients } from './clients.ts';
import { type Page, pages } from './pages.ts';
import { receiptOf } from './receipts.ts';

/** The mappings of the clients' account and region. */
export function eventSourceMappings(
  clients: Clients,
): Pick<ChangesGateway, 'eventSourceMappings' | 'eventSourceMapping' | 'updateEventSourceMapping'> {
  return {
    async eventSourceMappings(nameOrArn, signal) {
      const { sdk, send } = await clients.lambda();
      const name = functionNameOf(nameOrArn);
      // Given a FunctionName, AWS lists the mappings of that very ARN: those of aliases would be missing.
      const read = async (
        Marker: string | undefined,
        signal: AbortSignal,
      ): Promise<Page<EventSourceMapping[]>> => {
        const command = new sdk.ListEventSourceMappingsCommand({ Marker });
        const page = await send(command, { signal, urgent: true });
        const value = (page.EventSourceMappings ?? []).flatMap((each) => toMapping(each) ?? []);
        return { value, next: page.NextMarker };
      };
      const own: EventSourceMapping[] = [];
      for await (const page of pages(read, signal)) {
        own.push(...page.filter((each) => functionNameOf(each.functionArn) === name));
      }
      return own;
    },

    async eventSourceMapping(UUID, signal) {
      const { sdk, send } = await clients.lambda();
      const answer = await send(new sdk.GetEventSourceMappingCommand({ UUID }), { signal, urgent: true });
      const mapping = toMapping(answer);
      if (mapping) return mapping;
      throw new AppError('unsupported', 'This endpoint does not describe event source mappings.', {
        operation: 'lambda:GetEventSourceMapping',
      });
    },

    async updateEventSourceMapping(UUID, { enabled, maximumConcurrency }, signal) {
      const { sdk, change } = await clients.lambda();
      const command = new sdk.UpdateEventSourceMappingCommand({
        UUID,
        Enabled: enabled,
        ScalingConfig: scalingConfig(maximumConcurrency),
      });
      return receiptOf(await change(command, { signal }));
    },
  };
}

/** "To remove the configuration, pass an empty value" (the model's words of ScalingConfig); absent, it stays. */
function scalingConfig(maximum: number | null | undefined) {
  if (maximum === undefined) return undefined;
  return maximum === null ? {} : { MaximumConcurrency: maximum };
}

function toMapping(configuration: EventSourceMappingConfiguration): EventSourceMapping | null {
  const { UUID: uuid, FunctionArn: functionArn, EventSourceArn: sourceArn } = configuration;
  if (!uuid || !functionArn) return null;
  // -1 stands for no limit.
  const age = configuration.MaximumRecordAgeInSeconds ?? -1;
  return {
    uuid,
    functionArn,
    sourceArn: sourceArn ?? null,
    kind: eventSourceKind(sourceArn ?? null),
    state: configuration.State ?? null,
    maximumConcurrency: configuration.ScalingConfig?.MaximumConcurrency ?? null,
    maximumRecordAgeS: age < 0 ? null : age,
    onFailureArn: configuration.DestinationConfig?.OnFailure?.Destination ?? null,
  };
}
