import type { Receipt } from '../changes.ts';

/** The receipt of a call that AWS took. */
export function receiptOf({
  $metadata,
}: {
  readonly $metadata: { readonly requestId?: string | undefined };
}): Receipt {
  return { requestId: $metadata.requestId ?? null };
}
