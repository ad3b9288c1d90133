/** Rollouts of this account and region as their processes tell them, whoever drives them. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppError } from '../domain/app-error.ts';
import { functionOf, type RolloutRecord } from '../domain/rollout/record.ts';
import { percentText } from '../domain/traffic/routing.ts';

/** A rollout, and who drives it. */
export interface KnownRollout {
  readonly record: RolloutRecord;
  /**
   * `running`: its process lives · `elsewhere`: another host's, of which nothing can be proved · `unfinished`:
   * nobody drives it · `over`: it came to its end.
   */
  readonly state: 'running' | 'elsewhere' | 'unfinished' | 'over';
}

/** See the file's head. */
export interface RolloutsState {
  /** The latest first; null before they were read. */
  readonly known: readonly KnownRollout[] | null;
  /** What stopped the last reading. */
  readonly error: AppError | null;
}

/** The store behind the traffic screen and the rows' "rollout 10 %". */
export type RolloutsStore = StoreApi<RolloutsState>;

/** Nothing has been read. */
export function createRolloutsStore(): RolloutsStore {
  return createStore<RolloutsState>(() => ({ known: null, error: null }));
}

/** The rollout of an alias: the one that is not over, else the latest; null when none is known. */
export function rolloutOf(
  { known }: Pick<RolloutsState, 'known'>,
  functionName: string,
  alias: string,
): KnownRollout | null {
  const own = (known ?? []).filter(({ record }) => isOf(record, functionName, alias));
  return own.find(({ state }) => state !== 'over') ?? own[0] ?? null;
}

/** Those that are not over. */
export function openRollouts({ known }: Pick<RolloutsState, 'known'>): readonly KnownRollout[] {
  return (known ?? []).filter(({ state }) => state !== 'over');
}

/** The canary's share as the alias was read last, `10 %`; empty before that. */
export function weightText({ routing, rollout }: RolloutRecord): string {
  if (routing === null) return '';
  const { canary } = rollout.plan;
  return percentText(routing.version === canary ? 1 : (routing.weights[canary] ?? 0));
}

/** What a row says of a function that is being rolled out, by ARN; null = it is not. */
export function rolloutText(state: Pick<RolloutsState, 'known'>): (arn: string) => string | null {
  const texts = new Map(
    openRollouts(state).map((open) => [open.record.rollout.plan.functionArn, rowText(open)]),
  );
  return (arn) => texts.get(arn) ?? null;
}

/** `roll 12.5%`: more than its ten columns the state has no room for, and the weight is what counts. */
function rowText(open: KnownRollout): string {
  return shortText(open)
    .replace(/^rollout/, 'roll')
    .replace(' %', '%');
}

/** `rollout 10 %`. */
export function shortText({ record, state }: KnownRollout): string {
  const { rollout } = record;
  const weight = weightText(record);
  if (rollout.aborted !== null) return `back ${weight}`.trim();
  if (state === 'unfinished') return `left ${weight}`.trim();
  if (rollout.blindSince !== null) return `BLIND ${weight}`.trim();
  return `${rollout.held ? 'held' : 'rollout'} ${weight}`.trim();
}

function isOf(record: RolloutRecord, functionName: string, alias: string): boolean {
  return record.rollout.plan.alias === alias && functionOf(record) === functionName;
}
