/** Sending messages on, once: what became of each, told apart from what is only not known. */
import { AppError, toAppError } from '../../domain/app-error.ts';
import { LARGEST_MESSAGE, sizeOf } from '../../domain/dead-letters/destination.ts';
import { type EntryResult, type MessagesGateway, MOST_IN_BATCH } from '../../gateways/messages.ts';
import { backOff, type Sleep } from '../runner/patience.ts';
import type { PlannedLetter } from './request.ts';

/** What became of one message. `sentId`: its id in the target queue, or the request id of the invocation. */
export type Delivery =
  | { readonly state: 'sent'; readonly sentId: string | null }
  | {
      readonly state: 'refused';
      readonly error: AppError /** So will all others be. */;
      readonly forAll: boolean;
    }
  | { readonly state: 'unknown'; readonly error: AppError };

/** What delivering needs. */
export interface DeliveryTools {
  readonly messages: Pick<MessagesGateway, 'send' | 'invokeLater'>;
  readonly sleep: Sleep;
  readonly signal: AbortSignal;
  /** After a wait: those that nobody else can have received meanwhile. */
  readonly stillOurs: (batch: readonly PlannedLetter[]) => Promise<readonly PlannedLetter[]>;
  /** Told when AWS asks to wait. */
  readonly onWait: (because: string) => void;
}

/** Attempts after explicit throttle replies, and after entries that failed on AWS's side. */
const MOST_ATTEMPTS = 8;
/** A FIFO queue knows a repeated message for five minutes; we stop well before. */
const MOST_REPEATS = 3;

/** Errors by which AWS says no whatever the message is: trying the next is pointless. */
const FOR_ALL = new Set(['access-denied', 'not-found', 'read-only', 'conflict', 'expired-credentials']);

/** Whether AWS has certainly not done it; everything else may have been. */
function isCertainlyNot({ code, answer }: AppError): boolean {
  if (code === 'unknown-outcome' || code === 'bug') return false;
  // A 4xx with a name that we do not know came from AWS; an answer that could not be read did not.
  return code !== 'aws-failure' || answer.requestId !== undefined;
}

/** Delivers messages that all go to one place, at most ten. Results in their order; never rejects. */
export function deliver(batch: readonly PlannedLetter[], tools: DeliveryTools): Promise<readonly Delivery[]> {
  return batch[0]?.destination.kind === 'function'
    ? Promise.all(batch.map((planned) => invoke(planned, tools)))
    : send(batch, tools);
}

async function invoke(planned: PlannedLetter, tools: DeliveryTools): Promise<Delivery> {
  const { triaged, mechanism, destination } = planned;
  if (destination.kind !== 'function' || mechanism.by !== 'invoke') return wrongWay();
  for (let attempt = 0; ; attempt += 1) {
    try {
      const payload = mechanism.payload ?? triaged.letter.body;
      const { requestId } = await tools.messages.invokeLater(
        destination.name,
        destination.qualifier,
        payload,
      );
      return { state: 'sent', sentId: requestId };
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code !== 'throttled' || !(await mayRepeat(attempt, error, tools))) return ended(error);
      if ((await tools.stillOurs([planned])).length === 0) return ended(error);
    }
  }
}

async function send(batch: readonly PlannedLetter[], tools: DeliveryTools): Promise<readonly Delivery[]> {
  const deliveries = new Map<PlannedLetter, Delivery>();
  let left: readonly PlannedLetter[] = batch;
  for (let attempt = 0; left.length > 0; attempt += 1) {
    const results = await sendOnce(left, tools);
    for (const [index, planned] of left.entries()) {
      const result = results[index] ?? wrongWay();
      // What an earlier call may have done, a later refusal does not undo.
      const isSettled = result.state === 'sent' || deliveries.get(planned)?.state !== 'unknown';
      if (isSettled) deliveries.set(planned, result);
    }
    const again = left.filter((planned) => mayTryAgain(planned, deliveries.get(planned), attempt));
    const error = again.map((planned) => errorOf(deliveries.get(planned))).find((each) => each !== null);
    if (!error || !(await mayRepeat(attempt, error, tools))) break;
    left = await tools.stillOurs(again);
  }
  return batch.map((planned) => deliveries.get(planned) ?? wrongWay());
}

