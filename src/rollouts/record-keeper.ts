/** Keeps a rollout's record on the disk: every decision before it is acted upon, and a sign of life. */
import type { Logger } from '../domain/logger.ts';
import type { RolloutRecord } from '../domain/rollout/record.ts';
import type { RolloutFiles } from '../journal/rollout-files.ts';

/** How often a record is written in which nothing was decided, ms. */
const HEARTBEAT_MS = 1_000;

/** See the file's head. */
export class RecordKeeper {
  readonly #files: Pick<RolloutFiles, 'write'>;
  readonly #logger: Logger;
  #written: RolloutRecord | null = null;

  constructor(files: Pick<RolloutFiles, 'write'>, logger: Logger) {
    this.#files = files;
    this.#logger = logger;
  }

  /**
   * Writes the record when it is time to; resolves with when it was written last, ms since the epoch. Never rejects:
   * `holds` tells whether it could be written.
   */
  async keep(record: RolloutRecord, now: number): Promise<number> {
    const written = this.#written;
    if (written !== null && this.holds(record) && Math.abs(now - written.updatedAt) < HEARTBEAT_MS)
      return record.updatedAt;
    const next = { ...record, updatedAt: now };
    try {
      await this.#files.write(next);
      this.#written = next;
    } catch (error) {
      this.#logger.error('the rollout cannot be written down', error);
    }
    return now;
  }

  /** Whether all that was decided is on the disk. */
  holds(record: RolloutRecord): boolean {
    return this.#written !== null && decisionOf(this.#written) === decisionOf(record);
  }
}

/** What others act upon, and the next process after a crash. */
function decisionOf({ rollout, answered, trouble, stopped, attached, verdict }: RolloutRecord): string {
  const { bakedMs: _, lookedAt: __, ...decision } = rollout;
  return JSON.stringify([decision, answered, trouble, stopped, attached, verdict?.name]);
}
