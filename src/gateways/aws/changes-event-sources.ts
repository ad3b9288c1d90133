/** Event source mappings: reads, and writes of one attempt. AWS carries the writes out in the background. */

import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import { AppError } from '../../domain/app-error.ts';
import { type EventSourceMapping, eventSourceKind } from '../../domain/concurrency/event-source-mapping.ts';
import { functionNameOf } from '../../domain/function-name.ts';
import type { ChangesGateway } from '../changes.ts';
import type { Clients } from './clients.ts';
import { type Page, pages } from './pages.ts';
import { receiptOf } from './receipts.ts';

/** The mappings of the clients' account and region. */
export function eventSourceMappings(
  clients: Clients,
): Pick<ChangesGateway, 'eventSourceMappings' | 'eventSourceMapping' | 'updateEventSourceMapping'> {
  const all = sharedWhileUnderWay((signal) => listAll(clients, signal));
  return {
    async eventSourceMappings(nameOrArn, signal) {
      const name = functionNameOf(nameOrArn);
      return (await all(signal)).filter((each) => functionNameOf(each.functionArn) === name);
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

/** Given a FunctionName, AWS lists the mappings of that very ARN: those of aliases would be missing. */
async function listAll(clients: Clients, signal: AbortSignal): Promise<EventSourceMapping[]> {
  const { sdk, send } = await clients.lambda();
  const read = async (Marker: string | undefined, stop: AbortSignal): Promise<Page<EventSourceMapping[]>> => {
    const command = new sdk.ListEventSourceMappingsCommand({ Marker });
    const page = await send(command, { signal: stop, urgent: true });
    const value = (page.EventSourceMappings ?? []).flatMap((each) => toMapping(each) ?? []);
    return { value, next: page.NextMarker };
  };
  const found: EventSourceMapping[] = [];
  for await (const page of pages(read, signal)) found.push(...page);
  return found;
}

/**
 * One listing for all who ask while it is under way: fifty functions that are planned at once need the same pages.
 * It is stopped when nobody waits for it any more.
 */
function sharedWhileUnderWay<Value>(
  read: (signal: AbortSignal) => Promise<Value>,
): (signal?: AbortSignal) => Promise<Value> {
  let underWay: { readonly result: Promise<Value>; readonly stop: AbortController; waiting: number } | null =
    null;
  return async (signal) => {
    signal?.throwIfAborted();
    if (underWay === null) {
      const stop = new AbortController();
      const begun = { result: read(stop.signal), stop, waiting: 0 };
      underWay = begun;
      const forget = (): void => {
        if (underWay === begun) underWay = null;
      };
      begun.result.then(forget, forget);
    }
    const shared = underWay;
    shared.waiting += 1;
    const { promise: left, reject } = Promise.withResolvers<never>();
    const leave = (): void => {
      reject(signal?.reason);
      shared.waiting -= 1;
      if (shared.waiting > 0) return;
      if (underWay === shared) underWay = null;
      shared.stop.abort(signal?.reason);
    };
    signal?.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([shared.result, left]);
    } finally {
      signal?.removeEventListener('abort', leave);
    }
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
