/**
 * Looks into the queue that the dead-letters screen names: receives its messages, holds them while they are looked
 * at, finds out which errors they are about, and gives them back as soon as nobody looks any more.
 */
import { toAppError } from '../../domain/app-error.ts';
import type { Clock } from '../../domain/clock.ts';
import { triage } from '../../domain/dead-letters/triage.ts';
import type { Logger } from '../../domain/logger.ts';
import type { AwsAccount } from '../../gateways/gateways.ts';
import type { PeekSession } from '../../operations/redrive/peek-session.ts';
import type { SessionStores } from '../../stores/session-stores.ts';
import { findEvidence, findTrace } from './evidence.ts';

/** What it needs. */
export interface LookingOptions {
  readonly aws: AwsAccount;
  readonly stores: SessionStores;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** See the file's head. */
export interface Looking {
  start(): void;
  /** Gives everything back, and goes on showing what was seen; resolves when AWS has it. */
  giveBack(): Promise<void>;
  /** Looks again into the queue that is open, if one is. */
  again(): void;
  /** Gives back what is held; resolves when AWS has it. */
  stop(): Promise<void>;
}

interface Open {
  readonly queueArn: string;
  readonly ending: AbortController;
  readonly session: PeekSession;
  wanted: number;
}

/** Waits for a queue to be named. */
export function createLooking({ aws, stores, clock, logger }: LookingOptions): Looking {
  const store = stores.deadLettersPeek;
  let open: Open | null = null;
  let closing: Promise<unknown> = Promise.resolve();

  const close = (): void => {
    const closed = open;
    open = null;
    if (!closed) return;
    closed.ending.abort();
    closing = Promise.all([closing, closed.session.close()]).then(([, { late }]) => {
      if (late > 0) logger.info(`${late} messages of ${closed.queueArn} come back by themselves`);
    });
  };

  /** How much lies there now: what was seen is counted against it. */
  const readDepth = async (queueArn: string): Promise<void> => {
    const queue = await aws.queues.queueAttributes(queueArn);
    const reading = { at: clock.now(), queue, error: null };
    stores.deadLetters.setState(({ queues }) => ({ queues: new Map(queues).set(queueArn, reading) }));
  };

  const readOn = async (mine: Open): Promise<void> => {
    try {
      for await (const batch of mine.session.batches()) {
        if (open !== mine) return;
        const triaged = batch.map((letter) => triage(letter));
        store.setState((state) => ({ letters: [...state.letters, ...triaged] }));
      }
      // Without it the last known depth stands.
      await readDepth(mine.queueArn).catch(() => {});
      if (open !== mine) return;
      const { end, lostReplies } = mine.session;
      store.setState({ phase: 'read', look: { end, lostReplies } });
    } catch (thrown) {
      if (open === mine) store.setState({ phase: 'failed', error: toAppError(thrown) });
      return;
    }
    const unknown = store
      .getState()
      .letters.filter(({ evidence }) => evidence.kind === 'shape' || evidence.kind === 'none')
      .map(({ letter }) => letter);
    await findEvidence(unknown, mine.queueArn, { aws, stores, clock }, mine.ending.signal).catch((thrown) => {
      if (open === mine) store.setState({ evidence: 1, evidenceError: toAppError(thrown) });
    });
  };

  const lookUp = async (messageId: string): Promise<void> => {
    const mine = open;
    if (!mine) return;
    await findTrace(messageId, mine.queueArn, { aws, stores, clock }, mine.ending.signal).catch((thrown) => {
      if (open === mine) store.setState({ evidenceError: toAppError(thrown) });
    });
    store.setState(({ lookup }) =>
      lookup?.messageId === messageId ? { lookup: { ...lookup, isOver: true } } : {},
    );
  };

  const begin = async (queueArn: string, wanted: number): Promise<void> => {
    const url = stores.deadLetters.getState().queues.get(queueArn)?.queue?.url;
    if (url === undefined) return;
    const { openPeek } = await import('../../operations/redrive/peek-session.ts');
    if (store.getState().queueArn !== queueArn || open) return;
    const ending = new AbortController();
    const tools = { messages: aws.messages, clock };
    const mine = {
      queueArn,
      ending,
      wanted,
      session: openPeek(url, { limit: wanted, signal: ending.signal }, tools),
    };
    open = mine;
    await readOn(mine);
  };

  const follow = (): void => {
    const { queueArn, wanted, phase } = store.getState();
    if (open && open.queueArn !== queueArn) close();
    if (queueArn === null) return;
    if (!open) void begin(queueArn, wanted);
    else if (wanted > open.wanted && phase === 'reading') {
      open.session.widen(wanted - open.wanted);
      open.wanted = wanted;
      void readOn(open);
    }
  };

  let unsubscribe = (): void => {};
  return {
    start() {
      unsubscribe = store.subscribe((state, before) => {
        if (state.queueArn !== before.queueArn || state.wanted !== before.wanted) follow();
        const { lookup } = state;
        if (lookup && !lookup.isOver && lookup.messageId !== before.lookup?.messageId)
          void lookUp(lookup.messageId);
      });
    },
    async giveBack() {
      if (open)
        store.setState({ phase: 'read', look: { end: 'closed', lostReplies: open.session.lostReplies } });
      close();
      await closing;
    },
    again() {
      const { queueArn, wanted } = store.getState();
      if (queueArn === null || open) return;
      store.setState({ phase: 'reading', letters: [], traces: new Map(), error: null, evidence: null });
      void begin(queueArn, wanted);
    },
    async stop() {
      unsubscribe();
      close();
      await closing;
    },
  };
}
