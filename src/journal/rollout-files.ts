/**
 * Rollouts on the disk: how the process of a rollout and everybody else on the host (consoles, commands, the next
 * start after a crash) tell each other what they have to.
 *
 *     rollouts/ID/record.json          the rollout, written by its process alone, replaced whole
 *     rollouts/ID/orders/AT-ID.json    an order, written by whoever gives it, removed when it was answered
 *     rollouts/ID/attached/ID.json     a person watches: the process of their terminal
 *
 * Files appear whole (rename) or not at all. What cannot be understood is left alone.
 */
import { randomBytes } from 'node:crypto';
import { type FSWatcher, watch as watchFiles } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../domain/app-error.ts';
import type { Owner } from '../domain/changes/entry.ts';
import type { RolloutOrder, RolloutRecord } from '../domain/rollout/record.ts';
import { hasEnded } from '../domain/rollout/rollout.ts';
import { isProvablyDead } from './owner.ts';

/** Format of the files; of a newer one nothing is understood. */
const FORMAT = 1;
/** Looked at so often even where the system tells of no change, ms. */
const LOOK_EVERY_MS = 500;
/** Rollouts that ended so long ago are forgotten, ms; the journal keeps what they changed. */
const KEPT_MS = 30 * 86_400_000;
const ID = /^[0-9a-z]{6,32}$/;

/** An order without what `RolloutFiles.order` adds. */
export type NewOrder = WithoutStamp<RolloutOrder>;
type WithoutStamp<Each> = Each extends RolloutOrder ? Omit<Each, 'id' | 'at'> : never;

/** A person's terminal at a rollout. */
export interface Attachment {
  /** Leaves in good order. Never rejects. */
  release(): Promise<void>;
}

/** Who is attached to a rollout. */
export interface Attached {
  /** Terminals whose process lives, or may live. */
  readonly present: number;
  /** Terminals whose process died without leaving; they are forgotten by this look. */
  readonly lost: number;
}

/** The rollouts of one account, region and endpoint. Rejects with AppError `no-journal` when it cannot write. */
export interface RolloutFiles {
  /** An id that no rollout has. */
  newId(): string;
  /** Replaces a rollout's record; it is on the disk when this resolves. Only the rollout's process calls this. */
  write(record: RolloutRecord): Promise<void>;
  /** The record of a rollout; null when there is none, or none that can be understood. */
  read(id: string): Promise<RolloutRecord | null>;
  /** All rollouts that are kept, the latest first. */
  list(): Promise<readonly RolloutRecord[]>;
  /** Gives an order to the process of a rollout; resolves with it, so that its answer can be recognised. */
  order(id: string, order: NewOrder): Promise<RolloutOrder>;
  /** Orders that were not answered yet, in the order of their time. */
  orders(id: string): Promise<readonly RolloutOrder[]>;
  /** Forgets an order: it was answered. */
  answered(id: string, order: RolloutOrder): Promise<void>;
  /** Says that a person watches from this process. */
  attach(id: string, owner: Owner): Promise<Attachment>;
  /** Who watches, as seen from `self`. */
  attached(id: string, self: Owner): Promise<Attached>;
  /** Calls back when something of the rollout may have changed, twice a second at least; returns how to stop. */
  watch(id: string, onChange: () => void): () => void;
  /** Forgets rollouts that ended more than a month before `now`, ms since the epoch. Never rejects. */
  prune(now: number): Promise<void>;
}

