/** What a batch call of SQS answered, entry by entry: a status of 200 says nothing of a single one. */

import type { EntryResult } from '../messages.ts';

/** The reply of SendMessageBatch, DeleteMessageBatch or ChangeMessageVisibilityBatch. */
interface BatchReply {
  readonly Successful?:
    | readonly { readonly Id?: string | undefined; readonly MessageId?: string | undefined }[]
    | undefined;
  readonly Failed?:
    | readonly {
        readonly Id?: string | undefined;
        readonly Code?: string | undefined;
        readonly Message?: string | undefined;
        readonly SenderFault?: boolean | undefined;
      }[]
    | undefined;
}

/** Results in the order of the entries, whose ids are their indexes. */
export function eachOf(
  entries: readonly unknown[],
  { Successful = [], Failed = [] }: BatchReply,
): readonly EntryResult[] {
  const results = new Map<string, EntryResult>();
  for (const { Id = '', MessageId } of Successful) {
    results.set(Id, { state: 'done', messageId: MessageId ?? null });
  }
  for (const { Id = '', Code, Message, SenderFault } of Failed) {
    results.set(Id, {
      state: 'failed',
      code: Code ?? 'Unknown',
      message: Message ?? '',
      senderFault: SenderFault === true,
    });
  }
  return entries.map((_, index) => results.get(String(index)) ?? { state: 'unknown' });
}
