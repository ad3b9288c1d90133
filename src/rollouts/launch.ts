/** Starts the process of a rollout, apart from this one: no terminal, no pipe, a session of its own. */
import { spawn } from 'node:child_process';
import { AppError } from '../domain/app-error.ts';
import type { Owner } from '../domain/changes/entry.ts';
import type { Clock } from '../domain/clock.ts';
import { type RolloutRecord, targetOf, type VersionFigures } from '../domain/rollout/record.ts';
import { hasEnded, startRollout } from '../domain/rollout/rollout.ts';
import type { RolloutFiles } from '../journal/rollout-files.ts';
import type { RolloutProposal } from './proposal.ts';
import { stateOf } from './unfinished.ts';

/** How this lambdatop is started again, in the same account and region. */
export interface Program {
  /** Path of what Node runs: bin/lambdatop.js. */
  readonly path: string;
  /** Global options: where, whose, and with which state directory. */
  readonly options: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** What launching needs. */
export interface LaunchTools {
  readonly program: Program;
  readonly files: RolloutFiles;
  readonly self: Owner;
  readonly clock: Clock;
}

/** How long the process may take until it has taken its rollout over, ms. */
const START_MS = 20_000;

const UNKNOWN: VersionFigures = {
  invocations: null,
  errors: null,
  throttles: null,
  p50Ms: null,
  p99Ms: null,
  coldStarts: null,
};

/**
 * Begins a rollout that was confirmed; resolves with its record once its process drives it.
 *
 * @param actor ARN of the caller
 * @throws AppError `no-journal` when it cannot be written down, `refused` when another one has the alias
 */
export async function beginRollout(
  { wish, plan, rollout, routing }: RolloutProposal,
  actor: string,
  tools: LaunchTools,
): Promise<RolloutRecord> {
  const { files, self, clock } = tools;
  const now = clock.now();
  await files.prune(now);
  const record: RolloutRecord = {
    id: files.newId(),
    place: plan.place,
    actor,
    startedAt: now,
    updatedAt: now,
    owner: self,
    rollout: startRollout(rollout),
    guard: rollout.guarded ? wish.guard : null,
    onInterrupt: wish.onInterrupt,
    maxBlindMs: wish.maxBlindMs,
    attached: true,
    routing: { ...routing, at: now },
    seenShare: null,
    verdict: null,
    figures: { canary: UNKNOWN, stable: UNKNOWN },
    errors: { canary: [], stable: [] },
    evidence: 'none',
    answered: null,
    trouble: null,
    stopped: null,
  };
  await files.write(record);
  return takeUp(record, tools);
}

/** Starts a process for a rollout that has none; resolves with its record once that process drives it. */
export async function takeUp(
  record: RolloutRecord,
  { program, files, self }: LaunchTools,
): Promise<RolloutRecord> {
  const child = spawn(
    process.execPath,
    [program.path, 'rollout', targetOf(record), '--drive', record.id, ...program.options],
    { detached: true, stdio: 'ignore', env: program.environment },
  );
  child.unref();
  let ended: string | null = null;
  child.once('error', (error) => {
    ended = error.message;
  });
  child.once('exit', (code, signal) => {
    ended ??= `it ended with ${signal ?? code}`;
  });
  const deadline = performance.now() + START_MS;
  for (;;) {
    const now = await files.read(record.id);
    if (now !== null && now.owner.pid === child.pid) {
      if (now.stopped === null || hasEnded(now.rollout)) return now;
      throw new AppError('refused', now.stopped.sentence);
    }
    // Somebody else was quicker: it is driven all the same.
    const isTaken = now !== null && now.owner.pid !== record.owner.pid && stateOf(now, self) === 'running';
    if (ended !== null && isTaken) return now;
    if (ended !== null || performance.now() > deadline) throw notStarted(ended);
    await changed(files, record.id);
  }
}

function changed(files: RolloutFiles, id: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = files.watch(id, () => {
      stop();
      resolve();
    });
  });
}

function notStarted(why: string | null): AppError {
  return new AppError('bug', `The process of the rollout did not start: ${why ?? 'it took too long'}.`, {
    next: ['the alias was not touched; the log file may tell more'],
  });
}
