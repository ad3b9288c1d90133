/**
 * Keeps the store of rollouts true to the disk: who drives which, where each is. While this console is open it is
 * attached to those that run on this host, so that they may advance.
 */
import type { Owner } from '../../domain/changes/entry.ts';
import type { Logger } from '../../domain/logger.ts';
import { createPoller, type Poller } from '../../feeds/poller.ts';
import type { Attachment, RolloutFiles } from '../../journal/rollout-files.ts';
import { stateOf } from '../../rollouts/unfinished.ts';
import type { KnownRollout, RolloutsStore } from '../../stores/rollouts-store.ts';

/** What keeping needs. */
export interface KnownRolloutsOptions {
  /** The files of the account that the session turned out to be in. */
  readonly files: () => Promise<RolloutFiles>;
  readonly store: RolloutsStore;
  readonly self: Owner;
  readonly logger: Logger;
  /** A console that may change nothing does not let a rollout advance either. */
  readonly mayAttach: () => boolean;
  /** Hears of every rollout whose state or phase is another than at the last look; null = it is new here. */
  readonly onChange: (now: KnownRollout, before: KnownRollout | null) => void;
}

/** See the file's head. */
export interface KnownRollouts {
  start(): void;
  /** Looks now. */
  refresh(): void;
  /** Ends the watching and detaches; resolves when the processes of the rollouts can know. */
  stop(): Promise<void>;
}

/** How often the disk is looked at while a rollout runs, and while none does, ms. */
const RUNNING_EVERY_MS = 500;
const IDLE_EVERY_MS = 2_000;
/** Older ones that are over are of no interest to the console; the journal keeps what they changed. */
const MOST_KEPT = 50;

/** See the file's head. Nothing is read before `start`. */
export function createKnownRollouts(options: KnownRolloutsOptions): KnownRollouts {
  const { files, store, self, logger, mayAttach, onChange } = options;
  const attachments = new Map<string, Attachment>();
  let isStopped = false;

  const read = async (): Promise<number> => {
    const onDisk = await files();
    const records = await onDisk.list();
    if (isStopped) return IDLE_EVERY_MS;
    const known = records
      .map((record): KnownRollout => ({ record, state: stateOf(record, self) }))
      .filter(({ state }, index) => state !== 'over' || index < MOST_KEPT);
    await attachToRunning(known, onDisk);
    publish(known);
    return known.some(({ state }) => state === 'running') ? RUNNING_EVERY_MS : IDLE_EVERY_MS;
  };

  const publish = (known: readonly KnownRollout[]): void => {
    const before = store.getState().known;
    if (before !== null && stampOf(before) === stampOf(known)) return;
    store.setState({ known, error: null });
    for (const each of known) {
      const former = before?.find(({ record }) => record.id === each.record.id) ?? null;
      if (former === null || placeOf(former) !== placeOf(each)) onChange(each, former);
    }
  };

  const attachToRunning = async (known: readonly KnownRollout[], onDisk: RolloutFiles): Promise<void> => {
    for (const { record, state } of known) {
      const attachment = attachments.get(record.id);
      const isWanted = state === 'running' && mayAttach() && !isStopped;
      if (isWanted && !attachment) attachments.set(record.id, await onDisk.attach(record.id, self));
      if (isWanted || !attachment) continue;
      attachments.delete(record.id);
      await attachment.release();
    }
  };

  const poller: Poller = createPoller({
    read,
    onError: (error) => {
      logger.warn('rollouts', error);
      store.setState({ error });
    },
  });

  return {
    start: poller.start,
    refresh: poller.refresh,
    async stop() {
      isStopped = true;
      poller.stop();
      await Promise.all([...attachments.values()].map((attachment) => attachment.release()));
      attachments.clear();
    },
  };
}

function stampOf(known: readonly KnownRollout[]): string {
  return known.map(({ record, state }) => `${record.id} ${record.updatedAt} ${state}`).join('\n');
}

function placeOf({ record, state }: KnownRollout): string {
  return `${state} ${record.rollout.phase} ${record.rollout.step}`;
}