/** One call for all of them; where AWS refuses the batch for one of its messages, one call for each. */
async function sendOnce(batch: readonly PlannedLetter[], tools: DeliveryTools): Promise<readonly Delivery[]> {
  const [first] = batch;
  if (first?.destination.kind !== 'queue') return batch.map(wrongWay);
  const { url, fifo } = first.destination;
  try {
    const outgoing = batch.map(({ triaged: { letter } }) => ({
      body: letter.body,
      attributes: letter.attributes,
      traceHeader: letter.traceHeader,
      groupId: letter.groupId,
      // A repetition within five minutes is then known as one.
      deduplicationId: fifo ? letter.messageId : null,
    }));
    return (await tools.messages.send(url, outgoing)).map(toDelivery);
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code !== 'invalid' || batch.length === 1) return batch.map(() => ended(error));
    const each: Delivery[] = [];
    for (const planned of batch) each.push(...(await sendOnce([planned], tools)));
    return each;
  }
}

function toDelivery(result: EntryResult): Delivery {
  switch (result.state) {
    case 'done':
      return { state: 'sent', sentId: result.messageId };
    case 'unknown':
      return {
        state: 'unknown',
        error: new AppError('unknown-outcome', 'AWS’s answer does not name this message.', {
          operation: 'sqs:SendMessageBatch',
        }),
      };
    case 'failed': {
      const { code, message, senderFault } = result;
      const kind = senderFault ? 'invalid' : 'throttled';
      const words = `AWS refused it (${code}): ${message}`;
      return {
        state: 'refused',
        error: new AppError(kind, words, { operation: 'sqs:SendMessageBatch' }),
        forAll: /kms|AccessDenied/i.test(code),
      };
    }
  }
}

/** Said no in passing, or not known where a repetition is recognised. */
function mayTryAgain(
  { destination }: PlannedLetter,
  delivery: Delivery | undefined,
  attempt: number,
): boolean {
  if (delivery?.state === 'refused') return delivery.error.code === 'throttled' && attempt < MOST_ATTEMPTS;
  const isRecognised = destination.kind === 'queue' && destination.fifo;
  return delivery?.state === 'unknown' && isRecognised && attempt < MOST_REPEATS;
}

async function mayRepeat(attempt: number, error: AppError, tools: DeliveryTools): Promise<boolean> {
  if (attempt >= MOST_ATTEMPTS || tools.signal.aborted) return false;
  tools.onWait(error.message);
  await tools.sleep(error.answer.retryAfterMs ?? backOff(attempt, 200, 5_000), tools.signal);
  return !tools.signal.aborted;
}

function ended(error: AppError): Delivery {
  if (!isCertainlyNot(error)) return { state: 'unknown', error };
  return { state: 'refused', error, forAll: FOR_ALL.has(error.code) };
}

function errorOf(delivery: Delivery | undefined): AppError | null {
  return delivery && delivery.state !== 'sent' ? delivery.error : null;
}

function wrongWay(): Delivery {
  return {
    state: 'refused',
    error: new AppError('bug', 'A message was planned for two ways.'),
    forAll: true,
  };
}

/**
 * The next messages that may go together: at most ten and 1 MiB, all to one place; of a FIFO queue one of each
 * group, in order, so that one which AWS refuses is never overtaken by a later one of its group.
 */
export function nextBatch(
  pending: Iterable<PlannedLetter>,
  blockedGroups: ReadonlySet<string>,
): readonly PlannedLetter[] {
  const batch: PlannedLetter[] = [];
  const groups = new Set(blockedGroups);
  let bytes = 0;
  for (const planned of pending) {
    if (batch.length === MOST_IN_BATCH) break;
    const { destination, triaged } = planned;
    if (batch[0] && batch[0].destination !== destination) continue;
    if (destination.kind === 'queue' && destination.fifo) {
      const group = groupOf(planned);
      if (groups.has(group)) continue;
      groups.add(group);
    }
    const size = sizeOf(triaged.letter);
    if (batch.length > 0 && bytes + size > LARGEST_MESSAGE) break;
    bytes += size;
    batch.push(planned);
  }
  return batch;
}

/** A message's group in its destination. */
export function groupOf({ destination, triaged }: PlannedLetter): string {
  const where = destination.kind === 'queue' ? destination.arn : destination.name;
  return `${where} ${triaged.letter.groupId ?? ''}`;
}