/** Rollouts in the directory of a scope (StateDir.forScope). Nothing is read or written before it is used. */
export function openRolloutFiles(scopeDirectory: string, clock: { now(): number }): RolloutFiles {
  const root = path.join(scopeDirectory, 'rollouts');
  const at = (id: string, ...names: readonly string[]): string => path.join(root, id, ...names);

  const read = async (id: string): Promise<RolloutRecord | null> => {
    const found = await readJson(at(id, 'record.json'));
    return isRecord(found) && found.id === id ? found : null;
  };
  const list = async (): Promise<RolloutRecord[]> => {
    const ids = (await namesIn(root)).filter((name) => ID.test(name));
    const records = (await Promise.all(ids.map(read))).filter((record) => record !== null);
    return records.sort((one, other) => other.startedAt - one.startedAt);
  };

  return {
    newId,
    write: (record) => putWhole(at(record.id), 'record.json', { v: FORMAT, ...record }),
    read,
    list,
    async order(id, order) {
      const given = { ...order, id: newId(), at: clock.now() } as RolloutOrder;
      await putWhole(at(id, 'orders'), nameOf(given), { v: FORMAT, ...given });
      return given;
    },
    async orders(id) {
      const names = (await namesIn(at(id, 'orders'))).filter((name) => name.endsWith('.json'));
      const found = await Promise.all(names.map((name) => readJson(at(id, 'orders', name))));
      return found.filter(isOrder).sort((one, other) => one.at - other.at);
    },
    answered: (id, order) => rm(at(id, 'orders', nameOf(order)), { force: true }),
    async attach(id, owner) {
      const name = `${newId()}.json`;
      await putWhole(at(id, 'attached'), name, { v: FORMAT, owner });
      return { release: () => rm(at(id, 'attached', name), { force: true }).catch(() => {}) };
    },
    async attached(id, self) {
      let present = 0;
      let lost = 0;
      for (const name of await namesIn(at(id, 'attached'))) {
        if (!name.endsWith('.json')) continue;
        const found = await readJson(at(id, 'attached', name));
        const owner = (found as { owner?: Owner } | null)?.owner;
        if (owner === undefined) continue;
        if (!isProvablyDead(owner, self)) present += 1;
        else {
          lost += 1;
          await rm(at(id, 'attached', name), { force: true }).catch(() => {});
        }
      }
      return { present, lost };
    },
    watch: (id, onChange) => watch([at(id), at(id, 'orders'), at(id, 'attached')], onChange),
    async prune(now) {
      const records = await list().catch(() => []);
      for (const { id, rollout, updatedAt } of records) {
        if (!hasEnded(rollout) || now - updatedAt < KEPT_MS) continue;
        await rm(at(id), { recursive: true, force: true }).catch(() => {});
      }
    },
  };
}

/** Sorts by time; the id tells two of one millisecond apart. */
function nameOf({ at, id }: RolloutOrder): string {
  return `${String(at).padStart(15, '0')}-${id}.json`;
}

function newId(): string {
  return randomBytes(5).toString('hex');
}

async function namesIn(directory: string): Promise<string[]> {
  return readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw notKept(directory, error);
  });
}

/** What a file holds; null when it is gone, torn, or of another format. */
async function readJson(file: string): Promise<object | null> {
  try {
    const found: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof found !== 'object' || found === null) return null;
    return (found as { v?: unknown }).v === FORMAT ? found : null;
  } catch {
    return null;
  }
}

function isRecord(found: object | null): found is RolloutRecord {
  const record = found as Partial<RolloutRecord> | null;
  return (
    typeof record?.id === 'string' &&
    typeof record.startedAt === 'number' &&
    typeof record.rollout?.phase === 'string' &&
    typeof record.rollout.plan?.functionArn === 'string' &&
    typeof record.owner?.pid === 'number'
  );
}

function isOrder(found: object | null): found is RolloutOrder {
  const order = found as Partial<RolloutOrder> | null;
  return typeof order?.id === 'string' && typeof order.at === 'number' && typeof order.order === 'string';
}

/** Puts a file in its place whole, on the disk before this resolves. */
async function putWhole(directory: string, name: string, content: object): Promise<void> {
  const temporary = path.join(directory, `.${name}.${process.pid}.${newId()}.tmp`);
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFile(temporary, JSON.stringify(content), { mode: 0o600, flush: true });
    await rename(temporary, path.join(directory, name));
    await syncDirectory(directory);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    throw notKept(directory, cause);
  }
}

/** A renamed file survives a power cut only when its directory does. Not every file system offers this. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  await handle
    .sync()
    .catch(() => {})
    .finally(() => handle.close());
}

/** The system's own word where it has one, and a look now and then where it has none or forgets. */
function watch(directories: readonly string[], onChange: () => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  const watchAll = (): void => {
    for (const directory of directories) {
      if (watchers.has(directory)) continue;
      try {
        const watcher = watchFiles(directory, onChange);
        watcher.on('error', () => watchers.delete(directory));
        watchers.set(directory, watcher);
      } catch {
        // Not there yet, or no more watches to be had.
      }
    }
  };
  const timer = setInterval(() => {
    watchAll();
    onChange();
  }, LOOK_EVERY_MS);
  watchAll();
  return () => {
    clearInterval(timer);
    for (const watcher of watchers.values()) watcher.close();
  };
}

function notKept(directory: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError('no-journal', `The rollouts in ${directory} cannot be kept: ${reason}`, {
    next: ['make room or give access there, or name another place with --state-dir DIR'],
    cause,
  });
}
