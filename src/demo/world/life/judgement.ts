import type { Exception } from '../invocations/invocation.ts';
import type { EventSourceMapping, LambdaFunction } from '../model.ts';
import type { ReceivedMessage } from '../queues/message.ts';
import type { World } from '../world.ts';

/** How a function's code takes a batch. */
export interface Judgement {
  /** What it throws; undefined when it returns. */
  exception: Exception | undefined;
  /** What it logs about messages. */
  remarks: string[];
  /** Ids of the messages that it fails on, as far as it comes. */
  failed: ReadonlySet<string>;
}

/**
 * It throws on the first message it fails on, or, where the mapping lets it, reports each of them and returns.
 */
export function judge(
  { defects }: World,
  mapping: EventSourceMapping,
  target: LambdaFunction,
  messages: readonly ReceivedMessage[],
): Judgement {
  const reportsItems = hasItemFailures(mapping);
  const remarks: string[] = [];
  const failed = new Set<string>();
  for (const { id, body } of messages) {
    const thrown = defects.thrownOn(target, body);
    if (thrown === undefined) continue;
    failed.add(id);
    const words = `Failed to process message ${id}: ${thrown.message}`;
    if (defects.logsMessageIds(target)) remarks.push(words);
    if (!reportsItems) return { exception: thrown, remarks, failed };
  }
  return { exception: undefined, remarks, failed };
}

function hasItemFailures({ settings }: EventSourceMapping): boolean {
  const types = settings?.FunctionResponseTypes;
  return Array.isArray(types) && types.includes('ReportBatchItemFailures');
}
